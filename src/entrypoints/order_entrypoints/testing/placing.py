"""What comes with an order that is placed: its customer, Omnitron's list, ways to select."""

from order_domain.customers import Customer
from order_domain.orders import Order, OrderItem
from order_domain.ports import OmnitronItem, OmnitronOrder
from order_domain.reasons import CancellationReason
from order_domain.selections import SelectedItem, Selection
from order_domain.statuses import CancellationRequestStatus, CancellationType, OrderStatus

CANCEL_REASON, REFUND_REASON = 1, 2
REASONS = (
    CancellationReason(
        id=CANCEL_REASON, cancellation_type=CancellationType.CANCEL, subject="I changed my mind"
    ),
    CancellationReason(
        id=REFUND_REASON, cancellation_type=CancellationType.REFUND, subject="It does not fit"
    ),
)
"""The reasons of a shop in memory, until a test gives others: one for each type."""


def placed_by(order: Order) -> Customer:
    """Return an order's customer, as a registered one."""
    return Customer(id=order.customer_id, email=order.user_email, is_guest=False)


def all_of(order: Order, *items: int, refund: bool = False) -> Selection:
    """Select all that is left of an order's items, for a reason that the shop has.

    Args:
        order: whose items.
        items: their pks; none: all of the order's items.
        refund: whether the items are sent back.
    """
    kind = CancellationType.REFUND if refund else CancellationType.CANCEL
    reason = REFUND_REASON if refund else CANCEL_REASON
    pks = items or tuple(item.pk for item in order.items)
    lines = (SelectedItem(order_item=pk, cancellation_type=kind, reason=reason) for pk in pks)
    return Selection(items=tuple(lines))


def any_iban(text: str) -> bool:
    """Take any text for an account number (port ``IsIban``)."""
    return bool(text)


def listed(order: Order) -> OmnitronOrder:
    """Return the order as Omnitron lists it: an entry a unit, or one an item of unlisted units."""
    entries = tuple(entry for item in order.items for entry in _entries(item))
    return OmnitronOrder(pk=order.pk, number=order.number, status=order.status, items=entries)


def _entries(item: OrderItem) -> list[OmnitronItem]:
    units = item.quantity if item.units_listed else 1
    cancelled = item.cancelled_quantity + sum(
        request.quantity
        for request in item.cancellation_requests
        if request.status is CancellationRequestStatus.COMPLETED
    )
    return [
        OmnitronItem(
            pk=item.pk * 1000 + number,
            remote_id=str(item.pk),
            status=OrderStatus.CANCELED if number < cancelled else item.status,
        )
        for number in range(units)
    ]
