"""Whether an order's address may still change.

Source: order-management, "Request Order Address Change"; domain description, section 6.
"""

from enum import StrEnum

from order_domain.orders import Order
from order_domain.statuses import SHIPPED_OR_BEYOND


class AddressType(StrEnum):
    """Which address of an order to change."""

    SHIPPING = "shipping"
    BILLING = "billing"


def is_address_fixed(order: Order) -> bool:
    """Whether the order, or any of its items, is shipped or beyond."""
    if order.status in SHIPPED_OR_BEYOND:
        return True
    return any(item.status in SHIPPED_OR_BEYOND for item in order.items)
