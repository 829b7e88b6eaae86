"""Databases show orders as they were written out when they were saved, if that still holds."""

from datetime import UTC, datetime, timedelta, timezone
from time import monotonic, sleep

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from integration.counting import counted
from order_adapters.sqlalchemy import SqlOrderHistory, SqlOrders, loader, write_missing
from order_domain.cancellation.policy import POLICY
from order_domain.cancellation.rules import CancellationRules
from order_domain.documents import OrderForm, WrittenOrder
from order_domain.lists import OrderFilter, Page, Window
from order_domain.orders import Order
from order_domain.use_cases.viewing import viewed_as_kept
from order_entrypoints.testing import strategies as some
from order_entrypoints.wire.documents import FORM, shower
from order_entrypoints.wire.values import Wording, encode
from order_entrypoints.writing_out import writing_out
from samples import NOW, attempt, customer, filled_order, item, order, request

ALL, EVERY = Window(0, 100), OrderFilter()
LOCAL = timezone(timedelta(hours=3))
ORDERED = datetime(2024, 3, 15, 14, 30, tzinfo=LOCAL)


@pytest.fixture
def orders(engine: Engine) -> SqlOrders:
    return SqlOrders(engine, FORM)


@pytest.fixture
def history(engine: Engine) -> SqlOrderHistory:
    return SqlOrderHistory(engine, FORM)


def shown(row: Order | WrittenOrder) -> bytes:
    return encode(shower(Wording())(viewed_as_kept(row, CancellationRules(), NOW, POLICY)))


def assert_written(engine: Engine, customer_id: int = 7) -> None:
    """Every order of the customer is written out, as it would be shown otherwise."""
    page = SqlOrderHistory(engine, FORM).page(customer_id, EVERY, ALL)
    whole = SqlOrderHistory(engine).page(customer_id, EVERY, ALL)
    assert page.rows
    assert all(isinstance(row, WrittenOrder) for row in page.rows)
    assert [shown(row) for row in page.rows] == [shown(row) for row in whole.rows]


def test_a_new_order_is_shown_as_it_is_read(engine: Engine, orders: SqlOrders) -> None:
    local = request("r", 101, created_date=ORDERED, modified_date=ORDERED)
    items = (item(101, cancellation_requests=(local,)), item(102))
    orders.add(order(1, items=items, created_date=ORDERED, modified_date=ORDERED))

    assert_written(engine)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_whatever_is_saved_is_shown_as_it_is_read(
    engine: Engine, orders: SqlOrders, data: st.DataObject
) -> None:
    drawn = data.draw(some.orders())
    ended = tuple(attempt for attempt in drawn.attempts if not attempt.is_under_way)
    kept = evolve(drawn, attempts=ended)
    before = orders.by_pk(kept.pk)
    if before is None:
        orders.add(kept)
    else:
        orders.save(evolve(kept, version=before.version, number=before.number))

    assert_written(engine, kept.customer_id)


def test_a_saved_order_is_shown_as_it_is_now(
    engine: Engine, orders: SqlOrders, history: SqlOrderHistory
) -> None:
    orders.add(order(1))
    before = history.by_pk(7, 1)
    saved = orders.save(order(1, notes="Later."))
    orders.save(evolve(saved, items=(item(101, cancellation_requests=(request("r"),)),)))

    after = history.by_pk(7, 1)

    assert isinstance(before, WrittenOrder)
    assert isinstance(after, WrittenOrder)
    assert "Later." not in before.text
    assert "Later." in after.text
    assert_written(engine)


def test_an_order_whose_cancellation_is_under_way_is_shown_as_it_is_now(
    orders: SqlOrders, history: SqlOrderHistory
) -> None:
    orders.add(order(1))
    claimed = orders.save(order(1, attempts=(attempt("a", 101),)))

    assert history.by_pk(7, 1) == claimed


def test_an_imported_order_is_shown_as_it_is_read(engine: Engine) -> None:
    kept = filled_order()
    owner = customer(kept.customer_id)
    with loader(engine, form=FORM) as load:
        load.customer(owner, at=1)
        load.order(kept, at=2)
    assert_written(engine, owner.id)

    ended = evolve(kept, attempts=(), notes="Replaced.")
    with loader(engine, replace=True, form=FORM) as load:
        load.customer(owner, at=1)
        load.order(ended, at=2)
    assert_written(engine, owner.id)


def test_a_text_of_before_an_order_was_saved_is_not_shown(
    engine: Engine, orders: SqlOrders, history: SqlOrderHistory
) -> None:
    orders.add(order(1))
    SqlOrders(engine).save(order(1, notes="By a program that writes nothing out."))

    row = history.by_pk(7, 1)

    assert isinstance(row, Order)
    assert row.notes == "By a program that writes nothing out."
    assert history.page(7, EVERY, ALL).rows == (row,)


def test_a_text_of_another_form_is_not_shown(engine: Engine, orders: SqlOrders) -> None:
    orders.add(order(1))
    newer = OrderForm("newer", FORM.write)

    assert isinstance(SqlOrderHistory(engine, newer).by_pk(7, 1), Order)
    orders.save(order(1))
    SqlOrders(engine, newer).save(order(1, version=2))
    assert isinstance(SqlOrderHistory(engine, newer).by_pk(7, 1), WrittenOrder)


def test_orders_of_an_older_database_are_written_out_some_at_a_time(
    engine: Engine, orders: SqlOrders
) -> None:
    for pk in (1, 2, 3):
        SqlOrders(engine).add(order(pk))
    orders.add(order(4))
    orders.add(order(5))
    SqlOrders(engine).save(order(5, notes="By a program that writes nothing out."))

    highest = [write_missing(engine, FORM, after=after, most=2) for after in (0, 2, 5)]

    assert highest == [2, 5, None]
    assert_written(engine)


def test_the_service_writes_out_what_an_older_one_left(engine: Engine) -> None:
    SqlOrders(engine).add(order(1))
    history = SqlOrderHistory(engine, FORM)

    with writing_out(engine):
        ends = monotonic() + 30
        while not isinstance(history.by_pk(7, 1), WrittenOrder):
            assert monotonic() < ends
            sleep(0.01)

    assert_written(engine)


def test_an_order_of_somebody_else_is_not_there(
    orders: SqlOrders, history: SqlOrderHistory
) -> None:
    orders.add(order(1))

    assert history.by_pk(8, 1) is None
    assert history.by_pk(7, 2) is None
    assert history.by_pk(7, 2**70) is None
    assert history.page(8, EVERY, ALL) == Page(0, ())


def test_a_page_takes_one_statement_whatever_is_asked_for(
    engine: Engine, orders: SqlOrders, history: SqlOrderHistory
) -> None:
    for pk in range(1, 8):
        orders.add(order(pk))
    wanted = OrderFilter(search="ord-", created_from=NOW.replace(year=2000, tzinfo=UTC))

    with counted(engine) as statements:
        page = history.page(7, wanted, Window(2, 3))

    assert (page.count, len(page.rows), len(statements)) == (7, 3, 1)
    assert history.page(7, wanted, Window(7, 3)) == Page(7, ())
