"""What holds of every record: nothing is lost on the way, and nothing wrong comes through."""

from contextlib import suppress
from datetime import UTC

import msgspec
from attrs import AttrsInstance
from hypothesis import event, given
from hypothesis import strategies as st

from order_domain.addresses import Address
from order_domain.customers import Customer
from order_domain.orders import Order
from order_domain.reasons import CancellationReason
from order_domain.statuses import CancellationType
from order_entrypoints.testing import strategies as some
from order_entrypoints.wire.amounts import FieldError
from order_entrypoints.wire.order_records import OrderRecord, order_of, order_record
from order_entrypoints.wire.records import (
    AddressRecord,
    CustomerRecord,
    ReasonRecord,
    Record,
    address_of,
    address_record,
    customer_of,
    customer_record,
    read_record,
    reason_of,
    reason_record,
)
from order_entrypoints.wire.values import Wording, encode
from unit.wire.documents import JSON, changed, comparable, saved
from unit.wire.test_order_records import DOCUMENT
from unit.wire.test_records import ADDRESS, CUSTOMER, REASON, SESSION, SETTING

WORDINGS = st.sampled_from((Wording(), Wording(codes=True)))
TEXTS = st.text(max_size=20)
REASONS = st.builds(
    CancellationReason,
    id=st.integers(0, 2**63 - 1),
    cancellation_type=st.sampled_from(CancellationType),
    subject=st.text(max_size=100),
    extra_information_needed=st.booleans(),
    is_active=st.booleans(),
    order=st.integers(-1000, 1000),
    uuid=st.uuids().map(str),
    translations=st.dictionaries(st.sampled_from(("tr", "de")), TEXTS),
    created_date=st.none() | st.datetimes(timezones=st.just(UTC)),
    modified_date=st.none() | st.datetimes(timezones=st.just(UTC)),
)
CUSTOMERS = some.customers() | st.builds(
    Customer, id=st.integers(0, 2**63 - 1), email=TEXTS, is_guest=st.booleans()
)
SMALL = st.sampled_from((CUSTOMER, SESSION, REASON, ADDRESS, SETTING)).flatmap(changed)


def through_json(record: Record) -> Record:
    return read_record(encode(record))


def domain_of(record: Record) -> AttrsInstance | None:
    """What a record says, in the domain's words; None for what has none."""
    match record:
        case CustomerRecord():
            return customer_of(record)
        case AddressRecord():
            return address_of(record)
        case ReasonRecord():
            return reason_of(record)
        case OrderRecord():
            return order_of(record)
        case _:
            return None


@given(order=some.orders(), wording=WORDINGS)
def test_an_order_comes_back_as_it_was(order: Order, wording: Wording) -> None:
    before = saved(order)

    record = through_json(order_record(before, wording))

    assert isinstance(record, OrderRecord)
    assert comparable(order_of(record)) == comparable(before)


@given(customer=CUSTOMERS)
def test_a_customer_comes_back_as_they_were(customer: Customer) -> None:
    record = through_json(customer_record(customer))

    assert isinstance(record, CustomerRecord)
    assert customer_of(record) == customer


@given(address=some.addresses(), customer=st.integers(0, 2**63 - 1), wording=WORDINGS)
def test_an_address_comes_back_as_it_was(address: Address, customer: int, wording: Wording) -> None:
    record = through_json(address_record(customer, address, wording))

    assert isinstance(record, AddressRecord)
    assert (record.customer, address_of(record)) == (customer, address)


@given(reason=REASONS, wording=WORDINGS)
def test_a_reason_comes_back_as_it_was(reason: CancellationReason, wording: Wording) -> None:
    record = through_json(reason_record(reason, wording))

    assert isinstance(record, ReasonRecord)
    assert reason_of(record) == reason


@given(line=st.binary(max_size=20) | st.builds(msgspec.json.encode, JSON))
def test_any_line_is_a_record_or_has_a_place_that_is_wrong(line: bytes) -> None:
    fault = fault_of(line)

    assert fault is None or (fault.field and fault.message)


def fault_of(line: bytes) -> FieldError | None:
    try:
        read_record(line)
    except FieldError as error:
        return error
    return None


@given(document=changed(DOCUMENT))
def test_an_order_with_anything_changed_is_an_order_or_has_a_place_that_is_wrong(
    document: object,
) -> None:
    check_taken_in(document)


@given(document=SMALL)
def test_a_record_with_anything_changed_is_one_or_has_a_place_that_is_wrong(
    document: object,
) -> None:
    check_taken_in(document)


def check_taken_in(document: object) -> None:
    """What is taken in can be given out again and says the same; all else is a FieldError."""
    record = None
    with suppress(FieldError):
        record = read_record(msgspec.json.encode(document))
        taken_in = domain_of(record)
        event(f"{type(record).__name__} is taken in")
        again = through_json(record)
        assert domain_of(again) == taken_in
        return
    event("refused" if record is None else "refused by the domain")
