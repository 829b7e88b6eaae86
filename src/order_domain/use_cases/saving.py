"""Save an order with what came of a cancellation: requests, or an attempt's end."""

from collections.abc import Sequence

from attrs import frozen

from order_domain.cancellation.attempts import CancelOutcome, settle
from order_domain.cancellation.policy import Reason
from order_domain.cancellation.requests import open_requests
from order_domain.cancellation_records import CancellationRequest
from order_domain.orders import Order
from order_domain.ports import Clock, NewUuid, Orders, StaleOrderError
from order_domain.selections import Selection
from order_domain.use_cases.keep_pictures import KeptPictures

TRIES = 10
"""How often an order that others keep saving is read again before giving up."""


@frozen
class RequestsCreated:
    """The back office has to decide.

    Attributes:
        requests: one for each selected item, saved.
        reasons: why it was not direct, by the policy; empty when Omnitron was in the way.
        note: what Omnitron answered or what broke, when it was in the way.
    """

    requests: tuple[CancellationRequest, ...]
    reasons: tuple[Reason, ...] = ()
    note: str = ""


def save_requests(
    order: Order,
    selection: Selection,
    kept: KeptPictures,
    *,
    orders: Orders,
    clock: Clock,
    new_uuid: NewUuid,
) -> RequestsCreated:
    """Open a request for each line, with its pictures, and save the order.

    Raises:
        StaleOrderError: the order was saved by someone else meanwhile.
        StorageUnavailableError: of the repository or of the store of pictures.
    """
    uuids = uuids_for(selection, new_uuid)
    saved = orders.save(open_requests(order, kept.in_selection(selection), uuids, clock()))
    kept.are_named()
    return RequestsCreated(requests_named(saved, uuids))


def settle_and_save(
    order: Order,
    attempt_id: str,
    outcome: CancelOutcome,
    uuids: Sequence[str],
    *,
    orders: Orders,
    clock: Clock,
) -> Order:
    """Settle an attempt on the newest state of its order, and save that.

    Raises:
        StaleOrderError: others kept saving the order; the attempt stays claimed.
    """
    for _ in range(TRIES):
        try:
            return orders.save(settle(order, attempt_id, outcome, uuids, clock()))
        except StaleOrderError:
            order = _again(order, orders)
    raise StaleOrderError(order.number)


def _again(order: Order, orders: Orders) -> Order:
    newest = orders.by_pk(order.pk)
    if newest is None:
        raise StaleOrderError(order.number)
    return newest


def uuids_for(selection: Selection, new_uuid: NewUuid) -> tuple[str, ...]:
    """Return a new uuid for each line of a selection."""
    return tuple(new_uuid() for _ in selection.items)


def requests_named(order: Order, uuids: Sequence[str]) -> tuple[CancellationRequest, ...]:
    """Return the order's requests of these uuids, by item and age."""
    return tuple(
        request
        for item in order.items
        for request in item.cancellation_requests
        if request.uuid in uuids
    )
