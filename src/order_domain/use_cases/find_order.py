"""Find an order for somebody who asks for it."""

from order_domain.customers import Customer
from order_domain.orders import Order
from order_domain.ports import Orders
from order_domain.visibility import is_visible


def order_by_number(number: str, customer: Customer, *, orders: Orders) -> Order | None:
    """Return the order if this customer may see it; None also when there is none."""
    return _visible(orders.by_number(number), customer, orders)


def order_by_pk(pk: int, customer: Customer, *, orders: Orders) -> Order | None:
    """Return the order if this customer may see it; None also when there is none."""
    return _visible(orders.by_pk(pk), customer, orders)


def order_by_item(item_pk: int, customer: Customer, *, orders: Orders) -> Order | None:
    """Return the order of this item if the customer may see it; None also when there is none."""
    return _visible(orders.by_item(item_pk), customer, orders)


def order_by_image(name: str, customer: Customer, *, orders: Orders) -> Order | None:
    """Return the order that this picture is in if the customer may see it; None otherwise."""
    return _visible(orders.by_image(name), customer, orders)


def _visible(order: Order | None, customer: Customer, orders: Orders) -> Order | None:
    if order is None:
        return None
    latest = orders.latest(customer.id) if customer.is_guest else None
    return order if is_visible(order, customer, latest) else None
