"""Where orders are kept."""

from typing import Protocol

from order_domain.decisions import LoggedDecision
from order_domain.orders import Order
from order_domain.visibility import LatestOrders


class Orders(Protocol):
    """Keeps orders whole: items, requests and attempts with them.

    Any method may raise ``StorageUnavailableError``. What was to be added or saved is then
    kept whole or not at all, and which of them is not known: the answer to the commit may be
    what was lost. Whoever wants to know reads the order again.
    """

    def by_pk(self, pk: int) -> Order | None:
        """Return the order with this pk as last saved; None when there is none."""
        ...

    def by_number(self, number: str) -> Order | None:
        """Return the order with this number as last saved; None when there is none."""
        ...

    def by_item(self, item_pk: int) -> Order | None:
        """Return the order that has an item of this pk; None when there is none."""
        ...

    def by_image(self, name: str) -> Order | None:
        """Return the order that has a request with a picture of this name; None for none."""
        ...

    def latest(self, customer_id: int) -> LatestOrders | None:
        """Return the customer's latest orders; None when the customer has none.

        Orders of one creation time count as created in the order of their pks.
        """
        ...

    def add(self, order: Order) -> None:
        """Keep a new order with all that belongs to it.

        Raises:
            DuplicateOrderError: its pk or number, or the pk of one of its items, is
                taken; nothing is kept.
        """
        ...

    def save(
        self, order: Order, *, was: Order | None = None, decision: LoggedDecision | None = None
    ) -> Order:
        """Replace the order of the same pk, and log the decision behind it, all or nothing.

        The version kept must be the order's own; the order returned has the next one,
        and every request and every picture of a request in it a pk.

        Args:
            order: as it is to be kept.
            was: the order as it was read or saved in the same version. What has not
                changed since then need not be written again.
            decision: what led to it.

        Raises:
            StaleOrderError: the kept version is another, or there is no such order.
            DuplicateOrderError: its number, or the pk of a new item, is another order's.
        """
        ...
