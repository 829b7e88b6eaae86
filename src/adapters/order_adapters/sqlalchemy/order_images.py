"""Which order each picture of a request is of, and the numbers of pictures."""

from collections.abc import Iterator

from attrs import evolve
from sqlalchemy import Connection, bindparam, delete, insert, select

from order_adapters.sqlalchemy.mapping import NewRow, images_of
from order_adapters.sqlalchemy.order_parts import insert_rows
from order_adapters.sqlalchemy.sequences import move_image_pks_past
from order_adapters.sqlalchemy.tables import cancellation_request_images as images
from order_domain.cancellation_records import CancellationRequest
from order_domain.orders import Order, OrderItem

_KEPT = select(images.c.pk).where(images.c.order_pk == bindparam("order_pk"))
_DELETE = delete(images).where(images.c.pk.in_(bindparam("gone", expanding=True)))
_INSERT = insert(images)
_NUMBER = insert(images).returning(images.c.pk, sort_by_parameter_order=True)


def keep_images(connection: Connection, order: Order) -> Order:
    """Make the pictures known of an order those that it has now.

    Nothing is done for an order without any, not even where it had some: whoever looks for
    an order by a picture makes sure that it has it.

    Args:
        connection: of a transaction in which the order's own row is written already.
        order: as it is to be kept.

    Returns:
        The order with a pk for each picture.

    Raises:
        sqlalchemy.exc.IntegrityError: a pk is that of another order's picture.
    """
    all_images = list(images_of(order))
    if not all_images:
        return order
    kept = set(connection.scalars(_KEPT, {"order_pk": order.pk}))
    given = {image.pk: image.image for image in all_images if image.pk is not None}
    gone = kept - given.keys()
    if gone:
        connection.execute(_DELETE, {"gone": list(gone)})
    new = given.keys() - kept
    move_image_pks_past(connection, max(new, default=0))
    insert_rows(connection, _INSERT, [_row(order, given[pk], pk=pk) for pk in sorted(new)])
    nameless = [_row(order, image.image) for image in all_images if image.pk is None]
    pks = connection.scalars(_NUMBER, nameless).all() if nameless else ()
    return _numbered(order, iter(pks))


def _row(order: Order, name: str, **pk: int) -> NewRow:
    return {"order_pk": order.pk, "name": name, **pk}


def _numbered(order: Order, pks: Iterator[int]) -> Order:
    return evolve(order, items=tuple(_numbered_item(item, pks) for item in order.items))


def _numbered_item(item: OrderItem, pks: Iterator[int]) -> OrderItem:
    requests = tuple(_numbered_request(request, pks) for request in item.cancellation_requests)
    return evolve(item, cancellation_requests=requests)


def _numbered_request(request: CancellationRequest, pks: Iterator[int]) -> CancellationRequest:
    numbered = tuple(
        evolve(image, pk=next(pks)) if image.pk is None else image for image in request.images
    )
    return evolve(request, images=numbered)
