"""Import: any number of records in one transaction and little memory."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime

import msgspec
from attrs import evolve
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from order_adapters.sqlalchemy.archive import old_order_row
from order_adapters.sqlalchemy.bulk.records import (
    Key,
    OrderRecord,
    Record,
    RecordError,
    TableRecord,
    check,
)
from order_adapters.sqlalchemy.bulk.writing import write
from order_adapters.sqlalchemy.documents import document_row
from order_adapters.sqlalchemy.mapping import NewRow, order_rows
from order_adapters.sqlalchemy.tables import (
    addresses,
    cancellation_reasons,
    customers,
    old_orders,
    sessions,
    settings,
)
from order_adapters.sqlalchemy.transactions import writing
from order_domain.addresses import Address
from order_domain.archive import OldOrder
from order_domain.customers import Customer
from order_domain.documents import OrderForm
from order_domain.orders import Order
from order_domain.ports import StorageUnavailableError
from order_domain.reasons import CancellationReason

_BATCH = 500
"""Records that are looked up and written together."""


class Loader:
    """Takes the records of an import; see :func:`loader`.

    A record's fault may show only when a later one is given, or at the end: records
    are looked up and written in batches. Any method may raise ``RecordError``, and
    ``at`` tells in it whose fault it is.
    """

    def __init__(
        self, connection: Connection, *, replace: bool, form: OrderForm | None = None
    ) -> None:
        """Write on this connection."""
        self._connection = connection
        self._form = form
        self._replace = replace
        self._records: list[Record] = []
        self._keys: set[Key] = set()
        self._fault: RecordError | None = None

    def customer(self, customer: Customer, *, at: int) -> None:
        """Take a customer."""
        row: NewRow = {
            "id": customer.id,
            "email": customer.email,
            "is_guest": customer.is_guest,
        }
        self._take(TableRecord(at, customers, "id", row))

    def session(self, key: str, customer_id: int, expires: datetime, *, at: int) -> None:
        """Take a session of a customer given before."""
        row: NewRow = {"key": key, "customer_id": customer_id, "expires": expires}
        self._take(TableRecord(at, sessions, "key", row, customer_id))

    def address(self, customer_id: int, address: Address, *, at: int) -> None:
        """Take an address out of the book of a customer given before."""
        document = msgspec.json.encode(address).decode()
        row: NewRow = {"pk": address.pk, "customer_id": customer_id, "document": document}
        self._take(TableRecord(at, addresses, "pk", row, customer_id))

    def reason(self, reason: CancellationReason, *, at: int) -> None:
        """Take a cancellation reason."""
        row: NewRow = {
            "id": reason.id,
            "cancellation_type": reason.cancellation_type.value,
            "subject": reason.subject,
            "extra_information_needed": reason.extra_information_needed,
            "is_active": reason.is_active,
            "order": reason.order,
            "uuid": reason.uuid,
            "translations": msgspec.json.encode(reason.translations).decode(),
            "created_date": reason.created_date,
            "modified_date": reason.modified_date,
        }
        self._take(TableRecord(at, cancellation_reasons, "id", row))

    def old_order(self, order: OldOrder, *, at: int) -> None:
        """Take an archived order of a customer given before."""
        self._take(TableRecord(at, old_orders, "pk", old_order_row(order), order.customer_id))

    def setting(self, name: str, value: object, *, at: int) -> None:
        """Take a setting's value, which has been checked."""
        encoded = msgspec.json.encode(value).decode()
        row: NewRow = {"name": name, "value": encoded, "modified": None}
        self._take(TableRecord(at, settings, "name", row))

    def order(self, order: Order, *, at: int) -> None:
        """Take an order of a customer given before."""
        rows = order_rows(order)
        record = OrderRecord(at, order.pk, order.number, order.customer_id, rows)
        self._check(record)
        if self._form is not None:
            documents = (document_row(order, self._form),)
            record = evolve(record, rows=evolve(rows, documents=documents))
        self._keep(record)

    def finish(self) -> None:
        """Write what is left."""
        if self._fault:  # the caller caught it and went on nevertheless
            raise self._fault
        self._write()

    def _take(self, record: Record) -> None:
        self._check(record)
        self._keep(record)

    @contextmanager
    def _noting_faults(self) -> Generator[None]:
        try:
            yield
        except RecordError as fault:
            self._fault = self._fault or fault
            raise

    def _check(self, record: Record) -> None:
        with self._noting_faults():
            check(record)

    def _keep(self, record: Record) -> None:
        keys = record.keys
        with self._noting_faults():
            if len(self._records) == _BATCH or not self._keys.isdisjoint(keys):
                self._write()
        self._records.append(record)
        self._keys |= keys

    def _write(self) -> None:
        records, self._records, self._keys = self._records, [], set()
        if records:
            write(self._connection, records, replace=self._replace)


@contextmanager
def loader(
    engine: Engine, *, replace: bool = False, form: OrderForm | None = None
) -> Generator[Loader]:
    """Import records: all of them when the block ends, or none when it raises.

    Args:
        engine: of a migrated database.
        replace: a record that is there already is replaced whole, instead of refused.
        form: orders are written out in it too.

    Raises:
        RecordError: a record is there already; a key of it is another record's; its
            customer is unknown; a cancellation of the order to replace is under way.
        StorageUnavailableError: the database failed, or others wrote the same records.
    """
    try:
        with writing(engine) as connection:
            load = Loader(connection, replace=replace, form=form)
            yield load
            load.finish()
    except IntegrityError as error:
        raise StorageUnavailableError(
            f"Someone else wrote the same records meanwhile; none was kept: {error.orig}"
        ) from error
