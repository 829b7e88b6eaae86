"""Numbers that come with records are out of the way of those that the database gives."""

from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from sqlalchemy import Engine, text

from order_adapters.sqlalchemy import SqlOrders, loader
from order_adapters.sqlalchemy.locks import LockNumber, hold
from order_adapters.sqlalchemy.sequences import move_image_pks_past
from order_adapters.sqlalchemy.transactions import writing
from order_domain.cancellation_records import CancellationRequestImage
from order_domain.orders import Order
from order_entrypoints.testing.samples import NOW, customer, item, order, request

BATCH = 500

_NEXT = text("SELECT nextval(pg_get_serial_sequence('cancellation_request_images', 'pk'))")
_MOVE = text("SELECT setval(pg_get_serial_sequence('cancellation_request_images', 'pk'), :pk)")


def with_request(pk: int, request_pk: int | None) -> Order:
    """An order with a request that has a picture, both of one number or without any."""
    image = CancellationRequestImage(
        image=f"{pk}.png", created_date=NOW, modified_date=NOW, pk=request_pk
    )
    one = request(f"uuid-{pk}", pk * 100 + 1, pk=request_pk, images=(image,))
    return order(pk, items=(item(pk * 100 + 1, cancellation_requests=(one,)),))


@pytest.fixture
def orders(postgres_engine: Engine) -> SqlOrders:
    with loader(postgres_engine) as load:
        load.customer(customer(7), at=1)
    return SqlOrders(postgres_engine)


def asked_for(orders: SqlOrders, pk: int) -> int:
    """Number a request of a new order, and its picture; return the higher number."""
    orders.add(order(pk))
    kept = orders.by_pk(pk)
    assert kept is not None
    return max(numbers(orders.save(with_request(pk, None))))


def numbers(order: Order) -> tuple[int, int]:
    one = order.items[0].cancellation_requests[0]
    assert one.pk is not None
    assert one.images[0].pk is not None
    return one.pk, one.images[0].pk


def test_requests_can_be_made_while_an_import_goes_on(
    postgres_engine: Engine, orders: SqlOrders
) -> None:
    # given
    last = asked_for(orders, 1)
    pks = range(1000, 1000 + 2 * BATCH + 1)

    # when: requests are made after the first batch, and after the second
    with loader(postgres_engine) as load:
        for pk in pks:
            load.order(with_request(pk, last + 1 + pk - 1000), at=pk)
            if pk in {1000 + BATCH, 1000 + 2 * BATCH}:
                asked_for(orders, pk + 10_000)

    # then
    made = orders.many([1000 + BATCH + 10_000, 1000 + 2 * BATCH + 10_000])
    assert len(made) == 2
    assert min(number for one in made for number in numbers(one)) > last + len(pks)
    assert len(orders.many(pks)) == len(pks)


def test_two_imports_at_once_do_not_hinder_each_other(
    postgres_engine: Engine, orders: SqlOrders
) -> None:
    last = asked_for(orders, 1)

    with loader(postgres_engine) as one, loader(postgres_engine) as other:
        for pk in range(1000, 1000 + BATCH + 1):
            one.order(with_request(pk, last + pk), at=pk)
            other.order(with_request(pk + 1000, last + pk + 1000), at=pk)

    assert len(orders.many(range(1000, 3000))) == 2 * (BATCH + 1)
    assert asked_for(orders, 2) > last + 2000 + BATCH


def test_a_sequence_is_moved_by_one_at_a_time_and_never_back(postgres_engine: Engine) -> None:
    # given: somebody else is moving it
    came = _next_image(postgres_engine) + 5
    farther = came + 5_000_000
    with ThreadPoolExecutor() as threads:
        with writing(postgres_engine) as other:
            hold(other, LockNumber.SEQUENCES)

            # when
            moved = threads.submit(_move_past, postgres_engine, came)
            wait([moved], timeout=0.5)

            # then
            assert not moved.done()
            other.execute(_MOVE, {"pk": farther})
        moved.result()
    assert _next_image(postgres_engine) > farther


def test_a_sequence_that_is_far_enough_is_left_alone(postgres_engine: Engine) -> None:
    last = _next_image(postgres_engine)

    for came in (0, -7, last):
        _move_past(postgres_engine, came)

    assert _next_image(postgres_engine) < last + 10


def _move_past(engine: Engine, came: int) -> None:
    with writing(engine) as connection:
        move_image_pks_past(connection, came)


def _next_image(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.scalars(_NEXT).one())
