"""``orders export``: what was taken in comes out again, field for field."""

import json
import subprocess
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import cast

import pytest

from integration import real_shop
from integration.real_records import (
    Json,
    attempt,
    cancellation_request,
    choice,
    customer,
    item,
    rules,
    setting,
)
from integration.real_shop import (
    ADA,
    DELIVERED_NUMBER,
    DELIVERED_PK,
    SNEAKERS,
    SOCKS,
    order,
)
from order_entrypoints.wire.values import encode

from .running import ORDERS, PATIENCE, Orders


def rich_shop() -> Iterator[Json]:
    """The shop with settings, and with orders that have been through a lot."""
    yield from real_shop.records()
    yield rules(
        extra_direct_cancellable_statuses=["preparing"],
        has_invoice=True,
        hour_gap={"is_active": True, "time": 90},
        refuse=["expired"],
    )
    yield setting("EASY_RETURN_ENABLED", False)
    told = {"id": "of 7012", "settled_at": "2024-10-24T10:32:09Z", "note": "No 🙂"}
    settled = {**attempt("refused", 7012), **told}
    socks = item(SOCKS, "Socks", quantity=3, units_listed=False, cancelled_quantity=1)
    attempts = [settled, attempt("unknown", 7012)]
    yield order(7001, "N-7001", items=[renumbered(socks, 7012)], attempts=attempts)
    asked = cancellation_request(61, 7021)
    done = cancellation_request(62, 7021, status=choice("completed"), easy_return=None)
    sneakers = item(
        7021,
        "Sneakers",
        status="delivered",
        quantity=2,
        cancellationrequest_set=[done, asked],
        active_cancellation_request=asked,
    )
    yield order(7002, "N-7002", items=[sneakers], status="delivered", campaigns=[])
    scarf = in_dinars(item(7031, price_currency=DINARS))
    yield in_dinars(order(7003, "N-7003", items=[scarf], currency=DINARS, bank=None))


DINARS = choice("kwd", "KWD")
AMOUNTS = (
    "amount",
    "amount_without_discount",
    "discount_amount",
    "discount_refund_amount",
    "discounted_price",
    "installment_interest_amount",
    "price",
    "refund_amount",
    "retail_price",
    "shipping_amount",
    "shipping_refund_amount",
)


def in_dinars(record: Json) -> Json:
    """The record with three places in every amount."""
    return {
        **record,
        **{name: f"{record[name]}0" for name in AMOUNTS if name in record},
        **({"shipping_option_group": None} if "price" in record else {}),
    }


def renumbered(record: Json, pk: int) -> Json:
    return {**record, "pk": pk, "id": pk}


def key(record: Json) -> tuple[object, ...]:
    """What tells a record from the others."""
    return (record["kind"], *(record.get(name) for name in ("id", "pk", "key", "name")))


def by_key(ndjson: str) -> dict[tuple[object, ...], Json]:
    return {key(record): record for record in map(json.loads, ndjson.splitlines())}


def test_an_export_has_every_field_as_it_was_taken_in(on_each: Orders) -> None:
    # given
    ndjson = b"\n".join(map(encode, rich_shop()))
    assert on_each("import", "-", stdin=ndjson).code == 0
    # when
    ended = on_each("export")
    # then
    assert (ended.code, ended.err) == (0, "")
    taken_in, given_back = by_key(ndjson.decode()), by_key(ended.out)
    assert set(given_back) == set(taken_in)
    lost = [
        fault for name, record in taken_in.items() for fault in faults(record, given_back[name])
    ]
    assert not lost, lost


def faults(before: object, after: object, place: str = "") -> Iterator[str]:
    """Where something is not as it was; what came to it by default is none."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name, value in cast("Json", before).items():
            yield from faults(value, cast("Json", after).get(name, ABSENT), f"{place}.{name}")
    elif isinstance(before, list) and isinstance(after, list):
        pairs = zip_longest(cast("list[object]", before), cast("list[object]", after))
        for index, (old, new) in enumerate(pairs):
            yield from faults(old, new, f"{place}.{index}")
    elif before != after:
        yield f"{place}: {before!r} became {after!r}"


ABSENT = "<absent>"


@pytest.fixture
def databases(sqlite_url: str, postgres_url: str, tmp_path: Path) -> tuple[str, ...]:
    """SQLite, PostgreSQL, and SQLite again; all of them empty."""
    return sqlite_url, postgres_url, f"sqlite:///{tmp_path}/again.db"


def test_from_database_to_database_the_lines_stay_the_same(
    orders: Orders, databases: tuple[str, ...]
) -> None:
    # given
    lines = b"\n".join(map(encode, rich_shop())).decode()
    seen: list[str] = []
    for url in databases:
        # when
        here = orders.told(DATABASE_URL=url)
        assert here("migrate").code == 0
        assert here("import", "-", stdin=lines.encode()).code == 0
        lines = here("export").out
        seen.append(lines)
    # then
    assert len(seen[0].splitlines()) == len(list(rich_shop()))
    assert seen[1] == seen[0]
    assert seen[2] == seen[0]


def test_shorter_forms_are_taken_in_and_come_out_in_full(on_sqlite: Orders) -> None:
    # given
    sneakers = {**item(SNEAKERS, "Sneakers"), "status": "550", "price": "109.9"}
    del sneakers["quantity"], sneakers["id"]
    short = order(DELIVERED_PK, DELIVERED_NUMBER, items=[sneakers])
    short.update(status=550, currency="try", is_cancellable=True, amount_without_discount="0")
    del short["pk"]
    ndjson = b"\n".join(map(encode, (customer(ADA, "ada@example.com"), short)))
    assert on_sqlite("import", "-", stdin=ndjson).code == 0
    # when
    _, shown = map(json.loads, on_sqlite("export").out.splitlines())
    # then
    assert (shown["pk"], shown["id"]) == (DELIVERED_PK, DELIVERED_PK)
    assert shown["status"] == {"value": "delivered", "label": "Delivered"}
    assert shown["currency"] == {"value": "try", "label": "TRY"}
    assert shown["amount_without_discount"] == "109.99"
    (out,) = shown["orderitem_set"]
    assert (out["pk"], out["id"], out["quantity"]) == (SNEAKERS, SNEAKERS, 1)
    assert out["price"] == "109.90"


def test_an_empty_shop_exports_nothing(on_sqlite: Orders) -> None:
    # when
    ended = on_sqlite("export")
    # then
    assert (ended.code, ended.out, ended.err) == (0, "", "")


def test_whoever_has_read_enough_is_told_no_more(on_sqlite: Orders, shop_file: Path) -> None:
    # given (more than a pipe holds)
    assert on_sqlite("import", str(shop_file)).code == 0
    command = f'"{ORDERS}" export | head -c 1'
    # when
    ended = subprocess.run(
        ["sh", "-c", command],
        cwd=on_sqlite.folder,
        env={**on_sqlite.environment, "PYTHONUNBUFFERED": "1"},
        capture_output=True,
        check=True,
        timeout=PATIENCE,
    )
    # then
    assert (ended.stdout, ended.stderr) == (b"{", b"")
