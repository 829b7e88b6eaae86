"""A batch of records into the database."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from attrs import evolve
from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update

from order_adapters.sqlalchemy.bulk.faults import first_fault, needed_keys
from order_adapters.sqlalchemy.bulk.lookups import Kept, kept_keys
from order_adapters.sqlalchemy.bulk.records import OrderRecord, Record, TableRecord
from order_adapters.sqlalchemy.mapping import NewRow, OrderRows, attempt_of
from order_adapters.sqlalchemy.order_parts import insert_rows
from order_adapters.sqlalchemy.order_writing import insert_orders
from order_adapters.sqlalchemy.tables import (
    addresses,
    cancellation_attempts,
    cancellation_reasons,
    customers,
    old_orders,
    orders,
    sessions,
    settings,
)

# Customers first: sessions and addresses point to them.
_TABLES = (customers, old_orders, sessions, addresses, cancellation_reasons, settings)
_INSERTS = {table.name: insert(table) for table in _TABLES}
_UPDATES = {
    table.name: update(table).where(next(iter(table.primary_key)) == bindparam("kept"))
    for table in _TABLES
}
_ATTEMPTS = (
    select(*(column for column in cancellation_attempts.c if column.name != "due_at"))
    .where(cancellation_attempts.c.order_pk.in_(bindparam("pks", expanding=True)))
    .order_by(cancellation_attempts.c.order_pk, cancellation_attempts.c.position)
)
_DELETE_ORDERS = delete(orders).where(orders.c.pk.in_(bindparam("pks", expanding=True)))


def write(connection: Connection, records: Sequence[Record], *, replace: bool) -> None:
    """Write records as if one after the other.

    Args:
        connection: of a transaction that is rolled back after an error.
        records: in the order in which they came, no key in two of them.
        replace: a record that is there already is replaced whole.

    Raises:
        RecordError: of the first record that cannot be written.
    """
    kept = kept_keys(connection, {key for record in records for key in needed_keys(record)})
    fault = first_fault(records, kept, replace=replace)
    if fault is None:
        _write_all(connection, records, kept)
        return
    if len(records) == 1:
        raise fault
    # A key that is taken may be given up by the replacement of another record of the
    # same batch: one by one it shows whether it is, and which record is really wrong.
    for record in records:
        write(connection, (record,), replace=replace)


def _write_all(connection: Connection, records: Sequence[Record], kept: Kept) -> None:
    for table in _TABLES:
        rows = [
            record
            for record in records
            if isinstance(record, TableRecord) and record.table is table
        ]
        _write_rows(connection, table, rows, kept)
    _write_orders(connection, [one for one in records if isinstance(one, OrderRecord)], kept)


def _write_rows(
    connection: Connection, table: Table, records: Sequence[TableRecord], kept: Kept
) -> None:
    new = [record.row for record in records if kept.keys().isdisjoint(record.keys)]
    insert_rows(connection, _INSERTS[table.name], new)
    changed = [
        {**record.row, "kept": record.row[record.key]}
        for record in records
        if not kept.keys().isdisjoint(record.keys)
    ]
    if changed:
        connection.execute(_UPDATES[table.name], changed)


def _write_orders(connection: Connection, records: Sequence[OrderRecord], kept: Kept) -> None:
    replaced = [record.pk for record in records if ("order", record.pk) in kept]
    attempts: Mapping[int, Sequence[NewRow]] = {}
    if replaced:
        attempts = _told(connection, replaced)
        connection.execute(_DELETE_ORDERS, {"pks": replaced})  # with all their parts
    insert_orders(
        connection,
        [_with_attempts(_raised(record, kept), attempts.get(record.pk, ())) for record in records],
    )


def _told(connection: Connection, pks: Sequence[int]) -> Mapping[int, Sequence[NewRow]]:
    """The attempts of orders that Omnitron was told of, by order."""
    found: dict[int, list[NewRow]] = defaultdict(list)
    for row in connection.execute(_ATTEMPTS, {"pks": list(pks)}).mappings():
        if attempt_of(row).sent:
            found[row["order_pk"]].append(dict(row))
    return found


def _with_attempts(rows: OrderRows, kept: Sequence[NewRow]) -> OrderRows:
    """The order's rows with the kept attempts that the record leaves out.

    What Omnitron was told of is never sent again, and nothing else remembers it.
    """
    given = {row["id"] for row in rows.attempts}
    attempts = [*(row for row in kept if row["id"] not in given), *rows.attempts]
    numbered = [{**row, "position": position} for position, row in enumerate(attempts)]
    return evolve(rows, attempts=numbered)


def _raised(record: OrderRecord, kept: Kept) -> OrderRows:
    """The order's rows in a version after the one that is replaced.

    Whoever read the order before must not be able to save it over the new one.
    """
    version = kept.get(("order", record.pk))
    given = record.rows.order["version"]
    if not isinstance(version, int) or not isinstance(given, int) or given > version:
        return record.rows
    raised = {"version": version + 1}
    return evolve(
        record.rows,
        order={**record.rows.order, **raised},
        documents=[{**row, **raised} for row in record.rows.documents],
    )
