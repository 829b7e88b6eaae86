"""Show a customer the order they have just completed.

Source: order-management, "Get Completed Order Details"; domain description, section 6.
"""

from datetime import datetime

from attrs import frozen

from order_domain.cancellation.flags import direct_until, is_cancellable, is_refundable
from order_domain.cancellation.policy import POLICY, Rule
from order_domain.customers import Customer
from order_domain.orders import Order
from order_domain.ports import Clock, OrderNumberSigner, Orders, Settings
from order_domain.use_cases.find_order import order_by_number

__all__ = ["CompletedOrder", "view_completed_order"]


@frozen(kw_only=True)
class CompletedOrder:
    """An order and what its customer can still do with it.

    Attributes:
        cancellable: pks of items whose cancellation would not be refused.
        refundable: pks of items whose refund would not be refused.
        direct_until: end of the shop's time limit for cancelling without a request;
            None without a limit.
    """

    order: Order
    cancellable: frozenset[int]
    refundable: frozenset[int]
    direct_until: datetime | None


def view_completed_order(
    token: str,
    customer: Customer,
    *,
    signer: OrderNumberSigner,
    orders: Orders,
    settings: Settings,
    clock: Clock,
    policy: tuple[Rule, ...] = POLICY,
) -> CompletedOrder | None:
    """Return the order that the token names, if it is this customer's.

    None for an altered or expired token, another's order and no order alike: the caller
    must not be able to tell them apart.

    Args:
        token: a signed order number.
        customer: who asks.
        signer: checks the token.
        orders: where the order is kept.
        settings: gives the cancellation rules in force.
        clock: the time now.
        policy: the rules to ask.
    """
    number = signer.unsign(token)
    order = None if number is None else order_by_number(number, customer, orders=orders)
    if order is None:
        return None
    rules, now = settings.current().cancellation_rules, clock()
    return CompletedOrder(
        order=order,
        cancellable=frozenset(
            item.pk for item in order.items if is_cancellable(order, item, rules, now, policy)
        ),
        refundable=frozenset(
            item.pk for item in order.items if is_refundable(order, item, rules, now, policy)
        ),
        direct_until=direct_until(order, rules),
    )
