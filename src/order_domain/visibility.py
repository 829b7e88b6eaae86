"""Who may see and change which order.

Source: users-orders, "Guest User Behavior"; domain description, section 1.
"""

from collections.abc import Collection

from order_domain.customers import Customer
from order_domain.orders import Order


def is_visible(order: Order, customer: Customer, latest: Collection[int]) -> bool:
    """Whether the order is the customer's, and for a guest one of the latest.

    Args:
        order: the order asked for.
        customer: who asks.
        latest: pks of the customer's latest orders: the highest pk, and the one created
            last, which the documents use for different pages.
    """
    if order.customer_id != customer.id:
        return False
    return not customer.is_guest or order.pk in latest
