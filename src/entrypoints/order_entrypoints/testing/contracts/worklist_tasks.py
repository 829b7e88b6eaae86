"""Tasks are handed out to one at a time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeAlias

import pytest
from attrs import evolve

from order_domain.cancellation_records import UNDER_WAY, AttemptState
from order_domain.ports import Orders, Task, TaskKind, Waiting, Worklist
from order_domain.statuses import CancellationRequestStatus as Status
from order_entrypoints.testing.contracts.worklist_orders import (
    DUE,
    LEASE,
    MOST,
    TICK,
    attempts,
    with_attempts,
    with_requests,
)
from order_entrypoints.testing.samples import NOW, attempt, order


class TasksTaken:
    """Each task is handed out to one at a time, and again after its lease."""

    @pytest.fixture
    def orders(self) -> Orders:
        """Return where orders are kept, empty."""
        raise NotImplementedError

    @pytest.fixture
    def worklist(self) -> Worklist:
        """Return the adapter, on the same orders."""
        raise NotImplementedError

    def test_there_is_nothing_to_do_without_orders(self, worklist: Worklist) -> None:
        assert worklist.take_attempts(DUE, LEASE, MOST) == ()
        assert worklist.take_requests(DUE, LEASE, MOST) == ()

    def test_an_attempt_is_due_a_lease_after_its_claim(
        self, orders: Orders, worklist: Worklist
    ) -> None:
        orders.add(with_attempts(1, "a"))

        assert worklist.take_attempts(DUE - TICK, LEASE, MOST) == ()
        assert worklist.take_attempts(DUE, LEASE, MOST) == (Task(TaskKind.ATTEMPT, "a", 1),)

    @pytest.mark.parametrize("state", list(AttemptState))
    def test_attempts_are_handed_out_while_they_are_under_way(
        self, orders: Orders, worklist: Worklist, state: AttemptState
    ) -> None:
        orders.add(order(1, attempts=(attempt("a", state=state),)))

        assert len(worklist.take_attempts(DUE, LEASE, MOST)) == (state in UNDER_WAY)

    def test_a_request_is_due_at_once_whatever_its_date(
        self, orders: Orders, worklist: Worklist
    ) -> None:
        orders.add(with_requests(1, "a", created=NOW + timedelta(days=1)))

        assert worklist.take_requests(NOW, LEASE, MOST) == (Task(TaskKind.REQUEST, "a", 1),)

    @pytest.mark.parametrize("status", list(Status))
    def test_only_new_requests_are_handed_out(
        self, orders: Orders, worklist: Worklist, status: Status
    ) -> None:
        orders.add(with_requests(1, "a", status=status))

        assert len(worklist.take_requests(NOW, LEASE, MOST)) == (status is Status.OPEN)

    def test_the_oldest_come_first(self, orders: Orders, worklist: Worklist) -> None:
        for pk, minutes in ((1, 20), (2, 30), (3, 10)):
            at = NOW - timedelta(minutes=minutes)
            claimed = attempt(f"a{pk}", pk * 100 + 1, claimed_at=at)
            orders.add(evolve(with_requests(pk, f"r{pk}", created=at), attempts=(claimed,)))

        attempts = [worklist.take_attempts(NOW, LEASE, 1)[0].key for _ in range(3)]
        requests = [worklist.take_requests(NOW, LEASE, 1)[0].key for _ in range(3)]

        assert (attempts, requests) == (["a2", "a1", "a3"], ["r2", "r1", "r3"])

    @pytest.mark.parametrize("most", [1, 2, 3])
    def test_no_more_are_handed_out_than_are_wanted(
        self, orders: Orders, worklist: Worklist, most: int
    ) -> None:
        orders.add(evolve(with_requests(1, "r1", "r2", "r3"), attempts=attempts("a", "b", "c")))

        assert len(worklist.take_attempts(DUE, LEASE, most)) == most
        assert len(worklist.take_attempts(DUE, LEASE, MOST)) == 3 - most
        assert len(worklist.take_requests(DUE, LEASE, most)) == most
        assert len(worklist.take_requests(DUE, LEASE, MOST)) == 3 - most

    def test_a_task_whose_taker_dies_is_handed_out_after_its_lease(
        self, orders: Orders, worklist: Worklist
    ) -> None:
        for take in prepared(orders, worklist):
            [task] = take(DUE, LEASE, MOST)

            assert take(DUE, LEASE, MOST) == ()
            assert take(DUE + LEASE - TICK, LEASE, MOST) == ()
            assert take(DUE + LEASE, LEASE, MOST) == (task,)
            assert take(DUE + LEASE, LEASE, MOST) == ()

    def test_a_task_is_put_off(self, orders: Orders, worklist: Worklist) -> None:
        for take in prepared(orders, worklist):
            [task] = take(DUE, LEASE, MOST)
            later = DUE + timedelta(days=3)
            worklist.put_off(task, later)

            assert take(later - TICK, LEASE, MOST) == ()
            assert take(later, LEASE, MOST) == (task,)

    def test_a_task_is_given_back(self, orders: Orders, worklist: Worklist) -> None:
        for take in prepared(orders, worklist):
            [task] = take(DUE, LEASE, MOST)
            worklist.put_off(task, DUE)

            assert take(DUE, LEASE, MOST) == (task,)

    def test_a_request_that_the_back_office_was_told_of_is_done_with(
        self, orders: Orders, worklist: Worklist
    ) -> None:
        orders.add(with_requests(1, "a", "b"))

        worklist.told(Task(TaskKind.REQUEST, "a", 1))

        assert keys(worklist.take_requests(NOW, LEASE, MOST)) == {"b"}
        assert keys(worklist.take_requests(NOW + timedelta(days=9), LEASE, MOST)) == {"b"}

    def test_what_is_noted_of_tasks_survives_that_others_save_the_order(
        self, orders: Orders, worklist: Worklist
    ) -> None:
        # given
        orders.add(evolve(with_requests(1, "told", "taken", "free"), attempts=attempts("a")))
        worklist.told(Task(TaskKind.REQUEST, "told", 1))
        worklist.put_off(Task(TaskKind.REQUEST, "taken", 1), DUE + LEASE)
        worklist.take_attempts(DUE, LEASE, MOST)

        # when
        saved = orders.by_pk(1)
        assert saved is not None
        later = attempt("b", 102, claimed_at=DUE)
        orders.save(evolve(saved, attempts=(*saved.attempts, later), notes="saved"))

        # then
        assert keys(worklist.take_requests(DUE, LEASE, MOST)) == {"free"}
        assert worklist.take_attempts(DUE, LEASE, MOST) == ()
        assert keys(worklist.take_attempts(DUE + LEASE, LEASE, MOST)) == {"a", "b"}

    def test_what_has_ended_is_handed_out_no_more(self, orders: Orders, worklist: Worklist) -> None:
        orders.add(evolve(with_requests(1, "r"), attempts=attempts("a")))
        read = orders.by_pk(1)
        assert read is not None
        ended = evolve(read.attempts[0], state=AttemptState.ACCEPTED)
        items = with_requests(1, "r", status=Status.COMPLETED).items
        orders.save(evolve(read, attempts=(ended,), items=items))

        assert worklist.take_attempts(DUE, LEASE, MOST) == ()
        assert worklist.take_requests(DUE, LEASE, MOST) == ()

    def test_what_is_not_there_can_be_told_and_put_off(self, worklist: Worklist) -> None:
        for kind in (TaskKind.ATTEMPT, TaskKind.REQUEST):
            worklist.put_off(Task(kind, "gone", 9), DUE)
        worklist.told(Task(TaskKind.REQUEST, "gone", 9))

        assert worklist.waiting() == Waiting(attempts=0, requests=0, set_aside=0)

    def test_an_update_is_not_handed_out(self, worklist: Worklist) -> None:
        with pytest.raises(ValueError, match="A task of kind update is not handed out"):
            worklist.put_off(Task(TaskKind.UPDATE, "a", 1), DUE)


Take: TypeAlias = Callable[[datetime, timedelta, int], tuple[Task, ...]]


def prepared(orders: Orders, worklist: Worklist) -> tuple[Take, Take]:
    """Keep an order with one task of each kind; return how either is taken."""
    orders.add(evolve(with_requests(1, "r"), attempts=attempts("a")))
    return worklist.take_attempts, worklist.take_requests


def keys(tasks: tuple[Task, ...]) -> set[str]:
    """Return the keys of tasks."""
    return {task.key for task in tasks}
