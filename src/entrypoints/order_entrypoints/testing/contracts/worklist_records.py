"""Requests are known again, and records wait for a person."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from attrs import evolve

from order_domain.cancellation_records import UNDER_WAY, AttemptState
from order_domain.ports import KnownRequest, Orders, SetAside, Task, TaskKind, Waiting, Worklist
from order_domain.statuses import CancellationRequestStatus as Status
from order_entrypoints.testing.contracts.orders_at_once import THREADS, at_once
from order_entrypoints.testing.contracts.worklist_orders import DUE, LEASE, with_requests
from order_entrypoints.testing.samples import NOW, attempt


class RecordsSetAside:
    """Requests are known by their uuids, and what needs a person stands on a list."""

    @pytest.fixture
    def orders(self) -> Orders:
        """Return where orders are kept, empty."""
        raise NotImplementedError

    @pytest.fixture
    def worklist(self) -> Worklist:
        """Return the adapter, on the same orders."""
        raise NotImplementedError

    def test_requests_are_known_by_their_uuids(self, orders: Orders, worklist: Worklist) -> None:
        orders.add(with_requests(1, "a", "b"))
        orders.add(with_requests(2, "c", status=Status.REJECTED))

        known = worklist.known_requests(["c", "a", "nobody's", "nul \0", "half \ud800", ""])

        assert known == {
            "a": KnownRequest(1, Status.OPEN),
            "c": KnownRequest(2, Status.REJECTED),
        }

    def test_it_is_known_which_requests_were_told(self, orders: Orders, worklist: Worklist) -> None:
        orders.add(with_requests(1, "a", "b"))

        worklist.told(Task(TaskKind.REQUEST, "a", 1))

        known = worklist.known_requests(["a", "b"])
        assert {uuid: one.is_told for uuid, one in known.items()} == {"a": True, "b": False}

    def test_of_no_uuids_none_is_known(self, orders: Orders, worklist: Worklist) -> None:
        orders.add(with_requests(1, "a"))

        assert worklist.known_requests([]) == {}

    def test_many_requests_are_known_at_once(self, orders: Orders, worklist: Worklist) -> None:
        uuids = [f"r{number}" for number in range(500)]
        orders.add(with_requests(1, *uuids))

        assert set(worklist.known_requests([*uuids, *(f"x{uuid}" for uuid in uuids)])) == set(uuids)

    def test_a_record_stays_on_the_list_until_it_is_cleared(self, worklist: Worklist) -> None:
        assert worklist.set_aside(record())

        assert worklist.stuck() == (record(),)
        worklist.clear(TaskKind.ATTEMPT, "a")
        assert worklist.stuck() == ()
        assert worklist.set_aside(record())

    def test_a_record_that_is_there_is_no_news(self, worklist: Worklist) -> None:
        worklist.set_aside(record())

        assert not worklist.set_aside(evolve(record(), since=NOW + LEASE))
        assert worklist.stuck() == (record(),)

    def test_another_problem_is_news_and_keeps_its_age(self, worklist: Worklist) -> None:
        worklist.set_aside(record())
        other = evolve(record(), problem="Eaten.", order_number="N9", since=NOW + LEASE)

        assert worklist.set_aside(other)
        assert worklist.stuck() == (evolve(other, since=NOW),)
        assert not worklist.set_aside(other)

    def test_records_of_different_kinds_do_not_mind_each_other(self, worklist: Worklist) -> None:
        for kind in TaskKind:
            assert worklist.set_aside(evolve(record(), kind=kind))

        worklist.clear(TaskKind.REQUEST, "a")

        assert {one.kind for one in worklist.stuck()} == {TaskKind.ATTEMPT, TaskKind.UPDATE}

    def test_the_oldest_record_comes_first(self, worklist: Worklist) -> None:
        for key, minutes in (("b", 2), ("c", 3), ("a", 1)):
            worklist.set_aside(evolve(record(key), since=NOW - timedelta(minutes=minutes)))

        assert [one.key for one in worklist.stuck()] == ["c", "b", "a"]

    def test_what_is_not_on_the_list_can_be_cleared(self, worklist: Worklist) -> None:
        worklist.clear(TaskKind.ATTEMPT, "nobody's")

        assert worklist.stuck() == ()

    @pytest.mark.parametrize("text", ["", "Köln \U0001f9e6", "x" * 100_000, "a\nb'\"%s:c"])
    def test_any_text_can_be_set_aside(self, worklist: Worklist, text: str) -> None:
        odd = evolve(record(), problem=text, order_number=text[:50])

        worklist.set_aside(odd)

        assert worklist.stuck() == (odd,)

    def test_of_many_who_set_a_record_aside_at_once_one_has_news(self, worklist: Worklist) -> None:
        for key in ("a", "b", "c"):
            news = at_once(_set_aside(worklist, record(key)) for _ in range(THREADS))

            assert sorted(news) == [False] * (THREADS - 1) + [True]

    def test_what_is_to_be_done_is_counted(self, orders: Orders, worklist: Worklist) -> None:
        # given
        every_state = tuple(attempt(f"a-{state}", state=state) for state in AttemptState)
        orders.add(evolve(with_requests(1, "r1", "r2", "r3"), attempts=every_state))
        orders.add(with_requests(2, "r4", status=Status.WAITING))
        worklist.set_aside(record())

        # when
        worklist.told(Task(TaskKind.REQUEST, "r1", 1))
        worklist.take_requests(NOW, LEASE, 1)
        worklist.take_attempts(DUE, LEASE, 1)

        # then
        assert worklist.waiting() == Waiting(attempts=len(UNDER_WAY), requests=2, set_aside=1)


def record(key: str = "a") -> SetAside:
    """Return an attempt that was set aside at ``NOW``."""
    return SetAside(
        kind=TaskKind.ATTEMPT, key=key, order_number="N1", problem="Garbled.", since=NOW
    )


def _set_aside(worklist: Worklist, one: SetAside) -> Callable[[], bool]:
    return lambda: worklist.set_aside(one)
