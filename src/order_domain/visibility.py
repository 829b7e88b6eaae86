"""Who may see and change which order.

Source: users-orders, "Guest User Behavior"; domain description, section 1.
"""

from attrs import frozen

from order_domain.customers import Customer
from order_domain.orders import Order


@frozen
class LatestOrders:
    """Which of a customer's orders is the latest; the documents mean two things by it.

    Attributes:
        by_pk: the highest pk, for order list and detail.
        by_creation: pk of the order created last, for the cancellation page.
    """

    by_pk: int
    by_creation: int


def is_visible(order: Order, customer: Customer, latest: LatestOrders | None) -> bool:
    """Whether the order is the customer's, and for a guest one of the latest.

    Args:
        order: the order asked for.
        customer: who asks.
        latest: the customer's latest orders; None when not known, as it need not be
            of a registered customer.
    """
    if order.customer_id != customer.id:
        return False
    if not customer.is_guest:
        return True
    return latest is not None and order.pk in {latest.by_pk, latest.by_creation}
