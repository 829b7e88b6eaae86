"""Lists of orders, present and archived."""

from typing import Protocol

from order_domain.archive import OldOrder
from order_domain.documents import WrittenOrder
from order_domain.lists import ArchiveQuery, OrderFilter, Page, Window
from order_domain.orders import Order


class OrderHistory(Protocol):
    """Shows customers their orders: written out already, where it keeps them so."""

    def page(
        self, customer_id: int, wanted: OrderFilter, window: Window
    ) -> Page[Order | WrittenOrder]:
        """Return a part of the customer's orders, newest first.

        Newest by creation, those of one time by pk. The number of statements does not
        depend on the number of rows.
        """
        ...

    def by_pk(self, customer_id: int, pk: int) -> Order | WrittenOrder | None:
        """Return an order of this customer; None when it is not theirs."""
        ...


class Archive(Protocol):
    """Knows customers' archived orders."""

    def page(self, customer_id: int, query: ArchiveQuery, window: Window) -> Page[OldOrder]:
        """Return a part of the customer's archived orders, sorted as the query says."""
        ...

    def by_pk(self, customer_id: int, pk: int) -> OldOrder | None:
        """Return an archived order of this customer; None when it is not theirs."""
        ...
