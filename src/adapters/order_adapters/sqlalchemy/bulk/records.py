"""Records on their way into the database, and what may be wrong with one."""

from collections.abc import Iterator
from typing import TypeAlias

from attrs import frozen
from sqlalchemy import Table

from order_adapters.sqlalchemy.limits import fault_of
from order_adapters.sqlalchemy.mapping import NewRow, OrderRows


class RecordError(Exception):
    """A record cannot be imported; nothing of the import is kept.

    Attributes:
        at: the caller's number of the record, such as its line.
        field: where the fault is, as the API documents name it (``orderitem_set.0.pk``).
        message: what is wrong.
    """

    def __init__(self, at: int, field: str, message: str) -> None:
        """Keep what is wrong with record ``at``."""
        self.at = at
        self.field = field
        self.message = message
        super().__init__(f"{at}: {field}: {message}")


Key: TypeAlias = tuple[str, object]
"""What no two records may share: the kind of key and its value."""


@frozen(eq=False)
class TableRecord:
    """A record that is one row of one table.

    Attributes:
        key: the table's primary key column.
        owner: the id of the customer whom it needs; None when it needs none.
    """

    at: int
    table: Table
    key: str
    row: NewRow
    owner: int | None = None

    @property
    def keys(self) -> frozenset[Key]:
        """What no other record may share."""
        return frozenset({(self.table.name, self.row[self.key])})


@frozen(eq=False)
class OrderRecord:
    """An order, its rows ready.

    Attributes:
        owner: the id of its customer.
    """

    at: int
    pk: int
    number: str
    owner: int
    rows: OrderRows

    @property
    def keys(self) -> frozenset[Key]:
        """What no other record may share."""
        return frozenset(
            {("order", self.pk), ("number", self.number), *(key for key, _ in part_keys(self))}
        )


Record: TypeAlias = TableRecord | OrderRecord


def part_keys(record: OrderRecord) -> Iterator[tuple[Key, str]]:
    """Yield the keys of an order's parts, each with the name of its field."""
    for index, row in enumerate(record.rows.items):
        yield ("item", row["pk"]), f"orderitem_set.{index}.pk"
    for row in record.rows.requests:
        yield ("request", row["uuid"]), "cancellationrequest_set.uuid"
        if row["pk"] is not None:
            yield ("request pk", row["pk"]), "cancellationrequest_set.pk"
    for row in record.rows.images:
        yield ("image", row["pk"]), "cancellation_request_image_set.pk"
    for row in record.rows.attempts:
        yield ("attempt", row["id"]), "attempts.id"


def check(record: Record) -> None:
    """Check what can be told from the record alone.

    Raises:
        RecordError: a column cannot hold a value, or the order has a key twice.
    """
    for field, row in _rows(record):
        for name, value in row.items():
            if fault := fault_of(value):
                raise RecordError(record.at, _public(field + name), fault)
    if isinstance(record, OrderRecord):
        _check_own_keys(record)


def _check_own_keys(record: OrderRecord) -> None:
    seen: set[Key] = set()
    for key, field in part_keys(record):
        if key in seen:
            raise RecordError(record.at, field, f"{key[1]} is in this order twice.")
        seen.add(key)


def _rows(record: Record) -> Iterator[tuple[str, NewRow]]:
    """The record's rows, each with what its fields' names begin with."""
    if isinstance(record, TableRecord):
        yield "", record.row
        return
    yield "", record.rows.order
    for index, row in enumerate(record.rows.items):
        yield f"orderitem_set.{index}.", row
    for row in record.rows.requests:
        yield "cancellationrequest_set.", row
    for row in record.rows.images:
        yield "cancellation_request_image_set.", row
    for row in record.rows.attempts:
        yield "attempts.", row


def _public(column: str) -> str:
    return "customer" if column == "customer_id" else column
