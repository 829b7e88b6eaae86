"""``orders migrate`` and ``orders import``."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from integration.real_records import Json, customer
from integration.real_shop import ADA, NUMBER, order
from order_adapters.sqlalchemy import SqlCustomers, SqlOrders, create_database_engine, is_current
from order_entrypoints.wire.values import encode

from .running import Orders

ADAS = encode(customer(ADA, "ada@example.com"))


def test_migrate_makes_the_schema_and_does_no_harm_a_second_time(
    orders: Orders, database_url: str
) -> None:
    # given
    here = orders.told(DATABASE_URL=database_url)
    # when
    first, second = here("migrate"), here("migrate")
    # then
    assert (first.code, second.code) == (0, 0)
    assert first.out.startswith("The database is at revision ")
    assert second.out == first.out
    engine = create_database_engine(database_url)
    assert is_current(engine)
    engine.dispose()


def test_a_file_is_taken_in_and_what_it_held_is_told(
    on_each: Orders, engine: Engine, shop_file: Path
) -> None:
    # when
    ended = on_each("import", str(shop_file))
    # then
    assert (ended.code, ended.err) == (0, "")
    told = "3 address, 4 cancellation_reason, 3 customer, 6 order, 3 session"
    assert ended.out == f"{shop_file}: {told}.\n"
    found = SqlOrders(engine).by_number(NUMBER)
    assert found is not None
    assert found.customer_id == ADA


def test_standard_input_is_taken_in_and_blank_lines_are_passed_over(
    on_sqlite: Orders, sqlite_engine: Engine
) -> None:
    # when
    ended = on_sqlite("import", "-", stdin=b"\n \n" + ADAS + b"\r\n\n\t\n")
    # then
    assert (ended.code, ended.out) == (0, "-: 1 customer.\n")
    assert SqlCustomers(sqlite_engine).by_id(ADA) is not None


def test_nothing_is_taken_in_from_an_empty_file(on_sqlite: Orders) -> None:
    # when
    ended = on_sqlite("import", "-")
    # then
    assert (ended.code, ended.out) == (0, "-: no records.\n")


def taken_in(orders: Orders, *records: Json) -> Path:
    """A file of these records."""
    path = orders.folder / f"{len(list(orders.folder.iterdir()))}.ndjson"
    path.write_bytes(b"\n".join(map(encode, records)))
    return path


def test_a_byte_order_mark_before_the_first_line_is_passed_over(on_sqlite: Orders) -> None:
    # when
    line = encode(customer(12, "x@example.com"))
    ended = on_sqlite("import", "-", stdin=b"\xef\xbb\xbf" + line)
    # then
    assert (ended.code, ended.out) == (0, "-: 1 customer.\n")


def test_a_record_that_is_there_is_replaced_only_when_told_to(
    on_sqlite: Orders, sqlite_engine: Engine
) -> None:
    # given
    before = taken_in(on_sqlite, customer(ADA, "ada@example.com"), order(notes="before"))
    after = taken_in(on_sqlite, customer(ADA, "new@example.com"), order(notes="after"))
    assert on_sqlite("import", str(before)).code == 0
    # when
    refused = on_sqlite("import", str(after))
    # then
    assert (refused.code, refused.out) == (1, "")
    assert refused.complaint == f"{after}: line 1: id: {ADA} is already there. Nothing was kept."
    kept = SqlOrders(sqlite_engine).by_number(NUMBER)
    assert kept is not None
    assert kept.notes == "before"
    # when
    replaced = on_sqlite("import", "--replace", str(after))
    # then
    assert replaced.code == 0
    kept = SqlOrders(sqlite_engine).by_number(NUMBER)
    assert kept is not None
    assert kept.notes == "after"


@pytest.mark.parametrize(
    ("bad", "complaint"),
    [
        (b"{", "line 3: line: Not JSON: "),
        (
            encode(order(status="sold")),
            "line 3: status: 'sold' is not one of: ",
        ),
        (encode(order(owner=99)), "line 3: customer: There is no customer 99."),
    ],
    ids=["no JSON", "a bad field", "a bad reference"],
)
def test_a_bad_line_is_named_with_its_file_and_nothing_of_it_is_kept(
    on_sqlite: Orders, sqlite_engine: Engine, bad: bytes, complaint: str
) -> None:
    # given (a good file before it, which is kept)
    good, mixed = on_sqlite.folder / "good.ndjson", on_sqlite.folder / "mixed.ndjson"
    good.write_bytes(encode(customer(8, "bob@example.com")))
    mixed.write_bytes(b"\n".join([ADAS, b"", bad, b"more"]))
    # when
    ended = on_sqlite("import", "good.ndjson", "mixed.ndjson")
    # then
    assert (ended.code, ended.out) == (1, "good.ndjson: 1 customer.\n")
    assert ended.complaint.startswith(f"mixed.ndjson: {complaint}")
    assert ended.complaint.endswith("Nothing was kept.")
    customers = SqlCustomers(sqlite_engine)
    assert (customers.by_id(8) is None, customers.by_id(ADA) is None) == (False, True)


def test_a_file_that_is_not_there_is_named(on_sqlite: Orders) -> None:
    # when
    ended = on_sqlite("import", "nowhere.ndjson")
    # then
    assert ended.code == 1
    assert "nowhere.ndjson" in ended.complaint
