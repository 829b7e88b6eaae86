"""A customer looks at their orders.

Source: users-orders, "List authenticated user's orders" and the two that follow; domain
description, sections 1 and 7. A guest sees the latest order alone, whatever pk they name:
the highest pk, and on the cancellation page the one created last.
"""

from order_domain.cancellation.policy import POLICY, Rule
from order_domain.customers import Customer
from order_domain.lists import OrderFilter, Page, Window
from order_domain.orders import Order
from order_domain.ports import Clock, OrderHistory, Orders, Settings
from order_domain.use_cases.viewing import ViewedOrder, viewed


def list_orders(
    customer: Customer,
    wanted: OrderFilter,
    window: Window,
    *,
    orders: Orders,
    history: OrderHistory,
    settings: Settings,
    clock: Clock,
    policy: tuple[Rule, ...] = POLICY,
) -> Page[ViewedOrder]:
    """Return a part of the customer's orders, newest first; for a guest the latest alone."""
    if customer.is_guest:
        page = _only(_latest(customer, orders), wanted, window)
    else:
        page = history.page(customer.id, wanted, window)
    rules, now = settings.current().cancellation_rules, clock()
    return Page(page.count, tuple(viewed(order, rules, now, policy) for order in page.rows))


def view_order(
    pk: int,
    customer: Customer,
    *,
    orders: Orders,
    settings: Settings,
    clock: Clock,
    policy: tuple[Rule, ...] = POLICY,
) -> ViewedOrder | None:
    """Return the customer's order; for a guest the one of the highest pk. None for nobody's."""
    order = _latest(customer, orders) if customer.is_guest else _own(pk, customer, orders)
    if order is None:
        return None
    return viewed(order, settings.current().cancellation_rules, clock(), policy)


def view_order_for_cancellation(
    pk: int,
    customer: Customer,
    *,
    orders: Orders,
    settings: Settings,
    clock: Clock,
    policy: tuple[Rule, ...] = POLICY,
) -> ViewedOrder | None:
    """Return the customer's order; for a guest the one created last. None for nobody's."""
    order = _latest_created(customer, orders) if customer.is_guest else _own(pk, customer, orders)
    if order is None:
        return None
    return viewed(order, settings.current().cancellation_rules, clock(), policy)


def _own(pk: int, customer: Customer, orders: Orders) -> Order | None:
    order = orders.by_pk(pk)
    return order if order is not None and order.customer_id == customer.id else None


def _latest(customer: Customer, orders: Orders) -> Order | None:
    latest = orders.latest(customer.id)
    return None if latest is None else orders.by_pk(latest.by_pk)


def _latest_created(customer: Customer, orders: Orders) -> Order | None:
    latest = orders.latest(customer.id)
    return None if latest is None else orders.by_pk(latest.by_creation)


def _only(order: Order | None, wanted: OrderFilter, window: Window) -> Page[Order]:
    """The list of at most one order."""
    rows = (order,) if order is not None and wanted.matches(order) else ()
    return Page(len(rows), rows[window.offset : window.offset + window.limit])
