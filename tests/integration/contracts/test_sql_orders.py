"""What the SQL adapters do beside their ports."""

from datetime import datetime, timedelta

import pytest
from attrs import evolve
from sqlalchemy import Engine, text
from sqlalchemy.exc import StatementError

from order_adapters.sqlalchemy import SqlOrders, SqlSessions, SqlSettings, loader
from order_domain.ports import DuplicateOrderError
from samples import NOW, attempt, customer, item, order, request


def test_many_orders_come_in_the_order_asked_for(engine: Engine) -> None:
    orders = SqlOrders(engine)
    for pk in (1, 2, 3):
        orders.add(order(pk))

    found = orders.many([3, 99, 1, 2**80, 3, 2])

    assert list(found) == [order(3), order(1), order(3), order(2)]
    assert orders.many([]) == ()


def test_more_orders_than_fit_one_statement_can_be_asked_for(engine: Engine) -> None:
    orders = SqlOrders(engine)
    for pk in (1, 3_000):
        orders.add(order(pk))

    assert [one.pk for one in orders.many(range(3_500))] == [1, 3_000]


def test_a_save_cannot_take_another_orders_number(engine: Engine) -> None:
    orders = SqlOrders(engine)
    for pk in (1, 2):
        orders.add(order(pk))

    with pytest.raises(DuplicateOrderError, match="ORD-000002"):
        orders.save(order(1, number="ORD-000002", notes="lost"))
    assert orders.by_pk(1) == order(1)


def test_a_save_that_fails_late_changes_nothing(engine: Engine) -> None:
    orders = SqlOrders(engine)
    orders.add(order(1))
    orders.add(order(2, attempts=(attempt("taken", 201),)))
    requests = (request("new"),)
    changed = order(
        1,
        notes="lost",
        items=(item(101, cancellation_requests=requests, cancelled_quantity=1), item(109)),
        attempts=(attempt("taken"),),
    )

    with pytest.raises(DuplicateOrderError):
        orders.save(changed)
    assert orders.by_pk(1) == order(1)


def test_a_moment_without_a_time_zone_is_refused(engine: Engine) -> None:
    naive = datetime(2024, 3, 15, 12, 0)  # noqa: DTZ001

    with pytest.raises(StatementError, match="Expected a datetime with a time zone"):
        SqlOrders(engine).add(order(1, created_date=naive))


def test_postgresql_tells_moments_in_utc_whatever_its_own_zone(postgres_engine: Engine) -> None:
    with postgres_engine.begin() as connection:
        connection.execute(text("ALTER DATABASE postgres SET timezone = 'America/New_York'"))
        assert connection.scalar(text("SHOW timezone")) == "UTC"


def test_the_kept_order_is_the_one_with_its_attempt_when_a_save_is_repeated(
    engine: Engine,
) -> None:
    orders = SqlOrders(engine)
    orders.add(order(1))
    saved = orders.save(order(1, attempts=(attempt("a"),)))

    again = orders.save(evolve(saved, attempts=()))

    assert orders.by_pk(1) == again
    assert again.attempts == ()


def test_a_session_needs_a_customer(engine: Engine) -> None:
    with pytest.raises(ValueError, match="No customer 7"):
        SqlSessions(engine).open_session("key", 7, NOW)


def test_a_session_key_is_used_once(engine: Engine) -> None:
    with loader(engine) as load:
        load.customer(customer(7), at=1)
        load.customer(customer(8), at=2)
    sessions = SqlSessions(engine)
    sessions.open_session("key", 7, NOW + timedelta(hours=1))

    with pytest.raises(ValueError, match="a session key in use"):
        sessions.open_session("key", 8, NOW + timedelta(hours=1))
    assert sessions.customer_of("key", NOW) == customer(7)


def test_a_setting_is_what_was_put_last(engine: Engine) -> None:
    settings = SqlSettings(engine)
    assert settings.read_all() == {}

    settings.put("A", {"b": [1, None, True]}, NOW)
    settings.put("B", "ş", NOW)
    settings.put("A", {"b": []}, NOW)

    assert settings.read_all() == {"A": {"b": []}, "B": "ş"}
