"""What an item becomes once Omnitron has cancelled units of it."""

from datetime import datetime

from attrs import evolve

from order_domain.cancellation.requests import catch_up
from order_domain.cancellation.rules import NEVER_CANCELLABLE
from order_domain.cancellation_records import CancellationAttempt, CancellationRequest
from order_domain.orders import OrderItem
from order_domain.selections import SelectedItem
from order_domain.statuses import (
    CancellationRequestStatus,
    CancellationType,
    OrderStatus,
)


def cancelled(
    item: OrderItem, line: SelectedItem, attempt: CancellationAttempt, now: datetime
) -> OrderItem:
    """Return the item after the attempt's units of it were cancelled at Omnitron.

    Requests made since the claim speak for the same units: they are completed first, and
    only what they leave is counted as cancelled directly.
    """
    units = item.quantity_left if line.quantity is None else line.quantity
    requests: list[CancellationRequest] = []
    for request in item.cancellation_requests:
        ended = request
        if _speaks_for(attempt, request) and request.quantity <= units:
            units -= request.quantity
            if request.is_open:
                ended = catch_up(request, CancellationRequestStatus.COMPLETED, now)
        requests.append(ended)
    item = evolve(item, cancellation_requests=tuple(requests))
    units = min(units, item.quantity_left)
    item = evolve(item, cancelled_quantity=item.cancelled_quantity + units)
    if item.quantity_left or item.status in NEVER_CANCELLABLE:
        return item
    return evolve(item, status=OrderStatus.CANCELLATION_WAITING)


def _speaks_for(attempt: CancellationAttempt, request: CancellationRequest) -> bool:
    """Whether a request asks for, or was granted, units that the attempt was to cancel."""
    if request.status is CancellationRequestStatus.REJECTED:
        return False
    meanwhile = request.created_date >= attempt.claimed_at
    cancels = request.cancellation_type is CancellationType.CANCEL
    return request.uuid in attempt.requests or (meanwhile and cancels and request.is_open)
