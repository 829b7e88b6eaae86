"""Orders in memory."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from threading import Lock

from attrs import evolve

from order_adapters.memory.decisions import InMemoryDecisionLog
from order_domain.cancellation_records import (
    CancellationAttempt,
    CancellationRequest,
    CancellationRequestImage,
)
from order_domain.decisions import LoggedDecision
from order_domain.orders import Order, OrderItem
from order_domain.ports import DuplicateOrderError, StaleOrderError
from order_domain.visibility import LatestOrders


class InMemoryOrders:
    """Keeps orders (port :class:`order_domain.ports.Orders`); any number of threads may use it."""

    def __init__(
        self, orders: Iterable[Order] = (), *, decisions: InMemoryDecisionLog | None = None
    ) -> None:
        """Begin with these orders.

        Args:
            orders: those that are there.
            decisions: where the decisions that come with orders are logged; by default a
                log of its own.
        """
        self.decisions = InMemoryDecisionLog() if decisions is None else decisions
        self.decisions.attempts = self._attempts
        self._lock = Lock()
        self._orders: dict[int, Order] = {}
        self._request_pks = count(1)
        self._image_pks = count(1)
        for order in orders:
            self.add(order)

    def by_pk(self, pk: int) -> Order | None:
        """Return the order with this pk as last saved; None when there is none."""
        return self._orders.get(pk)

    def by_number(self, number: str) -> Order | None:
        """Return the order with this number as last saved; None when there is none."""
        with self._lock:
            return next((one for one in self._orders.values() if one.number == number), None)

    def by_item(self, item_pk: int) -> Order | None:
        """Return the order that has an item of this pk; None when there is none."""
        with self._lock:
            return next((one for one in self._orders.values() if _has(one, item_pk)), None)

    def by_image(self, name: str) -> Order | None:
        """Return the order that has a request with a picture of this name; None for none."""
        with self._lock:
            orders = self._orders.values()
            return next(
                (one for one in orders if any(image.image == name for image in _images(one))), None
            )

    def latest(self, customer_id: int) -> LatestOrders | None:
        """Return the customer's latest orders; None when the customer has none."""
        own = self.of(customer_id)
        if not own:
            return None
        newest = max(own, key=lambda one: (one.created_date, one.pk))
        return LatestOrders(by_pk=max(one.pk for one in own), by_creation=newest.pk)

    def of(self, customer_id: int) -> tuple[Order, ...]:
        """Return all of a customer's orders."""
        with self._lock:
            return tuple(one for one in self._orders.values() if one.customer_id == customer_id)

    def add(self, order: Order) -> None:
        """Keep a new order with all that belongs to it.

        Raises:
            DuplicateOrderError: its pk or number, or the pk of one of its items, is
                taken; nothing is kept.
        """
        with self._lock:
            if order.pk in self._orders:
                raise DuplicateOrderError(f"There is an order of pk {order.pk}.")
            self._check_keys(order)
            self._orders[order.pk] = self._numbered(order)

    def save(
        self,
        order: Order,
        *,
        was: Order | None = None,
        decision: LoggedDecision | None = None,
    ) -> Order:
        """Replace the order of the same pk, and log the decision behind it, all or nothing.

        Raises:
            StaleOrderError: the kept version is another, or there is no such order.
            DuplicateOrderError: its number, or the pk of a new item, is another order's.
        """
        with self._lock:
            kept = self._orders.get(order.pk)
            if kept is None or kept.version != order.version:
                raise StaleOrderError(order.number, f"version {order.version} is not the newest")
            if was is not None and was.version == kept.version and _tells(was) and was != kept:
                # All of it is replaced here; elsewhere a change that was made before would be lost.
                raise ValueError(f"was: expected order {order.number} as it is kept.")
            self._check_keys(order)
            saved = evolve(self._numbered(order), version=order.version + 1)
            self._orders[order.pk] = saved
            if decision is not None:
                self.decisions.append(decision)
        return saved

    def all(self) -> tuple[Order, ...]:
        """Return every order, by pk."""
        with self._lock:
            return tuple(self._orders[pk] for pk in sorted(self._orders))

    def _attempts(self) -> Mapping[str, CancellationAttempt]:
        return {attempt.id: attempt for order in self.all() for attempt in order.attempts}

    def _check_keys(self, order: Order) -> None:
        items = [item.pk for item in order.items]
        others = [one for one in self._orders.values() if one.pk != order.pk]
        if order.number in {one.number for one in others}:
            raise DuplicateOrderError(f"There is an order of number {order.number}.")
        taken = {item.pk for one in others for item in one.items}
        if len(set(items)) < len(items) or not taken.isdisjoint(items):
            raise DuplicateOrderError(f"An item of order {order.number} has the pk of another.")

    def _numbered(self, order: Order) -> Order:
        """The order with a pk for each of its requests, and of their pictures."""
        orders = (*self._orders.values(), order)
        used = {request.pk for one in orders for request in _requests(one)}
        used_by_images = {image.pk for one in orders for image in _images(one)}
        free = (pk for pk in self._request_pks if pk not in used)
        free_for_images = (pk for pk in self._image_pks if pk not in used_by_images)
        items = (_with_pks(item, free, free_for_images) for item in order.items)
        return evolve(order, items=tuple(items))


def _tells(was: Order) -> bool:
    """Whether it may be held against what is kept: before a save requests had no pks."""
    return all(request.pk is not None for request in _requests(was))


def _has(order: Order, item_pk: int) -> bool:
    return any(item.pk == item_pk for item in order.items)


def _requests(order: Order) -> Iterator[CancellationRequest]:
    return (request for item in order.items for request in item.cancellation_requests)


def _images(order: Order) -> Iterator[CancellationRequestImage]:
    return (image for request in _requests(order) for image in request.images)


def _with_pks(item: OrderItem, free: Iterator[int], free_for_images: Iterator[int]) -> OrderItem:
    requests = tuple(
        evolve(
            request,
            pk=next(free) if request.pk is None else request.pk,
            images=tuple(
                evolve(image, pk=next(free_for_images)) if image.pk is None else image
                for image in request.images
            ),
        )
        for request in item.cancellation_requests
    )
    return evolve(item, cancellation_requests=requests)
