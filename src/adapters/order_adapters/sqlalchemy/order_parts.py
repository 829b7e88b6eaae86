"""The rows of an order's items, requests and attempts: added, changed, taken away."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from attrs import frozen
from sqlalchemy import (
    Connection,
    Delete,
    Insert,
    Select,
    Table,
    Update,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from order_adapters.sqlalchemy.mapping import NewRow, OrderRows
from order_adapters.sqlalchemy.tables import (
    cancellation_attempts,
    cancellation_requests,
    order_items,
)

KeptRows: TypeAlias = Mapping[object, NewRow | None]
"""Key → the row as it is in the database; None where only its key is known."""


@frozen
class Part:
    """A table of parts, the column that tells them apart, and what can be done by it."""

    key: str
    rows_of: Callable[[OrderRows], Sequence[NewRow]]
    kept: Select[object]
    insert: Insert
    update: Update
    delete: Delete


def _part(table: Table, key: str, rows_of: Callable[[OrderRows], Sequence[NewRow]]) -> Part:
    column = table.c[key]
    return Part(
        key=key,
        rows_of=rows_of,
        kept=select(column).where(table.c.order_pk == bindparam("order_pk")),
        insert=insert(table),
        update=update(table).where(column == bindparam("kept")),
        delete=delete(table).where(column.in_(bindparam("gone", expanding=True))),
    )


ITEMS = _part(order_items, "pk", lambda rows: rows.items)
ATTEMPTS = _part(cancellation_attempts, "id", lambda rows: rows.attempts)
REQUESTS = _part(cancellation_requests, "pk", lambda rows: rows.requests)
_NUMBER_REQUESTS = insert(cancellation_requests).returning(
    cancellation_requests.c.pk, sort_by_parameter_order=True
)


def insert_rows(connection: Connection, statement: Insert, rows: Sequence[NewRow]) -> None:
    """Insert rows, if there are any."""
    if rows:
        connection.execute(statement, rows)


def kept_rows(
    connection: Connection, part: Part, order_pk: int, known: OrderRows | None
) -> KeptRows:
    """Return an order's parts that are in the database: as they are known to be, or by key."""
    if known is None:
        return dict.fromkeys(connection.scalars(part.kept, {"order_pk": order_pk}))
    return {row[part.key]: row for row in part.rows_of(known)}


def replace(connection: Connection, part: Part, rows: Sequence[NewRow], kept: KeptRows) -> None:
    """Make the parts ``kept`` those of ``rows``: some new, some changed, others gone."""
    gone = kept.keys() - {row[part.key] for row in rows}
    if gone:
        connection.execute(part.delete, {"gone": list(gone)})
    changed = [
        {**row, "kept": row[part.key]}
        for row in rows
        if row[part.key] in kept and row != kept[row[part.key]]
    ]
    if changed:
        connection.execute(part.update, changed)
    insert_rows(connection, part.insert, [row for row in rows if row[part.key] not in kept])


def insert_requests(connection: Connection, rows: Sequence[NewRow]) -> Sequence[int]:
    """Insert requests, with the pk that they have or else with a new one.

    Returns:
        The pks given to those that had none, in their order.
    """
    insert_rows(connection, REQUESTS.insert, [row for row in rows if row["pk"] is not None])
    return _number(connection, rows)


def replace_requests(
    connection: Connection, rows: Sequence[NewRow], kept: KeptRows
) -> Sequence[int]:
    """Make the requests ``kept`` those of ``rows``.

    Returns:
        The pks given to those that had none, in their order.
    """
    replace(connection, REQUESTS, [row for row in rows if row["pk"] is not None], kept)
    return _number(connection, rows)


def _number(connection: Connection, rows: Sequence[NewRow]) -> Sequence[int]:
    """Insert the requests that have no pk."""
    new = [
        {name: value for name, value in row.items() if name != "pk"}
        for row in rows
        if row["pk"] is None
    ]
    return connection.scalars(_NUMBER_REQUESTS, new).all() if new else ()
