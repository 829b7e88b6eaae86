"""Lines of an import file: what they say, and where exactly they are wrong."""

import json
from datetime import UTC, datetime

import pytest

from order_entrypoints.wire.amounts import FieldError
from order_entrypoints.wire.records import (
    CustomerRecord,
    ReasonRecord,
    SessionRecord,
    SettingRecord,
    customer_of,
    read_record,
    reason_of,
)
from order_entrypoints.wire.values import encode

CUSTOMER: dict[str, object] = {"kind": "customer", "id": 7, "email": "ada@example.com"}
SESSION: dict[str, object] = {
    "kind": "session",
    "key": "k-7",
    "customer": 7,
    "expires": "2025-06-02T12:00:00+02:00",
}
REASON: dict[str, object] = {
    "kind": "cancellation_reason",
    "id": 3,
    "cancellation_type": "cancel",
    "subject": "I changed my mind",
}
ADDRESS: dict[str, object] = {
    "kind": "address",
    "customer": 7,
    "pk": 41,
    "first_name": "Ada",
    "last_name": "Lovelace",
    "line": "1 Main St",
    "title": "Home",
    "country": {"pk": 1, "name": "Turkey"},
    "city": {"pk": 34, "name": "İstanbul"},
}
SETTING: dict[str, object] = {"kind": "setting", "name": "EASY_RETURN_ENABLED", "value": True}


def refused(record: object) -> tuple[str, str]:
    """Where a record is wrong, and the message."""
    line = record if isinstance(record, bytes) else json.dumps(record).encode()
    with pytest.raises(FieldError) as caught:
        read_record(line)
    error = caught.value
    assert str(error) == f"{error.field}: {error.message}"
    return error.field, error.message


def test_each_kind_of_record_is_read() -> None:
    records = [
        read_record(json.dumps(record).encode())
        for record in (CUSTOMER, SESSION, REASON, ADDRESS, SETTING)
    ]

    assert [type(record).__name__ for record in records] == [
        "CustomerRecord",
        "SessionRecord",
        "ReasonRecord",
        "AddressRecord",
        "SettingRecord",
    ]


def test_a_session_ends_at_a_moment() -> None:
    record = read_record(json.dumps(SESSION).encode())

    assert isinstance(record, SessionRecord)
    assert (record.key, record.customer) == ("k-7", 7)
    assert record.expires == datetime(2025, 6, 2, 10, tzinfo=UTC)
    assert read_record(encode(record)) == record


def test_a_setting_may_have_any_value() -> None:
    value = {"hour_gap": {"time": 90}, "list": [1, 2.5, None]}

    record = read_record(json.dumps({**SETTING, "value": value}).encode())

    assert record == SettingRecord(name="EASY_RETURN_ENABLED", value=value)


def test_a_customer_is_registered_unless_said_to_be_a_guest() -> None:
    record, guest = (
        read_record(json.dumps(document).encode())
        for document in (CUSTOMER, {**CUSTOMER, "is_guest": True})
    )

    assert isinstance(record, CustomerRecord)
    assert isinstance(guest, CustomerRecord)
    assert (customer_of(record).is_guest, customer_of(guest).is_guest) == (False, True)
    assert customer_of(record).email == "ada@example.com"


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b" ",
        b"{",
        b'{"kind":"setting","name":"x","value":1}x',
        b"nonsense",
        b"\xff",
        b'"\\ud800"',
        b'{"kind":"customer","id":7,"email":"\xff"}',
        b'{"kind":"setting","name":"x","value":' + b"[" * 9999,
    ],
)
def test_what_is_not_json_is_said_to_be_no_json(line: bytes) -> None:
    field, message = refused(line)

    assert field == "line"
    assert message.startswith("Not JSON: ")


@pytest.mark.parametrize("line", [b"null", b"[]", b"1", b'"customer"', b"true", b"[" * 9999])
def test_what_is_no_object_is_wrong_as_a_whole(line: bytes) -> None:
    assert refused(line)[0] == "line"


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"kind": "customers"}, "kind", "Invalid value 'customers'"),
        ({"kind": 5}, "kind", "Expected `str`"),
        ({"id": "7"}, "id", "Expected `int`, got `str`"),
        ({"id": -1}, "id", "Expected `int` >= 0"),
        ({"id": 2**63}, "id", "Expected `int` <= 9223372036854775807"),
        ({"id": None}, "id", "Expected `int`, got `null`"),
        ({"email": 5}, "email", "Expected `str`, got `int`"),
        ({"is_guest": 1}, "is_guest", "Expected `bool`, got `int`"),
        ({"name": "Ada"}, "name", "Object contains unknown field `name`"),
        ({"given-name": "Ada"}, "given-name", "Object contains unknown field `given-name`"),
        ({"given name": "Ada"}, "given name", "Object contains unknown field `given name`"),
        ({"ad\n": "Ada"}, "ad\n", "Object contains unknown field `ad\n`"),
    ],
    ids=str,
)
def test_a_wrong_value_is_told_at_its_field(
    change: dict[str, object], field: str, message: str
) -> None:
    assert refused({**CUSTOMER, **change}) == (field, message)


def test_a_number_of_any_length_is_told_at_its_field() -> None:
    line = b'{"kind":"customer","email":"","id":1' + b"0" * 5000 + b"}"

    assert refused(line) == ("id", "Integer value out of range")


@pytest.mark.parametrize("field", ["kind", "id", "email"])
def test_a_missing_field_is_named(field: str) -> None:
    document = {key: value for key, value in CUSTOMER.items() if key != field}

    assert refused(document) == (field, f"Object missing required field `{field}`")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"pk": "41"}, "pk"),
        ({"id": 42}, "line"),
        ({"country": None}, "country"),
        ({"country": {"pk": 1}}, "country.name"),
        ({"country": {"name": "Turkey"}}, "country.pk"),
        ({"country": {"pk": 1, "id": 2, "name": "Turkey"}}, "country"),
        ({"country": {"pk": 1, "name": "Turkey", "iso": "tr"}}, "country.iso"),
        ({"city": {"pk": 1, "name": 5}}, "city.name"),
        ({"address_type": []}, "address_type"),
        ({"extra_field": "x"}, "extra_field"),
        ({"e_bill_taxpayer": "x"}, "e_bill_taxpayer"),
        ({"customer": None}, "customer"),
    ],
    ids=str,
)
def test_a_fault_inside_has_a_dotted_place(change: dict[str, object], field: str) -> None:
    assert refused({**ADDRESS, **change})[0] == field


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"expires": "2025-06-02T12:00:00"}, "expires"),
        ({"expires": "tomorrow"}, "expires"),
        ({"expires": None}, "expires"),
        ({"key": None}, "key"),
    ],
)
def test_a_session_without_a_certain_end_is_refused(change: dict[str, object], field: str) -> None:
    assert refused({**SESSION, **change})[0] == field


def test_pk_and_id_may_both_be_sent() -> None:
    by_id = {("id" if key == "pk" else key): value for key, value in ADDRESS.items()}

    written = {
        encode(read_record(json.dumps(document).encode()))
        for document in (ADDRESS, by_id, {**ADDRESS, "id": 41})
    }

    assert len(written) == 1


@pytest.mark.parametrize("length", [0, 1, 100])
def test_a_subject_may_have_a_hundred_characters(length: int) -> None:
    record = read_record(json.dumps({**REASON, "subject": "ç" * length}).encode())

    assert isinstance(record, ReasonRecord)
    assert reason_of(record).subject == "ç" * length


def test_a_longer_subject_is_refused() -> None:
    record = read_record(json.dumps({**REASON, "subject": "ç" * 101}).encode())

    assert isinstance(record, ReasonRecord)
    with pytest.raises(FieldError, match="subject: Expected at most 100 characters"):
        reason_of(record)


def test_a_reason_without_a_uuid_has_the_same_one_each_time() -> None:
    records = [read_record(json.dumps({**REASON, "id": pk}).encode()) for pk in (3, 3, 4)]

    uuids = [reason_of(record).uuid for record in records if isinstance(record, ReasonRecord)]
    assert uuids[0] == uuids[1] != uuids[2]


def test_a_reason_of_no_type_is_refused() -> None:
    assert refused({**REASON, "cancellation_type": "refuse"}) == (
        "cancellation_type",
        "'refuse' is not one of: cancel, refund.",
    )
