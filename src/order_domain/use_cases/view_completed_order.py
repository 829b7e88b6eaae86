"""Show a customer the order they have just completed.

Source: order-management, "Get Completed Order Details"; domain description, section 6.
"""

from order_domain.cancellation.policy import POLICY, Rule
from order_domain.customers import Customer
from order_domain.ports import Clock, OrderNumberSigner, Orders, Settings
from order_domain.use_cases.find_order import order_by_number
from order_domain.use_cases.viewing import ViewedOrder, viewed

__all__ = ["view_completed_order"]


def view_completed_order(
    token: str,
    customer: Customer,
    *,
    signer: OrderNumberSigner,
    orders: Orders,
    settings: Settings,
    clock: Clock,
    policy: tuple[Rule, ...] = POLICY,
) -> ViewedOrder | None:
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
    return viewed(order, settings.current().cancellation_rules, clock(), policy)
