"""A customer looks at their orders.

Source: users-orders, "List authenticated user's orders" and the two that follow; domain
description, sections 1 and 7. A guest sees the latest order alone, whatever pk they name:
the highest pk, and on the cancellation page the one created last.
"""

from typing import TypeAlias

from order_domain.cancellation.policy import POLICY, Rule
from order_domain.customers import Customer
from order_domain.documents import WrittenOrder
from order_domain.lists import OrderFilter, Page, Window
from order_domain.orders import Order
from order_domain.ports import Clock, OrderHistory, Orders, Settings
from order_domain.use_cases.viewing import ViewedDocument, ViewedOrder, viewed_as_kept

__all__ = ["Kept", "list_orders", "view_order", "view_order_for_cancellation"]

Kept: TypeAlias = Order | WrittenOrder
"""An order, or what was written out of it."""


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
) -> Page[ViewedOrder | ViewedDocument]:
    """Return a part of the customer's orders, newest first; for a guest the latest alone."""
    page = _page(customer, wanted, window, orders, history)
    rules, now = settings.current().cancellation_rules, clock()
    return Page(page.count, tuple(viewed_as_kept(row, rules, now, policy) for row in page.rows))


def view_order(
    pk: int,
    customer: Customer,
    *,
    orders: Orders,
    history: OrderHistory,
    settings: Settings,
    clock: Clock,
    policy: tuple[Rule, ...] = POLICY,
) -> ViewedOrder | ViewedDocument | None:
    """Return the customer's order; for a guest the one of the highest pk.

    None when the customer has no such order.
    """
    found = _latest(customer, orders) if customer.is_guest else history.by_pk(customer.id, pk)
    return _viewed(found, settings, clock, policy)


def view_order_for_cancellation(
    pk: int,
    customer: Customer,
    *,
    orders: Orders,
    history: OrderHistory,
    settings: Settings,
    clock: Clock,
    policy: tuple[Rule, ...] = POLICY,
) -> ViewedOrder | ViewedDocument | None:
    """Return the customer's order; for a guest the one created last.

    None when the customer has no such order.
    """
    if customer.is_guest:
        return _viewed(_latest_created(customer, orders), settings, clock, policy)
    return _viewed(history.by_pk(customer.id, pk), settings, clock, policy)


def _viewed(
    found: Kept | None, settings: Settings, clock: Clock, policy: tuple[Rule, ...]
) -> ViewedOrder | ViewedDocument | None:
    if found is None:
        return None
    return viewed_as_kept(found, settings.current().cancellation_rules, clock(), policy)


def _page(
    customer: Customer, wanted: OrderFilter, window: Window, orders: Orders, history: OrderHistory
) -> Page[Kept]:
    if customer.is_guest:
        return _only(_latest(customer, orders), wanted, window)
    return history.page(customer.id, wanted, window)


def _latest(customer: Customer, orders: Orders) -> Order | None:
    latest = orders.latest(customer.id)
    return None if latest is None else orders.by_pk(latest.by_pk)


def _latest_created(customer: Customer, orders: Orders) -> Order | None:
    latest = orders.latest(customer.id)
    return None if latest is None else orders.by_pk(latest.by_creation)


def _only(order: Order | None, wanted: OrderFilter, window: Window) -> Page[Kept]:
    """The list of at most one order."""
    rows: tuple[Kept, ...] = (order,) if order is not None and wanted.matches(order) else ()
    return Page(len(rows), rows[window.offset : window.offset + window.limit])
