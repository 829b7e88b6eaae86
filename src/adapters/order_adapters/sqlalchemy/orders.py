"""Orders in a SQL database."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, bindparam, func, select
from sqlalchemy.exc import IntegrityError

from order_adapters.sqlalchemy.decision_log import insert_decision
from order_adapters.sqlalchemy.documents import document_row, replace_document
from order_adapters.sqlalchemy.limits import can_hold
from order_adapters.sqlalchemy.mapping import order_rows
from order_adapters.sqlalchemy.order_reading import (
    MOST_AT_ONCE,
    by_image,
    by_item,
    by_number,
    by_pks,
)
from order_adapters.sqlalchemy.order_writing import insert_order, replace_order, request_pks
from order_adapters.sqlalchemy.sequences import move_request_pks_past
from order_adapters.sqlalchemy.tables import orders
from order_adapters.sqlalchemy.transactions import reading, writing
from order_domain.decisions import LoggedDecision
from order_domain.documents import OrderForm
from order_domain.orders import Order
from order_domain.ports import DuplicateOrderError, StaleOrderError
from order_domain.visibility import LatestOrders

_CUSTOMER = orders.c.customer_id == bindparam("customer_id")
_LATEST = select(
    select(func.max(orders.c.pk)).where(_CUSTOMER).scalar_subquery(),
    select(orders.c.pk)
    .where(_CUSTOMER)
    .order_by(orders.c.created_date.desc(), orders.c.pk.desc())
    .limit(1)
    .scalar_subquery(),
)


class SqlOrders:
    """Keeps orders (port :class:`order_domain.ports.Orders`)."""

    def __init__(self, engine: Engine, form: OrderForm | None = None) -> None:
        """Use a migrated database.

        Args:
            engine: the database.
            form: orders are written out in it too when they are saved, unless a cancellation
                of them is under way.
        """
        self._engine = engine
        self._form = form

    def by_pk(self, pk: int) -> Order | None:
        """Return the order with this pk as last saved; None when there is none."""
        return next(iter(self.many((pk,))), None)

    def by_number(self, number: str) -> Order | None:
        """Return the order with this number as last saved; None when there is none."""
        if not can_hold(number):
            return None
        with reading(self._engine) as connection:
            return by_number(connection, number)

    def many(self, pks: Sequence[int]) -> tuple[Order, ...]:
        """Return the orders with these pks in the order asked for, without unknown ones.

        Four statements for up to a thousand orders, whatever their size, and all of
        them as they were at one moment.
        """
        possible = [pk for pk in pks if can_hold(pk)]
        found: dict[int, Order] = {}
        with reading(self._engine) as connection:
            for start in range(0, len(possible), MOST_AT_ONCE):
                found |= by_pks(connection, possible[start : start + MOST_AT_ONCE])
        return tuple(found[pk] for pk in possible if pk in found)

    def by_item(self, item_pk: int) -> Order | None:
        """Return the order that has an item of this pk; None when there is none."""
        if not can_hold(item_pk):
            return None
        with reading(self._engine) as connection:
            return by_item(connection, item_pk)

    def by_image(self, name: str) -> Order | None:
        """Return the order that has a request with a picture of this name; None for none."""
        if not can_hold(name):
            return None
        with reading(self._engine) as connection:
            return by_image(connection, name)

    def latest(self, customer_id: int) -> LatestOrders | None:
        """Return the customer's latest orders; None when the customer has none."""
        if not can_hold(customer_id):
            return None
        with reading(self._engine) as connection:
            newest, newest_created = connection.execute(_LATEST, {"customer_id": customer_id}).one()
        return None if newest is None else LatestOrders(newest, newest_created)

    def add(self, order: Order) -> None:
        """Keep a new order with all that belongs to it.

        Raises:
            DuplicateOrderError: its pk or number, or the pk of one of its items, is
                taken; nothing is kept.
        """
        highest = max(request_pks(order_rows(order)), default=0)
        with _taken_keys(order), writing(self._engine) as connection:
            move_request_pks_past(connection, highest)
            kept = insert_order(connection, order)
            self._write_out(connection, kept)

    def save(
        self, order: Order, *, was: Order | None = None, decision: LoggedDecision | None = None
    ) -> Order:
        """Replace the order of the same pk, and log the decision behind it, all or nothing.

        Args:
            order: as it is to be kept.
            was: the order in the same version; what has not changed since is not written.
            decision: what led to it.

        Raises:
            StaleOrderError: the kept version is another, or there is no such order.
            DuplicateOrderError: its number, or the pk of a new item, is another order's.
        """
        with _taken_keys(order), writing(self._engine) as connection:
            saved = replace_order(connection, order, was)
            if saved is not None:
                self._write_out(connection, saved)
            if saved is not None and decision is not None:
                insert_decision(connection, decision)
        if saved is None:
            raise StaleOrderError(order.number, f"version {order.version} is not the newest")
        return saved

    def _write_out(self, connection: Connection, order: Order) -> None:
        # What is under way is soon saved again; until then the order is shown whole.
        is_settled = not any(attempt.is_under_way for attempt in order.attempts)
        if self._form is not None and is_settled:
            replace_document(connection, document_row(order, self._form))


@contextmanager
def _taken_keys(order: Order) -> Generator[None]:
    try:
        yield
    except IntegrityError as error:
        raise DuplicateOrderError(
            f"Order {order.number} shares a key with another order: {error.orig}"
        ) from error
