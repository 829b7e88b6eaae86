"""Lists of orders, and archived orders, in memory."""

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from order_adapters.memory.orders import InMemoryOrders
from order_domain.archive import OldOrder
from order_domain.documents import WrittenOrder
from order_domain.lists import ArchiveField, ArchiveQuery, OrderFilter, Page, Window
from order_domain.orders import Order
from order_domain.values import EnumValue

SortKey: TypeAlias = tuple[bool, Any, int]


class InMemoryOrderHistory:
    """Lists a customer's orders (port :class:`order_domain.ports.OrderHistory`)."""

    def __init__(self, orders: InMemoryOrders) -> None:
        """List what this repository keeps."""
        self._orders = orders

    def page(
        self, customer_id: int, wanted: OrderFilter, window: Window
    ) -> Page[Order | WrittenOrder]:
        """Return a part of the customer's orders, newest first."""
        own = [order for order in self._orders.of(customer_id) if wanted.matches(order)]
        own.sort(key=lambda order: (order.created_date, order.pk), reverse=True)
        return Page(len(own), tuple(own[window.offset : window.offset + window.limit]))

    def by_pk(self, customer_id: int, pk: int) -> Order | None:
        """Return an order of this customer; None when it is not theirs."""
        order = self._orders.by_pk(pk)
        return order if order is not None and order.customer_id == customer_id else None


class InMemoryArchive:
    """Knows archived orders (port :class:`order_domain.ports.Archive`)."""

    def __init__(self, orders: Iterable[OldOrder] = ()) -> None:
        """Begin with these orders."""
        self._orders = tuple(orders)

    def page(self, customer_id: int, query: ArchiveQuery, window: Window) -> Page[OldOrder]:
        """Return a part of the customer's archived orders, sorted as the query says."""
        own = [
            order
            for order in self._orders
            if order.customer_id == customer_id and query.matches(order)
        ]
        own.sort(key=_sorting(query.sort), reverse=query.descending)
        return Page(len(own), tuple(own[window.offset : window.offset + window.limit]))

    def by_pk(self, customer_id: int, pk: int) -> OldOrder | None:
        """Return an archived order of this customer; None when it is not theirs."""
        own = (order for order in self._orders if order.customer_id == customer_id)
        return next((order for order in own if order.pk == pk), None)


def _sorting(field: ArchiveField) -> Callable[[OldOrder], SortKey]:
    """Numbers as numbers, texts by code point, nothing before something, then by pk."""

    def key(order: OldOrder) -> SortKey:
        value = getattr(order, field)
        plain = value.value if isinstance(value, EnumValue) else value
        return plain is not None, plain, order.pk

    return key
