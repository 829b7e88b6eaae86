"""Import and export: NDJSON lines to and from a database, with constant memory."""

from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Iterable, Iterator

from order_adapters.settings import check_setting
from order_adapters.sqlalchemy import Engine
from order_adapters.sqlalchemy.bulk import Loader, RecordError, exporter, loader
from order_domain.cancellation.rules import InvalidSettingError
from order_entrypoints.wire.amounts import FieldError
from order_entrypoints.wire.archive import OldOrderRecord, old_order_of, old_order_record
from order_entrypoints.wire.documents import FORM
from order_entrypoints.wire.order_records import OrderRecord, order_of, order_record
from order_entrypoints.wire.records import (
    AddressRecord,
    CustomerRecord,
    ReasonRecord,
    Record,
    SessionRecord,
    SettingRecord,
    address_of,
    address_record,
    customer_of,
    customer_record,
    read_record,
    reason_of,
    reason_record,
)
from order_entrypoints.wire.values import Wording, encode


class BadLineError(Exception):
    """A line cannot be taken in.

    Attributes:
        line: its number, from 1.
        field: the dotted place of the fault.
    """

    def __init__(self, line: int, field: str, message: str) -> None:
        """Say which line, which field, and why."""
        super().__init__(f"line {line}: {field}: {message}")
        self.line = line
        self.field = field


def import_lines(engine: Engine, lines: Iterable[bytes], *, replace: bool) -> Counter[str]:
    """Take in records, all of them or none; return how many of each kind.

    Args:
        engine: the database.
        lines: JSON objects; blank lines are passed over.
        replace: replace records that are there already.

    Raises:
        BadLineError: at the first line that cannot be taken in.
        StorageUnavailableError: the database does not answer.
    """
    counts: Counter[str] = Counter()
    try:
        with loader(engine, replace=replace, form=FORM) as load:
            for number, line in enumerate(lines, start=1):
                record = line.removeprefix(BOM_UTF8) if number == 1 else line
                if record.strip():
                    counts[_take_in(load, record, number)] += 1
    except RecordError as error:
        raise BadLineError(error.at, error.field, error.message) from None
    return counts


def export_lines(engine: Engine) -> Iterator[bytes]:
    """Give every record as a JSON object, in an order that can be taken in again."""
    wording = Wording()
    with exporter(engine) as export:
        for customer in export.customers():
            yield encode(customer_record(customer))
        for key, customer_id, expires in export.sessions():
            yield encode(SessionRecord(key=key, customer=customer_id, expires=expires))
        for customer_id, address in export.addresses():
            yield encode(address_record(customer_id, address, wording))
        for reason in export.reasons():
            yield encode(reason_record(reason, wording))
        for old_order in export.old_orders():
            yield encode(old_order_record(old_order, wording))
        for name, value in export.settings():
            yield encode(SettingRecord(name=name, value=value))
        for order in export.orders():
            yield encode(order_record(order, wording))


def _take_in(load: Loader, line: bytes, number: int) -> str:
    """Hand a line to the database; return its kind."""
    try:
        record = read_record(line)
        _load(load, record, number)
    except FieldError as error:
        load.finish()  # a fault of a record before this one is told first
        raise BadLineError(number, error.field, error.message) from None
    except InvalidSettingError as error:
        load.finish()
        raise BadLineError(number, "value", str(error)) from None
    return str(record.__struct_config__.tag)


def _load(load: Loader, record: Record, number: int) -> None:
    match record:
        case CustomerRecord():
            load.customer(customer_of(record), at=number)
        case SessionRecord():
            load.session(record.key, record.customer, record.expires, at=number)
        case AddressRecord():
            load.address(record.customer, address_of(record), at=number)
        case ReasonRecord():
            load.reason(reason_of(record), at=number)
        case OrderRecord():
            load.order(order_of(record), at=number)
        case OldOrderRecord():
            load.old_order(old_order_of(record), at=number)
        case SettingRecord():
            check_setting(record.name, record.value)
            load.setting(record.name, record.value, at=number)
