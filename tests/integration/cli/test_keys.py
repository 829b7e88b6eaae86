"""``orders sign`` and ``orders session``."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from integration.real_records import customer
from integration.real_shop import ADA, NUMBER
from order_adapters.signing import TimedSigner
from order_adapters.sqlalchemy import SqlSessions
from order_entrypoints.exchange import import_lines
from order_entrypoints.wire.values import encode

from .running import KEY, Orders


def test_sign_prints_a_token_that_the_service_takes(orders: Orders) -> None:
    # when
    ended = orders.told(SECRET_KEYS=f"{KEY},an-older-key")("sign", NUMBER)
    # then
    assert (ended.code, ended.err) == (0, "")
    assert TimedSigner([KEY], max_age=60).unsign(ended.out.strip()) == NUMBER


def test_sign_needs_a_key(orders: Orders) -> None:
    # when
    ended = orders.without("SECRET_KEYS")("sign", NUMBER)
    # then
    assert ended.code == 2
    assert ended.complaint.startswith("ORDERS_SECRET_KEYS is not set")


def test_session_prints_a_key_that_is_good_for_some_days(on_each: Orders, engine: Engine) -> None:
    # given
    import_lines(engine, [encode(customer(ADA, "ada@example.com"))], replace=False)
    # when
    ended = on_each("session", str(ADA), "--days", "3")
    # then
    assert (ended.code, ended.err) == (0, "")
    key, now = ended.out.strip(), datetime.now(UTC)  # noqa: TID251
    sessions = SqlSessions(engine)
    found = sessions.customer_of(key, now + timedelta(days=2))
    assert found is not None
    assert found.id == ADA
    assert sessions.customer_of(key, now + timedelta(days=4)) is None


def test_there_is_no_session_for_nobody(on_sqlite: Orders) -> None:
    # when
    ended = on_sqlite("session", "999")
    # then
    assert (ended.code, ended.out, ended.complaint) == (1, "", "There is no customer 999.")
