"""With ``replace`` a record takes the place of the one that is there, whole."""

from datetime import timedelta
from functools import partial

import pytest
from attrs import evolve
from sqlalchemy import Engine

from order_adapters.sqlalchemy import (
    SqlCancellationReasons,
    SqlCustomers,
    SqlOrders,
    SqlSessions,
    SqlSettings,
    loader,
)
from order_domain.cancellation_records import AttemptState
from order_domain.ports import StaleOrderError
from order_domain.statuses import OrderStatus
from samples import NOW, address, attempt, customer, item, order, reason, request

from .imports import refusal
from .test_loading import give_order

LATER = NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def shop(engine: Engine) -> None:
    """Two customers with an order each, and one of everything else."""
    with loader(engine) as load:
        load.customer(customer(7), at=1)
        load.customer(customer(8), at=2)
        load.session("key", 7, NOW, at=3)
        load.address(7, address(41), at=4)
        load.reason(reason(3), at=5)
        load.setting("A", value=1, at=6)
        load.order(order(1), at=7)
        load.order(order(2, customer_id=8), at=8)


def test_every_kind_of_record_is_replaced(engine: Engine) -> None:
    with loader(engine, replace=True) as load:
        load.customer(evolve(customer(7), email="new@example.com"), at=1)
        load.session("key", 7, LATER, at=2)
        load.address(7, address(41, line="Moved"), at=3)
        load.reason(reason(3, subject="Another"), at=4)
        load.setting("A", value=2, at=5)
        load.order(order(1, status=OrderStatus.SHIPPED), at=6)

    ada = evolve(customer(7), email="new@example.com")
    assert SqlSessions(engine).customer_of("key", NOW) == ada
    assert SqlCustomers(engine).address(7, 41) == address(41, line="Moved")
    assert SqlCancellationReasons(engine).all() == (reason(3, subject="Another"),)
    assert SqlSettings(engine).read_all() == {"A": 2}
    kept = SqlOrders(engine).by_pk(1)
    assert kept == order(1, status=OrderStatus.SHIPPED, version=2)


def test_the_same_import_can_be_repeated(engine: Engine) -> None:
    for _ in range(2):
        with loader(engine, replace=True) as load:
            load.customer(customer(7), at=1)
            load.order(order(1), at=2)
            load.order(order(3), at=3)

    kept = SqlOrders(engine).many([1, 2, 3])
    assert kept == (order(1, version=3), order(2, customer_id=8), order(3, version=2))


def test_nothing_of_the_replaced_order_is_left(engine: Engine) -> None:
    ended = attempt("old", state=AttemptState.ACCEPTED)
    old = order(
        5, items=(item(501, cancellation_requests=(request("u", 501),)),), attempts=(ended,)
    )
    with loader(engine) as load:
        load.order(old, at=1)

    with loader(engine, replace=True) as load:
        load.order(order(5, number="NEW", items=(item(502),)), at=1)
        load.order(order(6, number=old.number, items=(item(501),), attempts=(ended,)), at=2)

    assert SqlOrders(engine).by_number("NEW") == order(
        5, number="NEW", items=(item(502),), version=2
    )
    assert SqlOrders(engine).by_number(old.number) is not None


def test_who_read_the_order_before_cannot_save_it_over_the_new_one(engine: Engine) -> None:
    orders = SqlOrders(engine)
    before = orders.by_pk(1)
    assert before is not None
    saved = orders.save(before)

    with loader(engine, replace=True) as load:
        load.order(order(1, notes="imported"), at=1)

    for stale in (before, saved):
        with pytest.raises(StaleOrderError):
            orders.save(stale)
    assert orders.by_pk(1) == order(1, notes="imported", version=3)


def test_a_record_given_twice_is_the_later_one(engine: Engine) -> None:
    with loader(engine, replace=True) as load:
        load.order(order(3, notes="first"), at=1)
        load.order(order(3, notes="second"), at=2)
        load.setting("A", value=2, at=3)
        load.setting("A", value=3, at=4)

    assert SqlOrders(engine).by_pk(3) == order(3, notes="second", version=2)
    assert SqlSettings(engine).read_all() == {"A": 3}


def test_another_orders_keys_stay_taken(engine: Engine) -> None:
    for taken, field in [
        (order(1, number="ORD-000002"), "number"),
        (order(1, items=(item(101), item(201))), "orderitem_set.1.pk"),
    ]:
        error = refusal(
            engine, partial(give_order, order(9), 1), partial(give_order, taken, 2), replace=True
        )
        assert (error.at, error.field) == (2, field)
    assert SqlOrders(engine).by_pk(9) is None


def test_a_key_that_was_given_up_before_can_be_taken(engine: Engine) -> None:
    with loader(engine, replace=True) as load:
        load.order(order(2, customer_id=8, number="GIVEN-UP", items=(item(202),)), at=1)
        load.order(order(1, number="ORD-000002", items=(item(201),)), at=2)

    kept = SqlOrders(engine).by_number("ORD-000002")
    assert kept is not None
    assert kept.pk == 1


def test_a_key_that_is_given_up_only_later_is_taken(engine: Engine) -> None:
    error = refusal(
        engine,
        lambda load: load.order(order(1, number="ORD-000002"), at=1),
        lambda load: load.order(order(2, customer_id=8, number="GIVEN-UP"), at=2),
        replace=True,
    )
    assert (error.at, error.field) == (1, "number")


def test_an_address_or_session_stays_with_its_customer(engine: Engine) -> None:
    error = refusal(engine, lambda load: load.address(8, address(41), at=1), replace=True)
    assert error.message == "41 belongs to customer 7."

    error = refusal(engine, lambda load: load.session("key", 8, LATER, at=1), replace=True)
    assert error.message == "key belongs to customer 7."


@pytest.mark.parametrize("state", [AttemptState.CLAIMED, AttemptState.UNKNOWN])
def test_an_order_that_is_being_cancelled_is_not_replaced(
    engine: Engine, state: AttemptState
) -> None:
    cancelled = SqlOrders(engine).save(order(1, attempts=(attempt("a", state=state),)))

    error = refusal(
        engine, partial(give_order, order(3), 1), partial(give_order, order(1), 2), replace=True
    )

    assert (error.at, error.field) == (2, "pk")
    assert "under way" in error.message
    assert SqlOrders(engine).by_pk(1) == cancelled
    assert SqlOrders(engine).by_pk(3) is None


def test_what_omnitron_was_told_of_the_replaced_order_is_remembered(engine: Engine) -> None:
    told = attempt("told", state=AttemptState.ACCEPTED, sent=(101000,))
    other = attempt("other", state=AttemptState.NOT_SENT)
    SqlOrders(engine).save(order(1, attempts=(other, told)))
    newer = attempt("newer", state=AttemptState.REFUSED)

    for _ in range(2):
        with loader(engine, replace=True) as load:
            load.order(order(1, attempts=(newer,)), at=1)

    kept = SqlOrders(engine).by_pk(1)
    assert kept == order(1, attempts=(told, newer), version=4)


def test_an_order_whose_cancellation_has_ended_is_replaced(engine: Engine) -> None:
    ended = attempt("a", state=AttemptState.REFUSED)
    SqlOrders(engine).save(order(1, attempts=(ended,)))

    with loader(engine, replace=True) as load:
        load.order(order(1), at=1)

    assert SqlOrders(engine).by_pk(1) == order(1, version=3)
