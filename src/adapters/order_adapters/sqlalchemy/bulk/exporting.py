"""Export: everything as it was at one moment, in little memory."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

import msgspec
from attrs import frozen
from sqlalchemy import Connection, Engine, RowMapping, Select, Table, bindparam, select

from order_adapters.sqlalchemy.archive import old_order_of
from order_adapters.sqlalchemy.directory import address_of, customer_of, reason_of
from order_adapters.sqlalchemy.order_reading import whole
from order_adapters.sqlalchemy.tables import (
    addresses,
    cancellation_reasons,
    customers,
    old_orders,
    orders,
    sessions,
    settings,
)
from order_adapters.sqlalchemy.transactions import reading
from order_domain.addresses import Address
from order_domain.archive import OldOrder
from order_domain.customers import Customer
from order_domain.orders import Order
from order_domain.reasons import CancellationReason

_CHUNK = 500
_TABLES = (customers, sessions, addresses, cancellation_reasons, orders, old_orders, settings)


@frozen
class _Pages:
    """A table's rows by primary key, a chunk after the other."""

    key: str
    first: Select[*tuple[object, ...]]
    after: Select[*tuple[object, ...]]


def _pages(table: Table) -> _Pages:
    key = next(iter(table.primary_key))
    first = select(table).order_by(key).limit(_CHUNK)
    return _Pages(key.name, first, first.where(key > bindparam("last")))


_PAGES = {table.name: _pages(table) for table in _TABLES}


class Export:
    """Gives all records of each kind by primary key; see :func:`exporter`."""

    def __init__(self, connection: Connection) -> None:
        """Read on this connection."""
        self._connection = connection

    def customers(self) -> Iterator[Customer]:
        """Yield every customer."""
        return (customer_of(row) for row in self._rows(customers))

    def sessions(self) -> Iterator[tuple[str, int, datetime]]:
        """Yield the key, the customer and the end of every session, those that are over too."""
        rows = self._rows(sessions)
        return ((row["key"], row["customer_id"], row["expires"]) for row in rows)

    def addresses(self) -> Iterator[tuple[int, Address]]:
        """Yield every address with the id of the customer whose it is."""
        return ((row["customer_id"], address_of(row["document"])) for row in self._rows(addresses))

    def reasons(self) -> Iterator[CancellationReason]:
        """Yield every cancellation reason."""
        return (reason_of(row) for row in self._rows(cancellation_reasons))

    def orders(self) -> Iterator[Order]:
        """Yield every order, whole."""
        for rows in self._chunks(orders):
            yield from whole(self._connection, rows)

    def old_orders(self) -> Iterator[OldOrder]:
        """Yield every archived order."""
        return (old_order_of(row["document"]) for row in self._rows(old_orders))

    def settings(self) -> Iterator[tuple[str, object]]:
        """Yield every setting's name and value."""
        return ((row["name"], msgspec.json.decode(row["value"])) for row in self._rows(settings))

    def _rows(self, table: Table) -> Iterator[RowMapping]:
        return (row for rows in self._chunks(table) for row in rows)

    def _chunks(self, table: Table) -> Iterator[Sequence[RowMapping]]:
        pages = _PAGES[table.name]
        rows = self._connection.execute(pages.first).mappings().all()
        while rows:
            yield rows
            last = {"last": rows[-1][pages.key]}
            rows = self._connection.execute(pages.after, last).mappings().all()


@contextmanager
def exporter(engine: Engine) -> Generator[Export]:
    """Read everything as it is at the beginning of the block; it hinders no writer.

    Raises:
        StorageUnavailableError: the database failed.
    """
    with reading(engine) as connection:
        yield Export(connection)
