"""A record that cannot be imported is named by its line and field."""

from datetime import datetime, timedelta, timezone

import pytest
from attrs import evolve
from sqlalchemy import Engine

from order_adapters.sqlalchemy import (
    Loader,
    SqlCustomers,
    SqlOrders,
    loader,
)
from samples import NOW, address, customer, item, order, reason

from .imports import Give, imported, refusal
from .test_loading import load_everything

LATER = NOW + timedelta(days=1)
_WEST = timezone(timedelta(hours=-1))


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
