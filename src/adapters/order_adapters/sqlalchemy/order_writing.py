"""Orders into the database, whole."""

from collections.abc import Iterator, Sequence

from attrs import evolve
from sqlalchemy import Connection, bindparam, insert, update

from order_adapters.sqlalchemy.documents import insert_documents
from order_adapters.sqlalchemy.mapping import OrderRows, order_row, order_rows
from order_adapters.sqlalchemy.order_images import keep_images
from order_adapters.sqlalchemy.order_parts import (
    ATTEMPTS,
    ITEMS,
    REQUESTS,
    insert_requests,
    insert_rows,
    kept_rows,
    replace,
    replace_requests,
)
from order_adapters.sqlalchemy.sequences import move_image_pks_past, move_request_pks_past
from order_adapters.sqlalchemy.tables import cancellation_request_images, orders
from order_domain.orders import Order, OrderItem

_INSERT = insert(orders)
_INSERT_IMAGES = insert(cancellation_request_images)
_UPDATE = update(orders).where(
    orders.c.pk == bindparam("kept_pk"), orders.c.version == bindparam("kept_version")
)


def insert_order(connection: Connection, order: Order) -> Order:
    """Insert an order with all its parts.

    Returns:
        The order with a pk for each request and picture.

    Raises:
        sqlalchemy.exc.IntegrityError: a key is taken.
    """
    insert_rows(connection, _INSERT, [order_row(order)])
    order = keep_images(connection, order)
    return _with_request_pks(order, iter(_insert_parts(connection, [order_rows(order)])))


def insert_orders(connection: Connection, new: Sequence[OrderRows]) -> None:
    """Insert orders with all their parts, whose pictures have pks.

    Raises:
        sqlalchemy.exc.IntegrityError: a key is taken.
    """
    requests = (pk for rows in new for pk in request_pks(rows))
    move_request_pks_past(connection, max(requests, default=0))
    images = (pk for rows in new for pk in image_pks(rows))
    move_image_pks_past(connection, max(images, default=0))
    insert_rows(connection, _INSERT, [rows.order for rows in new])
    insert_rows(connection, _INSERT_IMAGES, [row for rows in new for row in rows.images])
    _insert_parts(connection, new)
    insert_documents(connection, [row for rows in new for row in rows.documents])


def _insert_parts(connection: Connection, new: Sequence[OrderRows]) -> Sequence[int]:
    """Insert all parts; return the pks given to requests that had none, in their order."""
    insert_rows(connection, ITEMS.insert, [row for rows in new for row in rows.items])
    pks = insert_requests(connection, [row for rows in new for row in rows.requests])
    insert_rows(connection, ATTEMPTS.insert, [row for rows in new for row in rows.attempts])
    return pks


def image_pks(rows: OrderRows) -> list[int]:
    """Return the pks that came with the pictures of the order's requests."""
    return [pk for row in rows.images if isinstance(pk := row["pk"], int)]


def request_pks(rows: OrderRows) -> list[int]:
    """Return the pks that came with the order's requests."""
    return [pk for row in rows.requests if isinstance(pk := row["pk"], int)]


def replace_order(connection: Connection, order: Order, was: Order | None) -> Order | None:
    """Write an order over the one kept in its version.

    Args:
        connection: of a transaction.
        order: as it is to be kept.
        was: the order in the same version; only what has changed since is written. None,
            one in another version, or one whose requests have no pks yet: all of it is.

    Returns:
        The order in its next version, with a pk for each request and picture; None when the kept
        version is another, or there is no such order.

    Raises:
        sqlalchemy.exc.IntegrityError: a key is taken by another order.
    """
    known = _known_rows(order, was)
    saved = evolve(order, version=order.version + 1)
    row = order_row(saved)
    if known is not None:
        row = {name: value for name, value in row.items() if value != known.order[name]}
    kept = {"kept_pk": order.pk, "kept_version": order.version}
    if not connection.execute(_UPDATE, {**row, **kept}).rowcount:
        return None
    saved = keep_images(connection, saved)
    rows = order_rows(saved)
    items = kept_rows(connection, ITEMS, order.pk, known)
    replace(connection, ITEMS, rows.items, items)
    attempts = kept_rows(connection, ATTEMPTS, order.pk, known)
    replace(connection, ATTEMPTS, rows.attempts, attempts)
    requests = kept_rows(connection, REQUESTS, order.pk, known)
    new = set(request_pks(rows)) - requests.keys()
    move_request_pks_past(connection, max(new, default=0))
    pks = replace_requests(connection, rows.requests, requests)
    return _with_request_pks(saved, iter(pks))


def _known_rows(order: Order, was: Order | None) -> OrderRows | None:
    if was is None or was.version != order.version:
        return None
    rows = order_rows(was)
    return rows if len(request_pks(rows)) == len(rows.requests) else None


def _with_request_pks(order: Order, pks: Iterator[int]) -> Order:
    return evolve(order, items=tuple(_numbered(item, pks) for item in order.items))


def _numbered(item: OrderItem, pks: Iterator[int]) -> OrderItem:
    requests = tuple(
        request if request.pk is not None else evolve(request, pk=next(pks))
        for request in item.cancellation_requests
    )
    return evolve(item, cancellation_requests=requests)
