"""How the command ends: 0 done, 1 failed, 2 wrong use; and what it says then."""

import pytest
from sqlalchemy import text

from order_adapters.sqlalchemy import create_database_engine

from .running import PASSWORD, Orders


def test_without_a_command_it_shows_what_there_is(orders: Orders) -> None:
    # when
    ended = orders()
    # then
    assert (ended.code, ended.err) == (0, "")
    for command in ("demo", "serve", "migrate", "import", "export", "sign", "session", "rules"):
        assert command in ended.out


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["frobnicate"], "frobnicate"),
        (["sign"], "number"),
        (["import", "x", "--frob"], "--frob"),
        (["import"], "at least one file"),
        (["session", "seven"], "seven"),
        (["session", "7", "--days", "0"], "--days"),
        (["serve", "--port", "70000"], "--port"),
        (["serve", "--workers", "0"], "--workers"),
        (["omnitron-sandbox", "--fail", "1.5"], "--fail"),
        (["omnitron-sandbox", "--port", "70000"], "--port"),
        (["session", "7", "--days", "99999999999"], "--days"),
        (["decisions", "--after", "-1"], "--after: expected a position, 0 to 9223372036854775807"),
        (["decisions", "--after", str(2**63)], "--after: expected a position, 0 to "),
        (["recover", "--stuck", "--watch"], "--watch"),
        (["rules", "set", ""], "a JSON object"),
        (["rules", "set", "[]"], "EXTRA_CANCEL_RULES"),
    ],
)
def test_wrong_use_ends_with_2_and_a_line_that_says_what_is_wrong(
    orders: Orders, arguments: list[str], complaint: str
) -> None:
    # when
    ended = orders(*arguments)
    # then
    assert (ended.code, ended.out) == (2, "")
    assert complaint.lower() in ended.complaint.lower()


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("DATABASE_URL", f"mysql://orders:{PASSWORD}@localhost/orders"),
        ("DATABASE_URL", "no url"),
        ("SECRET_KEYS", "a,,b"),
        ("OMNITRON_URL", f"ftp://orders:{PASSWORD}@localhost"),
        ("OMNITRON_TIMEOUT", "100000"),
        ("COOKIE_SECURE", "perhaps"),
    ],
)
def test_a_variable_that_cannot_be_used_is_named(orders: Orders, variable: str, value: str) -> None:
    # when
    ended = orders.told(**{variable: value})("serve", "--port", "0")
    # then
    assert ended.code == 2
    assert ended.complaint.startswith(f"ORDERS_{variable} is not valid: ")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite:///no/folder/orders.db", "unable to open database file"),
        (f"postgresql://orders:{PASSWORD}@127.0.0.1:1/orders", "connection"),
    ],
)
def test_a_database_that_does_not_answer_ends_with_1(orders: Orders, url: str, said: str) -> None:
    # when
    ended = orders.told(DATABASE_URL=url)("export")
    # then
    assert (ended.code, ended.out) == (1, "")
    assert said in ended.complaint


def test_a_file_that_is_no_database_ends_with_1(orders: Orders) -> None:
    # given
    (orders.folder / "orders.db").write_text("A shopping list. " * 1000)
    # when
    ended = orders("migrate")
    # then
    assert ended.code == 1
    assert "file is not a database" in ended.complaint


@pytest.mark.parametrize("arguments", [["export", "--debug"], ["--debug", "export"]])
def test_debug_adds_the_traceback_and_still_no_secret(orders: Orders, arguments: list[str]) -> None:
    # given
    nowhere = f"postgresql://orders:{PASSWORD}@127.0.0.1:1/orders"
    # when
    ended = orders.told(DATABASE_URL=nowhere)(*arguments)
    # then
    assert ended.code == 1
    assert ended.err.startswith("Traceback (most recent call last):")
    assert ended.err.splitlines()[-1].startswith("orders: ")


@pytest.mark.parametrize("command", [["export"], ["import", "-"], ["serve"]])
def test_a_database_without_the_schema_is_to_be_migrated_first(
    orders: Orders, command: list[str]
) -> None:
    # when
    ended = orders(*command)
    # then
    assert ended.code == 1
    assert "run `orders migrate` first" in ended.complaint
    assert list(orders.folder.iterdir()) == []


@pytest.mark.parametrize("command", [["export"], ["migrate"], ["serve", "--port", "0"]])
def test_a_database_of_a_newer_version_is_told_and_not_to_be_migrated(
    orders: Orders, database_url: str, command: list[str]
) -> None:
    # given
    there = orders.told(DATABASE_URL=database_url)
    assert there("migrate").code == 0
    engine = create_database_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    # when
    ended = there(*command)
    # then
    assert (ended.code, ended.out) == (1, "")
    assert ended.complaint == (
        "The database was made by a newer version of orders: its revision is 9999."
    )
