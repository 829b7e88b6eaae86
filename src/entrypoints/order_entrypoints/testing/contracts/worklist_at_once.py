"""Tasks are handed out once, however many take them at once."""

from collections.abc import Callable
from datetime import datetime

import pytest
from attrs import evolve

from order_domain.ports import Orders, Worklist
from order_entrypoints.testing.contracts.orders_at_once import THREADS, at_once
from order_entrypoints.testing.contracts.worklist_orders import DUE, LEASE, MOST, with_requests
from order_entrypoints.testing.samples import attempt, order


class TasksTakenAtOnce:
    """No task is handed out twice, and none is lost."""

    @pytest.fixture
    def orders(self) -> Orders:
        """Return where orders are kept, empty."""
        raise NotImplementedError

    @pytest.fixture
    def worklist(self) -> Worklist:
        """Return the adapter, on the same orders."""
        raise NotImplementedError

    def test_many_who_take_at_once_get_different_tasks_and_each_once(
        self, orders: Orders, worklist: Worklist
    ) -> None:
        # given
        for pk in range(1, 5 * THREADS + 1):
            ends = (attempt(f"a{pk}", pk * 100 + 1),)
            orders.add(evolve(with_requests(pk, f"r{pk}"), attempts=ends))
        everything = {f"{kind}{pk}" for kind in "ar" for pk in range(1, 5 * THREADS + 1)}

        # when
        taken = at_once(_take_all(worklist) for _ in range(THREADS))

        # then
        handed_out = [key for one in taken for key in one]
        assert len(handed_out) == len(set(handed_out))
        assert set(handed_out) == everything

    def test_what_dead_takers_had_is_taken_by_many_and_each_once(
        self, orders: Orders, worklist: Worklist
    ) -> None:
        for pk in range(1, 2 * THREADS + 1):
            orders.add(order(pk, attempts=(attempt(f"a{pk}", pk * 100 + 1),)))
        assert len(worklist.take_attempts(DUE, LEASE, MOST)) == 2 * THREADS

        taken = at_once(_take_all(worklist, DUE + LEASE) for _ in range(THREADS))

        handed_out = [key for one in taken for key in one]
        assert sorted(handed_out) == sorted(f"a{pk}" for pk in range(1, 2 * THREADS + 1))

    def test_taking_and_saving_at_once_loses_neither(
        self, orders: Orders, worklist: Worklist
    ) -> None:
        # given
        orders.add(with_requests(1, "r1"))

        def save_often() -> set[str]:
            for number in range(10):
                read = orders.by_pk(1)
                assert read is not None
                orders.save(evolve(read, notes=f"{number}"))
            return set()

        # when
        taken = at_once([save_often, _take_all(worklist), _take_all(worklist)])

        # then
        assert sorted(map(len, taken)) == [0, 0, 1]
        read = orders.by_pk(1)
        assert read is not None
        assert (read.version, read.notes) == (11, "9")


def _take_all(worklist: Worklist, now: datetime = DUE) -> Callable[[], list[str]]:
    """A call that takes tasks a few at a time until it gets none."""

    def take() -> list[str]:
        taken: list[str] = []
        while some := (
            *worklist.take_attempts(now, LEASE, 3),
            *worklist.take_requests(now, LEASE, 2),
        ):
            taken += [task.key for task in some]
        return taken

    return take
