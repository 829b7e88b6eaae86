"""The back office's word is followed, and what cannot be followed is set aside."""

import pytest
from attrs import evolve

from order_domain.cancellation.requests import ALLOWED_MOVES
from order_domain.orders import Order
from order_domain.ports import (
    OmnitronGarbledError,
    OmnitronUnavailableError,
    RequestUpdate,
    StorageUnavailableError,
    TaskKind,
    UnreadableUpdate,
    Updates,
)
from order_domain.statuses import CancellationRequestStatus as Status
from order_domain.statuses import OrderStatus
from order_domain.use_cases.saving import TRIES
from order_domain.use_cases.sync_requests import PAUSE, Synced
from unit.examples import a_request, an_item, an_order
from unit.use_cases.rounds import RoundsShop
from unit.use_cases.shop import BusyOmnitron, requests_of, untouched


def with_requests(*statuses: Status) -> Order:
    """An order of an item with requests in these statuses."""
    requests = tuple(a_request(f"r-{n}", status=status) for n, status in enumerate(statuses))
    return an_order(an_item(quantity=len(statuses) + 1, requests=requests))


def a_shop(*statuses: Status) -> RoundsShop:
    """A shop whose back office knows the new ones of these already."""
    shop = RoundsShop.of(with_requests(*statuses))
    shop.sync()
    return shop


def statuses(shop: RoundsShop) -> list[Status]:
    return [each.status for each in requests_of(shop.order())]


def tell(shop: RoundsShop, *statuses: Status) -> None:
    """The back office lists its requests, each as it stands now."""
    shop.omnitron.moves = [RequestUpdate(f"r-{n}", status) for n, status in enumerate(statuses)]


def test_a_status_is_followed_and_then_is_no_news() -> None:
    shop = a_shop(Status.OPEN)
    tell(shop, Status.WAITING)

    assert shop.sync(PAUSE) == Synced(moved=1)
    assert statuses(shop) == [Status.WAITING]
    assert requests_of(shop.order())[0].modified_date == shop.now
    version = shop.order().version
    assert shop.sync(PAUSE) == Synced()
    assert shop.order().version == version


def test_a_status_that_was_reached_unseen_is_followed() -> None:
    shop = a_shop(Status.OPEN)
    tell(shop, Status.MANUEL_REFUND_NEED)

    assert shop.sync() == Synced(moved=1)
    assert statuses(shop) == [Status.MANUEL_REFUND_NEED]


def test_an_item_whose_last_unit_is_granted_is_canceled() -> None:
    shop = RoundsShop.of(an_order(an_item(requests=(a_request("r-0"),))))
    tell(shop, Status.COMPLETED)

    assert shop.sync() == Synced(sent=1, moved=1)
    assert shop.order().items[0].status is OrderStatus.CANCELED
    assert shop.order().status is OrderStatus.CANCELED


def test_an_order_that_cannot_be_read_does_not_keep_the_others_waiting() -> None:
    other = an_item(8, requests=(evolve(a_request("r-1"), order_item=8),))
    shop = RoundsShop.of(with_requests(Status.OPEN), evolve(an_order(other), pk=8, number="N8"))
    shop.sync()
    tell(shop, Status.WAITING, Status.WAITING)
    shop.orders.unreadable = {7}

    assert shop.sync(PAUSE) == Synced(moved=1, set_aside=1)
    problem = "It cannot be worked on: UnknownStatusError: 'eaten' is no status."
    assert shop.problems == [("r-0", problem)]

    shop.orders.unreadable.clear()
    assert shop.sync(PAUSE) == Synced(moved=1)
    assert shop.sync(PAUSE) == Synced()
    assert shop.problems == []


def test_a_database_that_goes_away_ends_the_round_and_nothing_is_set_aside() -> None:
    shop = a_shop(Status.OPEN)
    tell(shop, Status.WAITING)
    shop.orders.is_away = True

    with pytest.raises(StorageUnavailableError):
        shop.sync()

    assert shop.problems == []


def test_each_of_many_pages_is_followed() -> None:
    shop = a_shop(*[Status.OPEN] * 25)
    shop.omnitron.page_size = 4
    tell(shop, *[Status.APPROVED] * 25)

    assert shop.sync() == Synced(moved=25)
    assert statuses(shop) == [Status.APPROVED] * 25


def test_a_move_that_is_not_allowed_is_set_aside_and_reported_once() -> None:
    # given
    shop = a_shop(Status.REJECTED, Status.OPEN)
    tell(shop, Status.COMPLETED, Status.WAITING)

    # when
    rounds = [shop.sync(), shop.sync(PAUSE)]

    # then
    assert rounds == [Synced(moved=1, set_aside=1), Synced(set_aside=1)]
    problem = "Cancellation request r-0 is rejected; it cannot become completed."
    [record] = shop.worklist.stuck()
    assert (record.kind, record.key, record.order_number, record.problem) == (
        TaskKind.UPDATE,
        "r-0",
        "N7",
        problem,
    )
    assert shop.reported == [f"Cancellation request r-0 of order N7: {problem}"]
    assert statuses(shop) == [Status.REJECTED, Status.WAITING]


@pytest.mark.parametrize("start", list(Status))
@pytest.mark.parametrize("end", list(Status))
def test_what_the_back_office_says_is_followed_or_set_aside(start: Status, end: Status) -> None:
    shop = a_shop(start)
    tell(shop, end)

    done = shop.sync()

    if start is end:
        assert done == Synced()
    elif end in ALLOWED_MOVES[start]:
        assert done == Synced(moved=1)
    assert done.moved + done.set_aside == (start is not end)
    assert (statuses(shop) == [end]) is not bool(done.set_aside)


def test_what_was_set_aside_is_cleared_once_both_agree() -> None:
    shop = a_shop(Status.WAITING)
    tell(shop, Status.OPEN)
    shop.sync()
    assert len(shop.problems) == 1

    tell(shop, Status.WAITING)

    assert shop.sync() == Synced()
    assert shop.problems == []


def test_an_update_that_cannot_be_read_is_set_aside_and_the_others_are_followed() -> None:
    # given
    shop = a_shop(Status.OPEN, Status.OPEN)
    shop.omnitron.page_size = 2
    shop.omnitron.moves = [
        UnreadableUpdate("r-0", "status: Expected a status, got 'eaten'."),
        UnreadableUpdate("", "Expected an object."),
        RequestUpdate("r-1", Status.REJECTED),
    ]

    # when
    rounds = [shop.sync(), shop.sync(PAUSE)]

    # then
    assert rounds == [Synced(set_aside=2, moved=1), Synced(set_aside=2)]
    assert statuses(shop) == [Status.OPEN, Status.REJECTED]
    assert sorted(shop.problems) == [
        ("", "Expected an object."),
        ("r-0", "status: Expected a status, got 'eaten'."),
    ]
    assert sorted(shop.reported) == [
        "Cancellation request : Expected an object.",
        "Cancellation request r-0: status: Expected a status, got 'eaten'.",
    ]


def test_updates_of_requests_that_are_not_ours_are_counted() -> None:
    shop = a_shop(Status.OPEN)
    shop.omnitron.moves = [RequestUpdate(uuid, Status.WAITING) for uuid in ("x", "r-0", "y")]

    assert shop.sync() == Synced(unknown=2, moved=1)
    assert shop.problems == []


@pytest.mark.parametrize("error", [OmnitronUnavailableError, OmnitronGarbledError])
def test_a_page_that_cannot_be_read_ends_the_round_and_keeps_what_was_done(
    error: type[Exception],
) -> None:
    shop = a_shop(Status.OPEN, Status.OPEN)

    class SecondPageBroken(BusyOmnitron):
        def updates(self, page: int) -> Updates:
            if page == 2:
                raise error("Page 2 is torn.")
            return super().updates(page)

    shop.omnitron = SecondPageBroken()
    shop.omnitron.page_size = 1
    tell(shop, Status.WAITING, Status.WAITING)

    assert shop.sync() == Synced(moved=1, problem="Page 2 is torn.")
    assert statuses(shop) == [Status.WAITING, Status.OPEN]


def test_an_order_that_others_save_meanwhile_is_moved_as_it_is_now() -> None:
    shop = a_shop(Status.OPEN)
    tell(shop, Status.WAITING)
    shop.orders.interruptions = [lambda order: evolve(order, notes="Ring twice"), untouched]

    assert shop.sync() == Synced(moved=1)
    assert (statuses(shop), shop.order().notes) == ([Status.WAITING], "Ring twice")


def test_an_order_that_others_keep_saving_is_left_to_the_next_round() -> None:
    shop = a_shop(Status.OPEN)
    tell(shop, Status.WAITING)
    shop.orders.interruptions = [untouched] * TRIES

    assert shop.sync() == Synced()
    assert shop.sync() == Synced(moved=1)


def test_a_request_that_is_gone_when_its_order_is_read_again_is_let_go() -> None:
    shop = a_shop(Status.OPEN)
    tell(shop, Status.WAITING)
    shop.orders.interruptions = [
        lambda order: evolve(order, items=(evolve(order.items[0], cancellation_requests=()),))
    ]

    shop.sync()

    assert statuses(shop) == []
    assert shop.problems == []
