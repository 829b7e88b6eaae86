"""Lines of an import or export file: one JSON object each, ``kind`` says what it is."""

import re
import uuid
from typing import TypeAlias, cast

import msgspec
from msgspec.structs import asdict

from order_domain.addresses import Address
from order_domain.customers import Customer
from order_domain.reasons import CancellationReason
from order_entrypoints.wire.addresses import AddressShape
from order_entrypoints.wire.amounts import FieldError
from order_entrypoints.wire.archive import OldOrderRecord
from order_entrypoints.wire.order_records import OrderRecord
from order_entrypoints.wire.values import (
    AwareDatetime,
    Pk,
    Shape,
    TypeChoice,
    Wording,
    decode,
    to_domain,
)


class CustomerRecord(Shape, kw_only=True, tag_field="kind", tag="customer"):
    """A customer."""

    id: Pk
    email: str
    is_guest: bool = False


class SessionRecord(Shape, kw_only=True, tag_field="kind", tag="session"):
    """A session of a customer, good until it expires."""

    key: str
    customer: Pk
    expires: AwareDatetime


class AddressRecord(AddressShape, kw_only=True, tag_field="kind", tag="address"):
    """An address in a customer's book."""

    customer: Pk


class ReasonRecord(Shape, kw_only=True, tag_field="kind", tag="cancellation_reason"):
    """A cancellation reason of the shop's."""

    id: Pk
    cancellation_type: TypeChoice
    subject: str
    extra_information_needed: bool = False
    is_active: bool = True
    order: int = 100
    uuid: str | None = None
    translations: dict[str, object] = msgspec.field(default_factory=dict[str, object])
    created_date: AwareDatetime | None = None
    modified_date: AwareDatetime | None = None


class SettingRecord(Shape, kw_only=True, tag_field="kind", tag="setting"):
    """A dynamic setting."""

    name: str
    value: object


Record: TypeAlias = (
    CustomerRecord
    | SessionRecord
    | AddressRecord
    | ReasonRecord
    | OrderRecord
    | OldOrderRecord
    | SettingRecord
)

_PLACE = re.compile(r"^(?P<message>.*?)(?: - at `\$(?P<place>.*?)`)?$", re.DOTALL)


def read_record(line: bytes) -> Record:
    """Read a line.

    Raises:
        FieldError: it is not JSON, or not a record; with the dotted place of the fault.
    """
    try:
        return decode(line, cast("type[Record]", Record))
    except msgspec.ValidationError as error:
        raise _field_error(str(error)) from None
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise FieldError("line", f"Not JSON: {error}") from None


def customer_of(record: CustomerRecord) -> Customer:
    """Read a customer."""
    return Customer(id=record.id, email=record.email, is_guest=record.is_guest)


def customer_record(customer: Customer) -> CustomerRecord:
    """Show a customer."""
    return CustomerRecord(id=customer.id, email=customer.email, is_guest=customer.is_guest)


def address_of(record: AddressRecord) -> Address:
    """Read an address."""
    return to_domain(record, Address)


def address_record(customer_id: int, address: Address, wording: Wording) -> AddressRecord:
    """Show an address of a customer's book."""
    shape = wording.shape(address, AddressShape)
    return AddressRecord(**asdict(shape), customer=customer_id)


def reason_of(record: ReasonRecord) -> CancellationReason:
    """Read a cancellation reason.

    Raises:
        FieldError: a subject of more than 100 characters.
    """
    if len(record.subject) > MAX_SUBJECT:
        raise FieldError("subject", f"Expected at most {MAX_SUBJECT} characters.")
    return CancellationReason(
        id=record.id,
        cancellation_type=record.cancellation_type.member,
        subject=record.subject,
        extra_information_needed=record.extra_information_needed,
        is_active=record.is_active,
        order=record.order,
        uuid=record.uuid or derived_uuid(record.id),
        translations=record.translations,
        created_date=record.created_date,
        modified_date=record.modified_date,
    )


def reason_record(reason: CancellationReason, wording: Wording) -> ReasonRecord:
    """Show a cancellation reason."""
    return ReasonRecord(
        id=reason.id,
        cancellation_type=TypeChoice(*wording.texts(reason.cancellation_type)),
        subject=reason.subject,
        extra_information_needed=reason.extra_information_needed,
        is_active=reason.is_active,
        order=reason.order,
        uuid=reason.uuid,
        translations=dict(reason.translations),
        created_date=reason.created_date,
        modified_date=reason.modified_date,
    )


def derived_uuid(reason: int) -> str:
    """Return the uuid of a reason that came without one: the same each time."""
    return str(uuid.uuid5(_REASONS, str(reason)))


_REASONS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:order-domain:cancellation-reasons")

MAX_SUBJECT = 100


def _field_error(text: str) -> FieldError:
    """Turn msgspec's ``message - at `$.a[0].b``` into a dotted place and a message.

    A missing or unknown field is named by the message; it belongs to the place.
    """
    match = _PLACE.match(text)
    message, place = (text, "") if match is None else match.group("message", "place")
    dotted = re.sub(r"\[(\d+|\.\.\.)\]", r".\1", place or "").lstrip(".")
    named = re.search(r"(?:required|unknown) field `(.+)`$", message, re.DOTALL)
    if named is not None:
        dotted = f"{dotted}.{named.group(1)}".lstrip(".")
    return FieldError(dotted or "line", message)
