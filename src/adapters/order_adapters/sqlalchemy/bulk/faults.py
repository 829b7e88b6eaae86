"""What the database, and the records before, say against a record."""

from collections.abc import Iterator, Sequence

from order_adapters.sqlalchemy.bulk.lookups import Kept
from order_adapters.sqlalchemy.bulk.records import (
    Key,
    OrderRecord,
    Record,
    RecordError,
    TableRecord,
    part_keys,
)


def needed_keys(record: Record) -> Iterator[Key]:
    """Yield the keys that have to be looked up to judge and write a record."""
    yield from record.keys
    if record.owner is not None:
        yield "customers", record.owner
    if isinstance(record, OrderRecord):
        yield "under way", record.pk


def first_fault(records: Sequence[Record], kept: Kept, *, replace: bool) -> RecordError | None:
    """Return what is wrong with the first record that cannot be written; None when all can.

    Args:
        records: in the order in which they came, no key in two of them.
        kept: what of their keys was in the database before the first.
        replace: a record that is there already is replaced.
    """
    before: set[Key] = set()
    for record in records:
        for fault in _faults(record, kept, before, replace=replace):
            return fault
        before |= record.keys
    return None


def _faults(
    record: Record, kept: Kept, before: set[Key], *, replace: bool
) -> Iterator[RecordError]:
    owner = ("customers", record.owner)
    if record.owner is not None and owner not in kept and owner not in before:
        yield RecordError(record.at, "customer", f"There is no customer {record.owner}.")
    if isinstance(record, OrderRecord):
        yield from _faults_of_order(record, kept, replace=replace)
    else:
        yield from _faults_of_row(record, kept, replace=replace)


def _faults_of_row(record: TableRecord, kept: Kept, *, replace: bool) -> Iterator[RecordError]:
    value = record.row[record.key]
    key = (record.table.name, value)
    if key in kept and not replace:
        yield RecordError(record.at, record.key, f"{value} is already there.")
    if record.owner is not None and kept.get(key, record.owner) != record.owner:
        message = f"{value} belongs to customer {kept[key]}."
        yield RecordError(record.at, record.key, message)


def _faults_of_order(record: OrderRecord, kept: Kept, *, replace: bool) -> Iterator[RecordError]:
    if ("order", record.pk) in kept and not replace:
        yield RecordError(record.at, "pk", f"Order {record.pk} is already there.")
    if ("under way", record.pk) in kept:
        message = f"A cancellation of order {record.pk} is under way; it must end first."
        yield RecordError(record.at, "pk", message)
    if kept.get(("number", record.number), record.pk) != record.pk:
        message = f"{record.number} is the number of another order."
        yield RecordError(record.at, "number", message)
    for key, field in part_keys(record):
        if kept.get(key, record.pk) != record.pk:
            yield RecordError(record.at, field, f"{key[1]} belongs to order {kept[key]}.")
