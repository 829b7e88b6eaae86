"""Cancellation requests: opened within what is left, moved only as the table allows."""

from datetime import date, time
from itertools import product

import pytest
from attrs import evolve

from order_domain.cancellation.requests import (
    ALLOWED_MOVES,
    MoveNotAllowedError,
    move,
    move_request,
    open_requests,
    with_item,
    with_status_of_items,
)
from order_domain.cancellation_records import CancellationRequest, EasyReturn
from order_domain.orders import Order
from order_domain.selections import PickupDate, SelectedItem
from order_domain.statuses import CancellationRequestStatus as Status
from order_domain.statuses import CancellationType, OrderStatus
from unit.examples import (
    COURIER,
    LATER,
    NOW,
    a_request,
    a_selection,
    an_item,
    an_order,
    cancel,
    refund,
)

MOVES = {
    "open": "waiting confirmation_waiting waiting_approval approved rejected completed",
    "waiting": "confirmation_waiting waiting_approval approved rejected completed",
    "confirmation_waiting": "confirmed rejected completed",
    "confirmed": (
        "waiting_approval approved rejected waiting_for_payment manuel_refund_need completed"
    ),
    "waiting_approval": "approved rejected completed",
    "approved": "waiting_for_payment manuel_refund_need completed",
    "waiting_for_payment": "manuel_refund_need completed",
    "manuel_refund_need": "completed",
    "rejected": "",
    "completed": "",
}
ALLOWED = {(source, target) for source, targets in MOVES.items() for target in targets.split()}


@pytest.mark.parametrize(
    ("source", "target"), list(product(Status, Status)), ids=lambda status: status.value
)
def test_a_request_moves_only_along_the_table(source: Status, target: Status) -> None:
    request = a_request(status=source)

    if (source.value, target.value) in ALLOWED:
        assert move(request, target, LATER) == evolve(request, status=target, modified_date=LATER)
        return
    with pytest.raises(MoveNotAllowedError, match=rf"request-1 is {source}; .* become {target}\."):
        move(request, target, LATER)


def test_every_status_leads_to_an_end_and_an_end_leads_nowhere() -> None:
    ends = {status for status, targets in ALLOWED_MOVES.items() if not targets}
    leading = ends
    while more := {s for s, targets in ALLOWED_MOVES.items() if targets & leading} - leading:
        leading = leading | more

    assert ends == {Status.REJECTED, Status.COMPLETED}
    assert leading == set(Status)


def test_a_request_takes_what_was_asked() -> None:
    line = evolve(cancel(1, quantity=2), description="Too blue.")
    selection = evolve(a_selection(line), fully_refund_as_loyalty_money=True, return_policy=True)

    order = open_requests(an_order(an_item(quantity=3)), selection, ["u-1"], NOW)

    assert order.items[0].cancellation_requests == (
        CancellationRequest(
            uuid="u-1",
            order_item=1,
            cancellation_type=CancellationType.CANCEL,
            reason=3,
            quantity=2,
            created_date=NOW,
            modified_date=NOW,
            status=Status.OPEN,
            description="Too blue.",
            fully_refund_as_loyalty_money=True,
            return_policy=True,
        ),
    )


def test_each_line_opens_one_request_on_its_item_with_its_uuid() -> None:
    order = an_order(an_item(1), an_item(2), an_item(3))

    changed = open_requests(order, a_selection(cancel(3), cancel(1)), ["u-3", "u-1"], NOW)

    uuids = [[request.uuid for request in item.cancellation_requests] for item in changed.items]
    assert uuids == [["u-1"], [], ["u-3"]]
    assert evolve(changed, items=order.items) == order


def test_a_request_without_a_quantity_asks_for_all_that_is_left() -> None:
    rejected = a_request("u-0", quantity=3, status=Status.REJECTED)
    order = an_order(an_item(quantity=5, cancelled=1, requests=(rejected,)))

    changed = open_requests(order, a_selection(), ["u-1"], NOW)

    opened = changed.items[0].cancellation_requests[1]
    assert (opened.uuid, opened.quantity) == ("u-1", 4)
    assert changed.items[0].quantity_left == 0


@pytest.mark.parametrize("quantity", [0, -1, 3])
def test_a_request_for_none_or_more_than_is_left_is_refused(quantity: int) -> None:
    order = an_order(an_item(quantity=3, cancelled=1))

    with pytest.raises(ValueError, match=f"item 1 has 2 units left, {quantity} were asked for"):
        open_requests(order, a_selection(cancel(quantity=quantity)), ["u-1"], NOW)


def test_a_request_for_all_that_is_left_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="0 units left, 0 were asked for"):
        open_requests(an_order(an_item(cancelled=1)), a_selection(), ["u-1"], NOW)


@pytest.mark.parametrize("uuids", [[], ["u-1"], ["u-1", "u-2", "u-3"]])
def test_every_line_needs_a_uuid_of_its_own(uuids: list[str]) -> None:
    order = an_order(an_item(1), an_item(2))

    with pytest.raises(ValueError, match=r"zip\(\)"):
        open_requests(order, a_selection(cancel(1), cancel(2)), uuids, NOW)


PICKUP = PickupDate(date(2025, 6, 5), time(9), time(12))
BY_COURIER = evolve(refund(), shipping_company=5, pickup_date=PICKUP)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            BY_COURIER,
            EasyReturn(
                shipping_company=COURIER.shipping_company,
                pickup_address=41,
                pickup_date=PICKUP,
            ),
        ),
        (evolve(BY_COURIER, shipping_company=6), None),
        (evolve(BY_COURIER, shipping_company=None), None),
        (evolve(BY_COURIER, cancellation_type=CancellationType.CANCEL), None),
    ],
    ids=["offered", "not offered", "none chosen", "nothing to fetch for a cancel"],
)
def test_a_refund_by_an_offered_company_is_an_easy_return(
    line: SelectedItem, expected: EasyReturn | None
) -> None:
    item = evolve(an_item(), available_easy_return_shipping_companies=(COURIER,))
    selection = evolve(a_selection(line), pickup_address=41)

    order = open_requests(an_order(item), selection, ["u-1"], NOW)

    assert order.items[0].cancellation_requests[0].easy_return == expected


def requested(order: Order, uuid: str) -> Status:
    return next(
        request.status
        for item in order.items
        for request in item.cancellation_requests
        if request.uuid == uuid
    )


def test_only_the_request_named_is_moved() -> None:
    requests = (a_request("u-1"), a_request("u-2"), a_request("u-3"))
    order = an_order(an_item(1), an_item(2, quantity=3, requests=requests))

    changed = move_request(order, "u-2", Status.WAITING, LATER)

    statuses = [requested(changed, uuid) for uuid in ("u-1", "u-2", "u-3")]
    assert statuses == [Status.OPEN, Status.WAITING, Status.OPEN]
    assert changed.status is order.status


def test_a_move_that_is_not_allowed_is_an_error() -> None:
    order = an_order(an_item(requests=(a_request(status=Status.COMPLETED),)))

    with pytest.raises(MoveNotAllowedError, match="request-1 is completed"):
        move_request(order, "request-1", Status.OPEN, LATER)


def test_a_request_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError, match="u-9"):
        move_request(an_order(), "u-9", Status.WAITING, LATER)


@pytest.mark.parametrize(
    ("cancellation_type", "of_item", "of_order"),
    [("cancel", "canceled", "canceled"), ("refund", "refunded", "delivered")],
)
def test_a_completed_request_for_all_ends_the_item(
    cancellation_type: str, of_item: str, of_order: str
) -> None:
    request = a_request(cancellation_type=CancellationType.parse(cancellation_type))
    item = an_item(1, OrderStatus.DELIVERED, requests=(request,))
    order = an_order(item, status=OrderStatus.DELIVERED)

    changed = move_request(order, "request-1", Status.COMPLETED, LATER)

    assert (changed.items[0].status.value, changed.status.value) == (of_item, of_order)


@pytest.mark.parametrize(
    ("quantity", "others", "status"),
    [
        (2, (), Status.COMPLETED),
        (2, (a_request("u-2"),), Status.COMPLETED),
        (1, (), Status.REJECTED),
        (1, (), Status.APPROVED),
    ],
    ids=["a unit is left", "another request is open", "rejected", "approved only"],
)
def test_an_item_goes_on_while_anything_of_it_is_undecided(
    quantity: int, others: tuple[CancellationRequest, ...], status: Status
) -> None:
    order = an_order(an_item(quantity=quantity, requests=(a_request("u-1"), *others)))

    changed = move_request(order, "u-1", status, LATER)

    assert changed.items[0].status is OrderStatus.APPROVED
    assert changed.status is OrderStatus.APPROVED


def test_the_last_of_several_requests_to_complete_ends_the_item() -> None:
    requests = (a_request("u-1", status=Status.COMPLETED), a_request("u-2"))
    order = an_order(an_item(quantity=3, cancelled=1, requests=requests))

    changed = move_request(order, "u-2", Status.COMPLETED, LATER)

    assert changed.items[0].status is OrderStatus.CANCELED


@pytest.mark.parametrize(
    ("of_items", "before", "after"),
    [
        (["canceled", "canceled"], "approved", "canceled"),
        (["canceled", "cancellation_waiting"], "approved", "cancellation_waiting"),
        (["cancellation_waiting"], "preparing", "cancellation_waiting"),
        (["canceled", "canceled"], "cancellation_waiting", "canceled"),
        (["canceled", "approved"], "approved", "approved"),
        (["canceled", "refunded"], "delivered", "delivered"),
        (["canceled", "cancellation_waiting"], "canceled", "canceled"),
    ],
)
def test_an_order_is_cancelled_once_all_its_items_are(
    of_items: list[str], before: str, after: str
) -> None:
    items = [an_item(pk, OrderStatus.parse(status)) for pk, status in enumerate(of_items, start=1)]

    order = with_status_of_items(an_order(*items, status=OrderStatus.parse(before)))

    assert order.status.value == after


def test_an_item_takes_the_place_of_the_one_with_its_pk() -> None:
    order = an_order(an_item(1), an_item(2), an_item(3))
    changed = an_item(2, OrderStatus.SHIPPED)

    assert with_item(order, changed).items == (an_item(1), changed, an_item(3))
