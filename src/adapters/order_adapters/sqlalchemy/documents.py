"""Orders written out, beside the orders themselves."""

from collections.abc import Iterable
from datetime import UTC

import msgspec
from attrs import evolve
from sqlalchemy import Connection, Engine, and_, bindparam, delete, insert, select, update

from order_adapters.sqlalchemy.mapping import NewRow
from order_adapters.sqlalchemy.order_parts import insert_rows
from order_adapters.sqlalchemy.order_reading import by_pks
from order_adapters.sqlalchemy.tables import order_documents, orders
from order_adapters.sqlalchemy.transactions import writing
from order_domain.documents import OrderForm, Standing, WrittenOrder, standing_of
from order_domain.orders import Order

_DECODER = msgspec.json.Decoder(Standing)
_INSERT = insert(order_documents)
_UPDATE = update(order_documents).where(order_documents.c.order_pk == bindparam("kept"))
_DELETE = delete(order_documents).where(
    order_documents.c.order_pk.in_(bindparam("pks", expanding=True))
)

OF_ORDER = and_(
    order_documents.c.order_pk == orders.c.pk,
    order_documents.c.version == orders.c.version,
    order_documents.c.form == bindparam("form"),
)
"""A condition: the document shows the order as it is, in the form that is bound."""

_MISSING = (
    select(orders.c.pk)
    .outerjoin(order_documents, OF_ORDER)
    .where(order_documents.c.order_pk.is_(None), orders.c.pk > bindparam("after"))
    .order_by(orders.c.pk)
    .limit(bindparam("most"))
    .with_for_update(of=orders)  # who saves one of them meanwhile writes it out afterwards
)


def write_missing(engine: Engine, form: OrderForm, *, after: int, most: int) -> int | None:
    """Write out orders that were saved by a program that did not, or in another form.

    Args:
        engine: of a migrated database.
        form: the form.
        after: only orders of higher pks.
        most: at most so many, at most ``MOST_AT_ONCE``.

    Returns:
        The highest pk of those that were written out; None when there were none.

    Raises:
        StorageUnavailableError: none was.
    """
    with writing(engine) as connection:
        wanted = {"form": form.name, "after": after, "most": most}
        pks = connection.scalars(_MISSING, wanted).all()
        found = by_pks(connection, pks) if pks else {}
        replace_documents(connection, [document_row(order, form) for order in found.values()])
    return max(pks, default=None)


def document_row(order: Order, form: OrderForm) -> NewRow:
    """Return the row that shows an order as it is."""
    return {
        "order_pk": order.pk,
        "version": order.version,
        "form": form.name,
        "standing": msgspec.json.encode(standing_of(order)).decode(),
        "text": form.write(_as_kept(order)),
    }


def _as_kept(order: Order) -> Order:
    """The order as it is read again: what has a column of its own is in UTC there."""
    items = tuple(
        evolve(
            item,
            cancellation_requests=tuple(
                evolve(
                    request,
                    created_date=request.created_date.astimezone(UTC),
                    modified_date=request.modified_date.astimezone(UTC),
                )
                for request in item.cancellation_requests
            ),
        )
        for item in order.items
    )
    return evolve(
        order,
        items=items,
        created_date=order.created_date.astimezone(UTC),
        modified_date=order.modified_date.astimezone(UTC),
    )


def written_of(standing: str, text: str) -> WrittenOrder:
    """Return an order as it was written out."""
    return WrittenOrder(text=text, standing=_DECODER.decode(standing))


def insert_documents(connection: Connection, rows: Iterable[NewRow]) -> None:
    """Keep documents of orders that have none."""
    insert_rows(connection, _INSERT, list(rows))


def replace_document(connection: Connection, row: NewRow) -> None:
    """Keep a document in place of whatever showed its order before."""
    if not connection.execute(_UPDATE, {**row, "kept": row["order_pk"]}).rowcount:
        connection.execute(_INSERT, row)


def replace_documents(connection: Connection, rows: Iterable[NewRow]) -> None:
    """Keep documents in place of whatever showed their orders before."""
    new = list(rows)
    if new:
        connection.execute(_DELETE, {"pks": [row["order_pk"] for row in new]})
        insert_rows(connection, _INSERT, new)
