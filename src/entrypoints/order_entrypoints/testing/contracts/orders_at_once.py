"""Orders are kept right when many threads use them at once."""

import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
from attrs import evolve

from order_domain.orders import Order
from order_domain.ports import DuplicateOrderError, Orders, StaleOrderError
from order_domain.statuses import OrderStatus
from order_entrypoints.testing.samples import attempt, item, order

_Result = TypeVar("_Result")

THREADS = 8


class OrdersAtOnce:
    """No save is lost and no order is seen half."""

    @pytest.fixture
    def orders(self) -> Orders:
        """Return the adapter, empty."""
        raise NotImplementedError

    def test_of_two_who_save_the_same_version_one_wins(self, orders: Orders) -> None:
        orders.add(order(1))
        for version in range(1, 11):
            read = orders.by_pk(1)
            assert read is not None

            results = at_once(_save(orders, evolve(read, notes=name)) for name in ("a", "b"))

            [saved] = [result for result in results if result is not None]
            assert saved.version == version + 1
            assert orders.by_pk(1) == saved

    def test_of_many_who_claim_an_item_one_wins(self, orders: Orders) -> None:
        orders.add(order(1))

        results = at_once(
            _save(orders, order(1, attempts=(attempt(f"claim {number}"),)))
            for number in range(THREADS)
        )

        [saved] = [result for result in results if result is not None]
        assert len(saved.attempts) == 1
        assert orders.by_pk(1) == saved

    def test_who_reads_again_after_losing_gets_through(self, orders: Orders) -> None:
        orders.add(order(1))

        at_once(_append(orders, f"attempt {number}") for number in range(THREADS))

        kept = orders.by_pk(1)
        assert kept is not None
        assert kept.version == 1 + THREADS
        assert {one.id for one in kept.attempts} == {f"attempt {n}" for n in range(THREADS)}

    def test_of_many_who_add_the_same_order_one_wins(self, orders: Orders) -> None:
        results = at_once(_add(orders, order(1, notes=f"{number}")) for number in range(THREADS))

        [added] = [result for result in results if result is not None]
        assert orders.by_pk(1) == added

    def test_different_orders_do_not_hinder_each_other(self, orders: Orders) -> None:
        at_once(_add(orders, order(pk)) for pk in range(1, THREADS + 1))

        at_once(_append(orders, f"of {pk}", pk) for pk in range(1, THREADS + 1))

        kept = [orders.by_pk(pk) for pk in range(1, THREADS + 1)]
        assert [one and one.version for one in kept] == [2] * THREADS

    def test_an_order_is_never_seen_half_saved(self, orders: Orders) -> None:
        orders.add(_all_in(OrderStatus.APPROVED, order(1)))
        seen: list[Order | None] = []

        def save_often() -> None:
            for number in range(20):
                read = orders.by_pk(1)
                assert read is not None
                status = OrderStatus.APPROVED if number % 2 else OrderStatus.CANCELED
                orders.save(_all_in(status, read))

        def read_often() -> None:
            for _ in range(20):
                seen.extend((orders.by_pk(1), orders.by_number("ORD-000001")))

        at_once([save_often, read_often, read_often])

        assert len(seen) == 80
        assert all(one is not None and one == _all_in(one.status, one) for one in seen)


def at_once(calls: Iterable[Callable[[], _Result]]) -> list[_Result]:
    """Call all in threads of their own that start together; return what they return.

    The threads take turns as often as Python lets them, so that what is not done in one
    go is likely to be interrupted.
    """
    waiting = list(calls)
    start = Barrier(len(waiting))

    def begin(call: Callable[[], _Result]) -> _Result:
        start.wait(timeout=10)
        return call()

    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(len(waiting)) as threads:
            return list(threads.map(begin, waiting))
    finally:
        sys.setswitchinterval(usual)


def _save(orders: Orders, changed: Order) -> Callable[[], Order | None]:
    """A call that returns the saved order, or None when it was stale."""

    def save() -> Order | None:
        try:
            return orders.save(changed)
        except StaleOrderError:
            return None

    return save


def _add(orders: Orders, new: Order) -> Callable[[], Order | None]:
    """A call that returns the added order, or None when it was there already."""

    def add() -> Order | None:
        try:
            orders.add(new)
        except DuplicateOrderError:
            return None
        return new

    return add


def _append(orders: Orders, name: str, pk: int = 1) -> Callable[[], None]:
    """A call that adds an attempt, however often it has to read the order again."""

    def append() -> None:
        saved = None
        while saved is None:
            read = orders.by_pk(pk)
            assert read is not None
            saved = _save(orders, evolve(read, attempts=(*read.attempts, attempt(name))))()

    return append


def _all_in(status: OrderStatus, one: Order) -> Order:
    """The order and each of its parts telling of the same status."""
    items = tuple(item(pk, status=status) for pk in (101, 102))
    attempts = (attempt("a", note=status.value),)
    return evolve(one, status=status, notes=status.value, items=items, attempts=attempts)
