"""Orders out of the database, any number of them by the same four statements."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import Connection, RowMapping, Select, Table, bindparam, select

from order_adapters.sqlalchemy.mapping import attempt_of, images_of, item_of, order_of, request_of
from order_adapters.sqlalchemy.tables import (
    cancellation_attempts,
    cancellation_request_images,
    cancellation_requests,
    order_items,
    orders,
)
from order_domain.cancellation_records import CancellationAttempt, CancellationRequest
from order_domain.orders import Order, OrderItem

MOST_AT_ONCE = 1000
"""Orders in one statement; far below the parameters that either database allows."""


def _parts(table: Table) -> Select[*tuple[object, ...]]:
    return (
        select(table)
        .where(table.c.order_pk.in_(bindparam("pks", expanding=True)))
        .order_by(table.c.order_pk, table.c.position)
    )


_BY_PKS = select(orders).where(orders.c.pk.in_(bindparam("pks", expanding=True)))
_BY_NUMBER = select(orders).where(orders.c.number == bindparam("number"))
_BY_ITEM = select(orders).where(
    orders.c.pk.in_(select(order_items.c.order_pk).where(order_items.c.pk == bindparam("item_pk")))
)
_BY_IMAGE = select(orders).where(
    orders.c.pk.in_(
        select(cancellation_request_images.c.order_pk).where(
            cancellation_request_images.c.name == bindparam("name")
        )
    )
)
_ITEMS = _parts(order_items)
_REQUESTS = _parts(cancellation_requests)
_ATTEMPTS = _parts(cancellation_attempts)


def by_pks(connection: Connection, pks: Collection[int]) -> dict[int, Order]:
    """Return the orders with these pks, by pk; at most ``MOST_AT_ONCE``."""
    rows = connection.execute(_BY_PKS, {"pks": list(pks)}).mappings().all()
    return {order.pk: order for order in whole(connection, rows)}


def by_number(connection: Connection, number: str) -> Order | None:
    """Return the order with this number; None when there is none."""
    rows = connection.execute(_BY_NUMBER, {"number": number}).mappings().all()
    return next(iter(whole(connection, rows)), None)


def by_item(connection: Connection, item_pk: int) -> Order | None:
    """Return the order that has this item; None when there is none."""
    rows = connection.execute(_BY_ITEM, {"item_pk": item_pk}).mappings().all()
    return next(iter(whole(connection, rows)), None)


def by_image(connection: Connection, name: str) -> Order | None:
    """Return the order that has a picture of this name; None when there is none."""
    rows = connection.execute(_BY_IMAGE, {"name": name}).mappings().all()
    # An order that lost its last picture keeps the picture's row: no save looks for it.
    found = whole(connection, rows)
    return next((one for one in found if any(each.image == name for each in images_of(one))), None)


def whole(connection: Connection, rows: Sequence[RowMapping]) -> list[Order]:
    """Return the orders of these rows with all their parts, in the rows' order."""
    if not rows:
        return []
    pks = [row["pk"] for row in rows]
    requests = _requests(connection, pks)
    items = _items(connection, pks, requests)
    attempts = _attempts(connection, pks)
    return [order_of(row, items[row["pk"]], attempts[row["pk"]]) for row in rows]


def _items(
    connection: Connection, pks: list[int], requests: dict[int, list[CancellationRequest]]
) -> dict[int, list[OrderItem]]:
    """Items by order."""
    found: dict[int, list[OrderItem]] = defaultdict(list)
    for row in connection.execute(_ITEMS, {"pks": pks}).mappings():
        found[row["order_pk"]].append(item_of(row, requests[row["pk"]]))
    return found


def _requests(connection: Connection, pks: list[int]) -> dict[int, list[CancellationRequest]]:
    """Requests by order item."""
    found: dict[int, list[CancellationRequest]] = defaultdict(list)
    for row in connection.execute(_REQUESTS, {"pks": pks}).mappings():
        found[row["order_item"]].append(request_of(row))
    return found


def _attempts(connection: Connection, pks: list[int]) -> dict[int, list[CancellationAttempt]]:
    """Attempts by order."""
    found: dict[int, list[CancellationAttempt]] = defaultdict(list)
    for row in connection.execute(_ATTEMPTS, {"pks": pks}).mappings():
        found[row["order_pk"]].append(attempt_of(row))
    return found
