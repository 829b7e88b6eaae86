"""An import takes all of its records, or none."""

from datetime import timedelta, timezone
from functools import partial

import pytest
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

from .imports import imported, refusal

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
