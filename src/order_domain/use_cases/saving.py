"""Save an order with what came of a cancellation."""

from collections.abc import Callable, Sequence

from attrs import frozen

from order_domain.cancellation.decision import Reason
from order_domain.cancellation.requests import open_requests
from order_domain.cancellation_records import CancellationRequest
from order_domain.decisions import LoggedDecision
from order_domain.orders import Order
from order_domain.ports import (
    Clock,
    NewUuid,
    Orders,
    StaleOrderError,
    StorageUnavailableError,
)
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
    decision: LoggedDecision,
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
    asked = open_requests(order, kept.in_selection(selection), uuids, clock())
    saved = save_with_pictures(asked, order, kept, decision, orders=orders)
    return RequestsCreated(requests_named(saved, uuids), reasons=decision.reasons)


def save_with_pictures(
    order: Order, was: Order, kept: KeptPictures, decision: LoggedDecision, *, orders: Orders
) -> Order:
    """Save an order that names the kept pictures, with the decision that led to it.

    Args:
        order: as it is to be kept.
        was: as it was read.
        kept: the pictures.
        decision: about them.
        orders: where orders are kept.

    Raises:
        StaleOrderError: the order was saved by someone else meanwhile.
        StorageUnavailableError: of the repository. It may have saved the order all the
            same and lost only the word of it, so the pictures stay.
    """
    try:
        saved = orders.save(order, was=was, decision=decision)
    except StorageUnavailableError:
        kept.may_be_named()
        raise
    kept.are_named()
    return saved


def save_newest(order: Order, change: Callable[[Order], Order], *, orders: Orders) -> Order:
    """Save a change of an order, made again on its newest state should others save it.

    Args:
        order: as it was read.
        change: what to do with it; when it returns the order itself nothing is saved.
        orders: where orders are kept.

    Raises:
        StaleOrderError: others kept saving the order, or it is gone.
    """
    for _ in range(TRIES):
        changed = change(order)
        if changed is order:
            return order
        try:
            return orders.save(changed, was=order)
        except StaleOrderError:
            order = newest(order, orders=orders)
    raise StaleOrderError(order.number)


def newest(order: Order, *, orders: Orders) -> Order:
    """Return the order as last saved.

    Raises:
        StaleOrderError: it is gone.
    """
    found = orders.by_pk(order.pk)
    if found is None:
        raise StaleOrderError(order.number)
    return found


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
