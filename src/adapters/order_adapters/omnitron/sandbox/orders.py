"""Omnitron's view of the orders: which entries they have, and which of them it cancelled."""

from collections.abc import Callable, Collection, Iterator
from threading import Lock
from typing import TypeAlias

from attrs import frozen

from order_adapters.omnitron.sandbox.pks import (
    ENTRIES_AN_ITEM,
    entry_pk,
    order_pk,
    our_order_pk,
)
from order_domain.orders import Order, OrderItem
from order_domain.statuses import CANCELLED, SHIPPED_OR_BEYOND, OrderStatus

FindOrder: TypeAlias = Callable[[str], Order | None]
"""Looks an order up by its number."""

FindOrderByPk: TypeAlias = Callable[[int], Order | None]
"""Looks an order up by our pk."""


@frozen(kw_only=True)
class Entry:
    """What Omnitron ships or cancels: an order item, or one unit of it."""

    pk: int
    remote_id: str
    status: OrderStatus


@frozen(kw_only=True)
class EntriedOrder:
    """An order as Omnitron has it."""

    pk: int
    number: str
    remote_id: str
    status: OrderStatus
    entries: tuple[Entry, ...]


class EntryError(Exception):
    """An entry cannot be cancelled; ``code`` says why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class OmnitronOrders:
    """Lays what was cancelled here over the orders that are looked up; thread-safe."""

    def __init__(
        self, find_order: FindOrder, find_order_by_pk: FindOrderByPk, *, lists_units: bool
    ) -> None:
        self._find_order = find_order
        self._find_order_by_pk = find_order_by_pk
        self._lists_units = lists_units
        self._cancelled: set[int] = set()
        self._lock = Lock()

    def by_number(self, number: str) -> EntriedOrder | None:
        """Return the order with this number as it stands; None when there is none."""
        order = self._find_order(number)
        return None if order is None else self._seen(order)

    def by_pk(self, pk: int) -> EntriedOrder | None:
        """Return the order with this pk of Omnitron's; None when there is none."""
        return self.by_our_pk(our_order_pk(pk))

    def by_our_pk(self, pk: int) -> EntriedOrder | None:
        """Return the order that has this pk here; None when there is none."""
        order = self._find_order_by_pk(pk)
        return None if order is None else self._seen(order)

    def cancel(self, order: EntriedOrder, pks: Collection[int]) -> None:
        """Cancel these entries, all or none.

        Raises:
            EntryError: one of them is not the order's, or cannot be cancelled any more.
        """
        entries = {entry.pk: entry for entry in order.entries}
        with self._lock:
            for pk in pks:
                if pk not in entries:
                    raise EntryError("order_item_unknown", f"Order item {pk} does not exist.")
                status = OrderStatus.CANCELLATION_WAITING
                if pk not in self._cancelled:
                    status = entries[pk].status
                if status in CANCELLED | SHIPPED_OR_BEYOND:
                    message = f"Order item {pk} is {status} and cannot be cancelled."
                    raise EntryError("order_item_not_cancellable", message)
            self._cancelled.update(pks)

    def _seen(self, order: Order) -> EntriedOrder:
        with self._lock:
            entries = tuple(entry for item in order.items for entry in self._entries(item))
        all_cancelled = {entry.status for entry in entries} <= CANCELLED
        waits = all_cancelled and order.status not in CANCELLED
        return EntriedOrder(
            pk=order_pk(order.pk),
            number=order.number,
            remote_id=str(order.pk),
            status=OrderStatus.CANCELLATION_WAITING if waits else order.status,
            entries=entries,
        )

    def _entries(self, item: OrderItem) -> Iterator[Entry]:
        for pk, is_cancelled in self._units(item).items():
            status = item.status
            if is_cancelled and status not in CANCELLED:
                status = OrderStatus.CANCELLATION_WAITING
            yield Entry(pk=pk, remote_id=str(item.pk), status=status)

    def _units(self, item: OrderItem) -> dict[int, bool]:
        """The pk of each of the item's entries → whether it was cancelled.

        Units that the order itself knows to be cancelled count even when this process has
        not cancelled them: an earlier one did.
        """
        if item.quantity > ENTRIES_AN_ITEM or not (item.units_listed and self._lists_units):
            pk = entry_pk(item.pk)
            return {pk: pk in self._cancelled or item.cancelled_quantity >= item.quantity}
        pks = [entry_pk(item.pk, unit) for unit in range(item.quantity)]
        units = {pk: pk in self._cancelled for pk in pks}
        unaccounted = item.cancelled_quantity - sum(units.values())
        for pk in [pk for pk in pks if not units[pk]][: max(0, unaccounted)]:
            units[pk] = True
        return units
