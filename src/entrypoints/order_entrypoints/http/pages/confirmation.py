"""What the confirmation page shows of an order, ready to be written down."""

from collections.abc import Iterable
from datetime import datetime

from attrs import frozen

from order_domain.orders import ZERO, Order, OrderItem
from order_domain.reasons import CancellationReason
from order_domain.statuses import (
    CANCELLED,
    CancellationRequestStatus,
    CancellationType,
    OrderStatus,
)
from order_domain.use_cases.viewing import ViewedOrder
from order_entrypoints.http.pages.formats import Moment, address_lines, moment, money
from order_entrypoints.languages.language import Language

STATUS_ONCE_CANCELLED = OrderStatus.CANCELLATION_WAITING
"""The status that an item gets by a direct cancellation."""

_ASKED = {
    CancellationType.CANCEL: "Cancellation requested",
    CancellationType.REFUND: "Refund requested",
}


@frozen(kw_only=True)
class ItemView:
    """An item.

    Attributes:
        note: what its status does not tell: parts cancelled, requests; or empty.
        discount: what came off the price; None when nothing did.
        is_cancelled: its status is canceled or waits for that.
        cancelled: units cancelled so far.
        left: units that can still be chosen.
    """

    pk: int
    name: str
    quantity: int
    status: str
    note: str
    price: str
    discount: str | None
    is_cancelled: bool
    cancelled: int
    left: int


@frozen(kw_only=True)
class Confirmation:
    """The whole page.

    Attributes:
        amounts: label and amount of what makes up the total.
        choices: the items whose cancellation would not be refused.
        deadline: last moment for cancelling at once; None without a time limit.
        deadline_has_passed: whether it is over.
        reasons: those that a cancellation may give.
    """

    number: str
    placed: Moment
    status: str
    items: tuple[ItemView, ...]
    amounts: tuple[tuple[str, str], ...]
    total: str
    shipping_address: tuple[str, ...]
    billing_address: tuple[str, ...]
    choices: tuple[ItemView, ...]
    deadline: Moment | None
    deadline_has_passed: bool
    reasons: tuple[CancellationReason, ...]


def confirmation(
    found: ViewedOrder,
    reasons: Iterable[CancellationReason],
    language: Language,
    now: datetime,
) -> Confirmation:
    """Write down an order and what can be done with it.

    Args:
        found: the order.
        reasons: all of the shop's; the active ones for a cancellation are offered.
        language: for the statuses.
        now: an aware datetime.
    """
    order, until = found.order, found.direct_until
    items = tuple(_item_view(order, item, language) for item in order.items)
    return Confirmation(
        number=order.number,
        placed=moment(order.created_date),
        status=language.label(order.status),
        items=items,
        amounts=_amounts(order),
        total=money(order.amount, order.currency),
        shipping_address=address_lines(order.shipping_address),
        billing_address=address_lines(order.billing_address),
        choices=tuple(item for item in items if item.pk in found.cancellable and item.left),
        deadline=None if until is None else moment(until),
        deadline_has_passed=until is not None and until < now,
        reasons=tuple(reason for reason in reasons if _is_offered(reason)),
    )


def note_on(order: Order, item: OrderItem) -> str:
    """Return what an item's status does not tell of its cancellation; empty when nothing."""
    notes: list[str] = []
    cancelled = _units_cancelled(item)
    if cancelled and item.status not in CANCELLED:
        notes.append(f"{cancelled} of {item.quantity} cancelled")
    request = item.active_cancellation_request
    if request is not None:
        part = f" for {request.quantity} of {item.quantity}"
        asked = _ASKED[request.cancellation_type]
        notes.append(asked if request.quantity == item.quantity else asked + part)
    elif _is_under_way(order, item):
        notes.append("Cancellation in progress")
    return ", ".join(notes)


def _item_view(order: Order, item: OrderItem, language: Language) -> ItemView:
    discount = item.discount_amount or ZERO
    return ItemView(
        pk=item.pk,
        name=item.product.name,
        quantity=item.quantity,
        status=language.label(item.status),
        note=note_on(order, item),
        price=money(item.price, order.currency),
        discount=money(-discount, order.currency) if discount else None,
        is_cancelled=item.status in CANCELLED,
        cancelled=_units_cancelled(item),
        left=item.quantity_left,
    )


def _amounts(order: Order) -> tuple[tuple[str, str], ...]:
    """The parts of the total; the items' is what is left of it, so that they add up."""
    items = order.amount_without_discount - order.shipping_amount
    parts = [("Items", money(items, order.currency))]
    if order.discount_amount:
        parts.append(("Discount", money(-order.discount_amount, order.currency)))
    parts.append(("Shipping", money(order.shipping_amount, order.currency)))
    return tuple(parts)


def _units_cancelled(item: OrderItem) -> int:
    """Units cancelled directly, and by requests that the back office completed.

    Imported requests may ask for more than there is, or for all without a quantity.
    """
    requested = sum(
        request.quantity
        for request in item.cancellation_requests
        if request.status is CancellationRequestStatus.COMPLETED
        and request.cancellation_type is CancellationType.CANCEL
    )
    return min(item.quantity, item.cancelled_quantity + requested)


def _is_under_way(order: Order, item: OrderItem) -> bool:
    return any(attempt.is_under_way and attempt.concerns(item.pk) for attempt in order.attempts)


def _is_offered(reason: CancellationReason) -> bool:
    return reason.is_active and reason.cancellation_type is CancellationType.CANCEL
