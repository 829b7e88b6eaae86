"""New requests are handed to the back office, each until it is known there."""

from collections.abc import Sequence
from functools import partial

import pytest
from attrs import evolve

from order_adapters.memory import InMemoryWorklist
from order_domain.orders import Order
from order_domain.ports import (
    OmnitronGarbledError,
    OmnitronUnavailableError,
    RequestRefused,
    SetAside,
    StorageUnavailableError,
    Task,
    TaskKind,
)
from order_domain.statuses import CancellationRequestStatus as Status
from order_domain.use_cases.sync_requests import PAUSE, Synced
from unit.examples import NOW, a_request, an_item, an_order
from unit.use_cases.rounds import LEASE, TICK, Ghosts, KilledError, RoundsShop, raising
from unit.use_cases.shop import requests_of


def asked(count: int = 1) -> Order:
    """An order of an item with as many open requests."""
    requests = tuple(a_request(f"r-{n}") for n in range(count))
    return an_order(an_item(quantity=count + 1, requests=requests))


def another() -> Order:
    """Another order with a request."""
    item = an_item(8, requests=(evolve(a_request("r-8"), order_item=8),))
    return evolve(an_order(item), pk=8, number="N8")


def decided(order: Order, status: Status, uuids: Sequence[str]) -> Order:
    """The order after somebody ended these requests."""
    item = order.items[0]
    requests = tuple(
        evolve(each, status=status) if each.uuid in uuids else each
        for each in item.cancellation_requests
    )
    return evolve(order, items=(evolve(item, cancellation_requests=requests),))


def test_a_new_request_is_sent_once() -> None:
    shop = RoundsShop.of(asked())

    assert shop.sync() == Synced(sent=1)
    assert shop.sync(PAUSE) == Synced()
    assert shop.omnitron.requests == {"r-0": requests_of(shop.order())[0]}
    assert shop.omnitron.requests_sent == ["r-0"]


def test_only_requests_that_nobody_has_moved_are_sent() -> None:
    moved = tuple(a_request(f"r-{n}", status=status) for n, status in enumerate(Status))
    shop = RoundsShop.of(an_order(an_item(quantity=20, requests=moved)))

    shop.sync()

    assert list(shop.omnitron.requests.values()) == [
        each for each in requests_of(shop.order()) if each.status is Status.OPEN
    ]


def test_many_are_all_sent() -> None:
    shop = RoundsShop.of(asked(50))

    assert shop.sync() == Synced(sent=50)
    assert sorted(shop.omnitron.requests_sent) == sorted(f"r-{n}" for n in range(50))


def test_one_that_omnitron_has_already_is_sent_as_well() -> None:
    shop = RoundsShop.of(asked())
    shop.omnitron.send_request(requests_of(shop.order())[0])

    assert shop.sync() == Synced(sent=1)
    assert shop.sync(PAUSE) == Synced()


def test_one_whose_answer_was_lost_is_known_when_it_is_sent_again() -> None:
    shop = RoundsShop.of(asked())
    shop.omnitron.after_request = [raising(OmnitronUnavailableError("The line broke."))]

    assert shop.sync() == Synced(problem="The line broke.")
    assert shop.sync(LEASE) == Synced(sent=1)
    assert shop.omnitron.requests_sent == ["r-0", "r-0"]
    assert len(shop.omnitron.requests) == 1


def test_one_that_is_refused_is_set_aside_and_offered_again_after_a_pause() -> None:
    # given
    shop = RoundsShop.of(asked())
    shop.omnitron.request_refusal = RequestRefused("reason: Invalid pk.")

    # when
    first = shop.sync()

    # then
    assert first == Synced(set_aside=1)
    [record] = shop.worklist.stuck()
    assert (record.kind, record.key, record.order_number) == (TaskKind.REQUEST, "r-0", "N7")
    assert (record.problem, record.since) == ("reason: Invalid pk.", shop.now)
    assert shop.sync(PAUSE - TICK) == Synced()
    assert shop.sync(TICK) == Synced(set_aside=1)
    assert shop.reported == ["Cancellation request r-0 of order N7: reason: Invalid pk."]

    shop.omnitron.request_refusal = None
    assert shop.sync(PAUSE) == Synced(sent=1)
    assert shop.problems == []


def test_an_answer_that_makes_no_sense_concerns_that_request_only() -> None:
    shop = RoundsShop.of(asked(3))
    shop.omnitron.on_request = [nothing, raising(OmnitronGarbledError("<html>"))]

    assert shop.sync() == Synced(sent=2, set_aside=1)
    assert [problem for _, problem in shop.problems] == ["<html>"]
    assert len(shop.omnitron.requests) == 2


def test_an_order_that_cannot_be_read_does_not_keep_the_others_waiting() -> None:
    shop = RoundsShop.of(asked(), another())
    shop.orders.unreadable = {7}

    assert shop.sync() == Synced(sent=1, set_aside=1)
    problem = "It cannot be worked on: UnknownStatusError: 'eaten' is no status."
    assert shop.problems == [("r-0", problem)]

    shop.orders.unreadable.clear()
    assert shop.sync(PAUSE) == Synced(sent=1)
    assert shop.problems == []


def test_a_database_that_goes_away_ends_the_round_and_nothing_is_set_aside() -> None:
    shop = RoundsShop.of(asked())
    shop.orders.is_away = True

    with pytest.raises(StorageUnavailableError):
        shop.sync()

    assert shop.problems == []


def nothing() -> None:
    """Nothing happens."""


@pytest.mark.parametrize("sent_before", [0, 1, 19, 20, 24])
def test_a_back_office_that_goes_down_gets_the_rest_in_the_next_round_and_that_one_later(
    sent_before: int,
) -> None:
    shop = RoundsShop.of(asked(25))
    down = raising(OmnitronUnavailableError("Down."))
    shop.omnitron.on_request = [*[nothing] * sent_before, down]

    assert shop.sync() == Synced(sent=sent_before, problem="Down.")
    assert shop.sync() == Synced(sent=25 - sent_before - 1)
    assert shop.sync(LEASE) == Synced(sent=1)
    assert len(shop.omnitron.requests_sent) == len(set(shop.omnitron.requests_sent)) == 25


def test_that_the_back_office_is_down_is_told_once_though_both_halves_of_the_round_met_it() -> None:
    shop = RoundsShop.of(asked())
    shop.omnitron.goes_down()

    down = "Omnitron was told to be down."
    assert shop.sync() == Synced(problem=down)
    assert shop.problems == []


def test_who_dies_while_sending_leaves_it_for_after_a_lease() -> None:
    shop = RoundsShop.of(asked())
    shop.omnitron.after_request = [raising(KilledError())]
    with pytest.raises(KilledError):
        shop.sync()

    assert shop.sync(LEASE - TICK) == Synced()
    assert shop.sync(TICK) == Synced(sent=1)
    assert len(shop.omnitron.requests) == 1


def test_who_dies_after_one_was_refused_before_does_not_leave_it_set_aside() -> None:
    # given
    shop = RoundsShop.of(asked())
    shop.omnitron.request_refusal = RequestRefused("No.")
    shop.sync()
    shop.omnitron.request_refusal = None
    shop.worklist = DyingWorklist(shop.worklist)
    with pytest.raises(KilledError):
        shop.sync(PAUSE)

    # when
    shop.sync(LEASE)

    # then
    assert shop.problems == []
    assert shop.worklist.waiting().requests == 0


class DyingWorklist(InMemoryWorklist):
    """The list of another, on which a process dies that notes what it told."""

    def __init__(self, other: InMemoryWorklist) -> None:
        self.__dict__ = other.__dict__
        self.dies = True

    def told(self, task: Task) -> None:
        if self.dies:
            self.dies = False
            raise KilledError
        super().told(task)


def test_a_request_that_is_being_sent_is_not_given_to_another() -> None:
    shop = RoundsShop.of(asked(2))
    others: list[Synced] = []
    shop.omnitron.on_request = [lambda: others.append(shop.sync())]

    assert shop.sync() == Synced(sent=2)
    assert others == [Synced()]
    assert sorted(shop.omnitron.requests_sent) == ["r-0", "r-1"]


@pytest.mark.parametrize("status", [Status.REJECTED, Status.COMPLETED])
def test_one_that_is_decided_after_it_was_taken_is_not_sent(status: Status) -> None:
    shop = RoundsShop.of(asked(2))
    decide = partial(decided, status=status)
    shop.omnitron.on_request = [lambda: shop.orders.save(decide(shop.order(), uuids=["r-1"]))]

    assert shop.sync() == Synced(sent=1)
    assert shop.sync(PAUSE) == Synced()
    assert shop.omnitron.requests_sent == ["r-0"]


def test_one_that_a_slow_process_could_hand_over_is_cleared() -> None:
    # given: another, who had held the process for dead, was refused and says so last
    shop = RoundsShop.of(asked())
    assert shop.sync() == Synced(sent=1)
    shop.worklist.set_aside(
        SetAside(kind=TaskKind.REQUEST, key="r-0", order_number="N7", problem="No.", since=NOW)
    )

    # when
    shop.sync()

    # then
    assert shop.problems == []


def test_one_that_was_refused_and_then_decided_is_cleared() -> None:
    shop = RoundsShop.of(asked(2))
    shop.omnitron.request_refusal = RequestRefused("No.")
    shop.sync()
    shop.orders.save(decided(shop.order(), Status.COMPLETED, ["r-0"]))

    shop.sync()

    assert shop.problems == [("r-1", "No.")]


def test_one_that_was_refused_and_whose_order_is_gone_is_cleared() -> None:
    shop = RoundsShop.of(asked())
    for kind in TaskKind:
        shop.worklist.set_aside(
            SetAside(kind=kind, key="x", order_number="N9", problem="No.", since=NOW)
        )

    shop.sync()

    assert {record.kind for record in shop.worklist.stuck()} == set(TaskKind) - {TaskKind.REQUEST}


def test_one_whose_order_is_gone_is_passed_over() -> None:
    shop = RoundsShop.of(asked())
    shop.worklist = Ghosts(shop.orders)

    assert shop.sync() == Synced(sent=1)
