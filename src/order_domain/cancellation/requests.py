"""The life of a cancellation request: opened for the back office, moved by its word.

Source: domain description, section 5. The documents name the statuses and no moves
between them; the table below is this library's, and every other move is an error.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from attrs import evolve

from order_domain.cancellation_records import (
    CancellationRequest,
    CancellationRequestImage,
    EasyReturn,
)
from order_domain.orders import Order, OrderItem
from order_domain.selections import SelectedItem, Selection
from order_domain.statuses import CANCELLED, CancellationType, OrderStatus
from order_domain.statuses import CancellationRequestStatus as Status

ALLOWED_MOVES: Mapping[Status, frozenset[Status]] = {
    Status.OPEN: frozenset(
        {
            Status.WAITING,
            Status.CONFIRMATION_WAITING,
            Status.WAITING_APPROVAL,
            Status.APPROVED,
            Status.REJECTED,
            Status.COMPLETED,
        }
    ),
    Status.WAITING: frozenset(
        {
            Status.CONFIRMATION_WAITING,
            Status.WAITING_APPROVAL,
            Status.APPROVED,
            Status.REJECTED,
            Status.COMPLETED,
        }
    ),
    Status.CONFIRMATION_WAITING: frozenset({Status.CONFIRMED, Status.REJECTED, Status.COMPLETED}),
    Status.CONFIRMED: frozenset(
        {
            Status.WAITING_APPROVAL,
            Status.APPROVED,
            Status.REJECTED,
            Status.WAITING_FOR_PAYMENT,
            Status.MANUEL_REFUND_NEED,
            Status.COMPLETED,
        }
    ),
    Status.WAITING_APPROVAL: frozenset({Status.APPROVED, Status.REJECTED, Status.COMPLETED}),
    Status.APPROVED: frozenset(
        {Status.WAITING_FOR_PAYMENT, Status.MANUEL_REFUND_NEED, Status.COMPLETED}
    ),
    Status.WAITING_FOR_PAYMENT: frozenset({Status.MANUEL_REFUND_NEED, Status.COMPLETED}),
    Status.MANUEL_REFUND_NEED: frozenset({Status.COMPLETED}),
    Status.REJECTED: frozenset(),
    Status.COMPLETED: frozenset(),
}
"""From each status, those it may become. Rejected and completed requests stay as they are."""


class MoveNotAllowedError(ValueError):
    """A request was told to become something that its status cannot become."""


def move(request: CancellationRequest, status: Status, now: datetime) -> CancellationRequest:
    """Return the request in its new status.

    Raises:
        MoveNotAllowedError: the table has no such move.
    """
    if status not in ALLOWED_MOVES[request.status]:
        raise _not_allowed(request, status)
    return evolve(request, status=status, modified_date=now)


def catch_up(request: CancellationRequest, status: Status, now: datetime) -> CancellationRequest:
    """Return the request in a status that it has reached by one or more moves.

    Whoever asks now and then how a request stands may have missed some.

    Raises:
        MoveNotAllowedError: no moves of the table lead there.
    """
    if status not in _reachable(request.status):
        raise _not_allowed(request, status)
    return evolve(request, status=status, modified_date=now)


def _not_allowed(request: CancellationRequest, status: Status) -> MoveNotAllowedError:
    return MoveNotAllowedError(
        f"Cancellation request {request.uuid} is {request.status}; it cannot become {status}."
    )


def _reachable(status: Status) -> frozenset[Status]:
    """The statuses that one or more moves lead to; no moves lead back."""
    further = (_reachable(next_one) for next_one in ALLOWED_MOVES[status])
    return ALLOWED_MOVES[status].union(*further)


def open_requests(order: Order, selection: Selection, uuids: Sequence[str], now: datetime) -> Order:
    """Return the order with one open request for each selected item.

    Args:
        order: the order that holds the items.
        selection: what is asked; a quantity of None asks for all that is left.
        uuids: a new one for each line of the selection, in its order.
        now: when the requests are made.

    Raises:
        ValueError: a line asks for more units than are left, or for none.
        KeyError: the order has no such item.
    """
    for line, uuid in zip(selection.items, uuids, strict=True):
        item = order.item(line.order_item)
        request = _request(item, line, selection, uuid, now)
        order = with_item(
            order,
            evolve(item, cancellation_requests=(*item.cancellation_requests, request)),
        )
    return order


def move_request(order: Order, uuid: str, status: Status, now: datetime) -> Order:
    """Return the order after the back office moved one of its requests, once or more often.

    A completed request that leaves nothing of its item, and no other request open on
    it, ends the item: canceled, or refunded.

    Raises:
        MoveNotAllowedError: no moves of the table lead there.
        KeyError: the order has no request of this uuid.
    """
    for item in order.items:
        for index, request in enumerate(item.cancellation_requests):
            if request.uuid == uuid:
                moved = catch_up(request, status, now)
                requests = list(item.cancellation_requests)
                requests[index] = moved
                changed = evolve(item, cancellation_requests=tuple(requests))
                return with_status_of_items(with_item(order, _ended(changed, moved)))
    raise KeyError(uuid)


def with_item(order: Order, changed: OrderItem) -> Order:
    """Return the order with the item of the same pk replaced."""
    return evolve(
        order,
        items=tuple(changed if item.pk == changed.pk else item for item in order.items),
    )


def with_status_of_items(order: Order) -> Order:
    """Return the order, cancelled itself once all its items are.

    Canceled when every item is, cancellation_waiting while one of them still waits.
    """
    statuses = {item.status for item in order.items}
    if order.status is OrderStatus.CANCELED or not statuses <= CANCELLED:
        return order
    if OrderStatus.CANCELLATION_WAITING in statuses:
        return evolve(order, status=OrderStatus.CANCELLATION_WAITING)
    return evolve(order, status=OrderStatus.CANCELED)


def _request(
    item: OrderItem, line: SelectedItem, selection: Selection, uuid: str, now: datetime
) -> CancellationRequest:
    quantity = item.quantity_left if line.quantity is None else line.quantity
    if not 1 <= quantity <= item.quantity_left:
        raise ValueError(
            f"Order item {item.pk} has {item.quantity_left} units left, {quantity} were asked for."
        )
    return CancellationRequest(
        uuid=uuid,
        order_item=item.pk,
        cancellation_type=line.cancellation_type,
        reason=line.reason,
        quantity=quantity,
        created_date=now,
        modified_date=now,
        description=line.description,
        iban=None if line.iban is None else _compact(line.iban),
        holder_name=line.holder_name,
        easy_return=_easy_return(item, line, selection),
        fully_refund_as_loyalty_money=selection.is_loyalty_money(line),
        return_policy=selection.return_policy_of(line),
        images=tuple(
            CancellationRequestImage(
                image=sent.image,
                description=sent.description,
                created_date=now,
                modified_date=now,
            )
            for sent in line.images
        ),
    )


def _compact(iban: str) -> str:
    """Return an account number as it is kept: upper case, without what makes it readable."""
    return "".join(character for character in iban.upper() if character.isalnum())


def _easy_return(item: OrderItem, line: SelectedItem, selection: Selection) -> EasyReturn | None:
    for company in item.available_easy_return_shipping_companies:
        if (
            line.cancellation_type is CancellationType.REFUND
            and company.pk == line.shipping_company
        ):
            return EasyReturn(
                shipping_company=company.shipping_company,
                pickup_address=selection.pickup_address_of(line),
                pickup_date=line.pickup_date,
            )
    return None


def _ended(item: OrderItem, request: CancellationRequest) -> OrderItem:
    nothing_open = item.active_cancellation_request is None
    if request.status is not Status.COMPLETED or item.quantity_left or not nothing_open:
        return item
    ends = {
        CancellationType.CANCEL: OrderStatus.CANCELED,
        CancellationType.REFUND: OrderStatus.REFUNDED,
    }
    return evolve(item, status=ends[request.cancellation_type])
