"""An import takes all of its records, or none."""

from datetime import datetime, timedelta, timezone
from functools import partial

import pytest
from attrs import evolve
from sqlalchemy import Engine

from order_adapters.sqlalchemy import (
    Loader,
    RecordError,
    SqlCancellationReasons,
    SqlCustomers,
    SqlOrders,
    SqlSessions,
    SqlSettings,
    loader,
)
from order_domain.addresses import Address
from order_domain.orders import Order
from order_entrypoints.testing.filled import filled
from samples import NOW, address, attempt, customer, filled_order, item, order, reason, request

from .imports import Give, imported, refusal

LATER = NOW + timedelta(days=1)
_WEST = timezone(timedelta(hours=-1))


def give_order(one: Order, at: int, load: Loader) -> None:
    load.order(one, at=at)


def load_everything(load: Loader) -> None:
    load.customer(customer(7), at=1)
    load.session("key", 7, LATER, at=2)
    load.address(7, address(41), at=3)
    load.reason(reason(3), at=4)
    load.order(order(1), at=5)
    load.setting("EASY_RETURN_ENABLED", value=False, at=6)


def test_every_kind_of_record_is_kept(engine: Engine) -> None:
    with loader(engine) as load:
        load_everything(load)

    assert SqlCustomers(engine).by_id(7) == customer(7)
    assert SqlSessions(engine).customer_of("key", NOW) == customer(7)
    assert SqlCustomers(engine).address(7, 41) == address(41)
    assert SqlCancellationReasons(engine).all() == (reason(3),)
    assert SqlOrders(engine).by_pk(1) == order(1)
    assert SqlSettings(engine).read_all() == {"EASY_RETURN_ENABLED": False}


def test_every_field_is_kept(engine: Engine) -> None:
    whole, at_home = filled_order(), filled(Address)
    with loader(engine) as load:
        load.customer(customer(whole.customer_id), at=1)
        load.address(whole.customer_id, at_home, at=2)
        load.order(whole, at=3)

    assert SqlOrders(engine).by_pk(whole.pk) == whole
    assert SqlCustomers(engine).address(whole.customer_id, at_home.pk) == at_home


def test_an_empty_import_is_none(engine: Engine) -> None:
    with loader(engine):
        pass
    assert SqlOrders(engine).latest(7) is None


def test_more_records_than_a_batch_are_kept(engine: Engine) -> None:
    with loader(engine) as load:
        load.customer(customer(7), at=0)
        for pk in range(1, 1203):
            load.order(order(pk), at=pk)

    assert SqlOrders(engine).many(range(1, 1300)) == tuple(order(pk) for pk in range(1, 1203))


def test_the_callers_own_error_keeps_nothing(engine: Engine) -> None:
    def break_down(load: Loader) -> None:
        for pk in range(100, 700):
            load.order(order(pk), at=pk)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        imported(engine, load_everything, break_down)

    assert SqlCustomers(engine).by_id(7) is None
    assert SqlOrders(engine).by_pk(1) is None


def test_a_caught_error_keeps_nothing_either(engine: Engine) -> None:
    def go_on(load: Loader) -> None:
        with pytest.raises(RecordError):
            load.order(order(2, user_email="\0"), at=7)
        load.order(order(3), at=8)

    assert refusal(engine, load_everything, go_on).at == 7
    assert SqlCustomers(engine).by_id(7) is None


FAULTS: list[tuple[Give, str, str]] = [
    (lambda load: load.customer(customer(7), at=9), "id", "7 is already there."),
    (lambda load: load.session("key", 7, LATER, at=9), "key", "key is already there."),
    (lambda load: load.address(7, address(41), at=9), "pk", "41 is already there."),
    (lambda load: load.reason(reason(3), at=9), "id", "3 is already there."),
    (lambda load: load.order(order(1), at=9), "pk", "Order 1 is already there."),
    (
        lambda load: load.setting("EASY_RETURN_ENABLED", value=False, at=9),
        "name",
        "EASY_RETURN_ENABLED is already there.",
    ),
    (lambda load: load.session("new", 8, LATER, at=9), "customer", "There is no customer 8."),
    (lambda load: load.address(8, address(42), at=9), "customer", "There is no customer 8."),
    (
        lambda load: load.order(order(2, customer_id=8), at=9),
        "customer",
        "There is no customer 8.",
    ),
    (
        lambda load: load.order(order(2, number="ORD-000001"), at=9),
        "number",
        "ORD-000001 is the number of another order.",
    ),
    (
        lambda load: load.order(order(2, items=(item(201), item(102))), at=9),
        "orderitem_set.1.pk",
        "102 belongs to order 1.",
    ),
    (
        lambda load: load.order(order(2, items=(item(201), item(201))), at=9),
        "orderitem_set.1.pk",
        "201 is in this order twice.",
    ),
    (
        lambda load: load.order(order(2, customer_id=2**63), at=9),
        "customer",
        "The number is too large.",
    ),
    (
        lambda load: load.order(order(2, items=(item(201, quantity=2**80),)), at=9),
        "orderitem_set.0.quantity",
        "The number is too large.",
    ),
    (
        lambda load: load.order(order(2, number="ORD\0"), at=9),
        "number",
        "A NUL character cannot be kept.",
    ),
    (
        lambda load: load.customer(evolve(customer(8), email="\ud800"), at=9),
        "email",
        "Half a surrogate pair is not text.",
    ),
    (
        lambda load: load.order(order(2, created_date=datetime(2024, 1, 1)), at=9),  # noqa: DTZ001
        "created_date",
        "Expected a time zone.",
    ),
    (
        lambda load: load.session("new", 7, datetime.max.replace(tzinfo=_WEST), at=9),
        "expires",
        "The time is out of range.",
    ),
]
"""What is given after ``load_everything`` → the field and the message of the error."""


@pytest.mark.parametrize("batched", [True, False], ids=["in one batch", "after a batch"])
@pytest.mark.parametrize(("give", "field", "message"), FAULTS)
def test_a_record_that_cannot_be_kept_is_named(
    engine: Engine, give: Give, field: str, message: str, *, batched: bool
) -> None:
    if not batched:
        imported(engine, load_everything)

    error = refusal(engine, load_everything, give) if batched else refusal(engine, give)

    assert (error.at, error.field, error.message) == (9, field, message)
    assert str(error) == f"9: {field}: {message}"
    assert (SqlCustomers(engine).by_id(7) is None) == batched


def test_a_customer_has_to_come_before_what_is_theirs(engine: Engine) -> None:
    error = refusal(
        engine,
        lambda load: load.customer(customer(7), at=1),
        lambda load: load.order(order(1, customer_id=8), at=2),
        lambda load: load.customer(customer(8), at=3),
    )
    assert (error.at, error.field) == (2, "customer")


def test_the_first_of_several_faults_is_told(engine: Engine) -> None:
    imported(engine, load_everything)

    error = refusal(
        engine,
        lambda load: load.setting("NEW", value=1, at=1),
        lambda load: load.order(order(2, items=(item(101),)), at=2),
        lambda load: load.customer(customer(7), at=3),
    )
    assert error.at == 2


def test_a_fault_of_a_full_batch_has_the_line_of_its_record(engine: Engine) -> None:
    with loader(engine) as load:
        load.customer(customer(7), at=0)
        load.order(order(700), at=1)

    def give(load: Loader) -> None:
        for pk in range(1, 1000):
            load.order(order(pk), at=pk)

    error = refusal(engine, give)
    assert (error.at, error.field) == (700, "pk")
    assert SqlOrders(engine).by_pk(1) is None


def test_requests_and_attempts_of_an_imported_order_are_its_own(engine: Engine) -> None:
    requests = (request("u1", 101, pk=50), request("u2", 101))
    full = order(
        1,
        items=(item(101, quantity=2, cancellation_requests=requests), item(102)),
        attempts=(attempt("a1"),),
    )
    with loader(engine) as load:
        load.customer(customer(7), at=1)
        load.order(full, at=2)
    for taken, field in [
        (order(2, attempts=(attempt("a1", 201),)), "attempts.id"),
        (_with_request("u1", None), "cancellationrequest_set.uuid"),
        (_with_request("u3", 50), "cancellationrequest_set.pk"),
    ]:
        assert refusal(engine, partial(give_order, taken, 3)).field == field


def test_requests_made_after_an_import_are_numbered_above_it(engine: Engine) -> None:
    with loader(engine) as load:
        load.customer(customer(7), at=1)
        load.order(_with_request("imported", 5000), at=2)
        load.order(order(3), at=3)
    changed = order(3, items=(item(301, cancellation_requests=(request("new", 301),)), item(302)))

    saved = SqlOrders(engine).save(changed)

    assert (saved.items[0].cancellation_requests[0].pk or 0) > 5000


def _with_request(uuid: str, pk: int | None) -> Order:
    return order(2, items=(item(201, cancellation_requests=(request(uuid, 201, pk=pk),)),))
