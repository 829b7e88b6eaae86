"""Bodies read with every error at once, by dotted field name."""

from collections.abc import Sequence
from datetime import date

import msgspec
import pytest
from msgspec import Struct

from order_domain.field_errors import FieldErrors
from order_domain.values import is_array
from order_entrypoints.wire.bodies import (
    AddressChangeBody,
    CancellationBody,
    HourRangeBody,
    PickupDateBody,
    SelectedItemBody,
)
from order_entrypoints.wire.reading import NO_LIST, NO_OBJECT, NOT_NULL, REQUIRED, read
from unit.wire.documents import Place, dotted, get, put, without

BODY: dict[str, object] = {
    "cancel_order_items": [
        {
            "order_item": 1,
            "cancellation_type": "refund",
            "reason": 5,
            "description": "Too blue.",
            "quantity": 2,
            "shipping_company": 6,
            "pickup_date": {
                "date": "2025-06-03",
                "hour_range": {"start": "09:00", "end": "12:00"},
            },
            "pickup_address": 42,
            "iban": "TR330006100519786457841326",
            "holder_name": "Ada Lovelace",
            "fully_refund_as_loyalty_money": False,
            "return_policy": True,
            "cancellation_request_image_set": [
                {"image": "aGk=", "description": "From above."},
                {"image": "data:image/png;base64,aGk="},
            ],
        }
    ],
    "pickup_address": 41,
    "fully_refund_as_loyalty_money": True,
    "return_policy": False,
}
LINE: Place = ("cancel_order_items", 0)
PICKUP: Place = (*LINE, "pickup_date")
HOURS: Place = (*PICKUP, "hour_range")
IMAGES: Place = (*LINE, "cancellation_request_image_set")

WHOLE_NUMBER = "A valid integer is required."
BOOLEAN = "Must be a valid boolean."
TEXT = "Not a valid string."
NO_NULLS = "Null characters are not allowed."
DATE = "Expected a date as YYYY-MM-DD."
HOUR = "Expected a time as HH:MM."
FILE = "Expected a file in base64."
TOO_LONG = "Ensure this field has no more than 10000 characters."
TYPE = "Not a valid choice; expected one of: cancel, refund."

# A message → what gets it.
NO_NUMBERS: list[object] = ["x", "", "1.5", "٣", "1_0", 1.5, True, [], {}, [1], 2**63, -(2**63) - 1]
NO_BOOLEANS: list[object] = ["perhaps", "", 2, -1, 1.5, [], {}]
NO_TEXTS: list[object] = [5, 1.5, False, [], {}, ["x"]]
NO_DATES: list[object] = [
    "",
    "tomorrow",
    "2025-02-30",
    "2025-6-3",
    "2025-06-03T10:00",
    20250603,
    [],
]
NO_HOURS: list[object] = [
    "", "9:00", "24:00", "09:60", "09:00:00", " 09:00", "09:00\n", "0٩:00", 900, [], {}, True,
]  # fmt: skip
NO_TYPES: list[object] = ["", "Cancel", "refuse", 1, True, [], {}]
NO_OBJECTS: list[object] = ["x", 5, True, [], [{}]]
NO_FILES: list[object] = ["a", "a===", "a.b=", "data:image/png,hi", "data:base64,aGk", 5, [], True]
NO_LISTS: list[object] = ["x", 5, True, {}, {"0": {}}]

REQUIRED_FIELDS: list[tuple[Place, list[object], str]] = [
    (("cancel_order_items",), NO_LISTS, NO_LIST),
    ((*LINE, "order_item"), NO_NUMBERS, WHOLE_NUMBER),
    ((*LINE, "cancellation_type"), NO_TYPES, TYPE),
    ((*LINE, "reason"), NO_NUMBERS, WHOLE_NUMBER),
    ((*PICKUP, "date"), NO_DATES, DATE),
    (HOURS, NO_OBJECTS, NO_OBJECT),
    ((*HOURS, "start"), NO_HOURS, HOUR),
    ((*HOURS, "end"), NO_HOURS, HOUR),
    ((*IMAGES, 0, "image"), NO_FILES, FILE),
]
OPTIONAL_FIELDS: list[tuple[Place, list[object], str]] = [
    ((*LINE, "description"), NO_TEXTS, TEXT),
    ((*LINE, "description"), ["\x00", "a\x00", "a\n\x00"], NO_NULLS),
    ((*LINE, "quantity"), NO_NUMBERS, WHOLE_NUMBER),
    ((*LINE, "shipping_company"), NO_NUMBERS, WHOLE_NUMBER),
    (PICKUP, NO_OBJECTS, NO_OBJECT),
    (("pickup_address",), NO_NUMBERS, WHOLE_NUMBER),
    (("return_policy",), NO_BOOLEANS, BOOLEAN),
    ((*LINE, "pickup_address"), NO_NUMBERS, WHOLE_NUMBER),
    ((*LINE, "iban"), NO_TEXTS, TEXT),
    ((*LINE, "holder_name"), NO_TEXTS, TEXT),
    ((*LINE, "fully_refund_as_loyalty_money"), NO_BOOLEANS, BOOLEAN),
    ((*LINE, "return_policy"), NO_BOOLEANS, BOOLEAN),
    ((*IMAGES, 0, "description"), NO_TEXTS, TEXT),
]
DEFAULTED_FIELDS: list[tuple[Place, list[object], str]] = [
    (("fully_refund_as_loyalty_money",), NO_BOOLEANS, BOOLEAN),
    (IMAGES, NO_LISTS, NO_LIST),
]


def errors_of(body: object, shape: type[Struct] = CancellationBody) -> FieldErrors:
    return read(body, shape).errors


def line_of(body: object) -> SelectedItemBody:
    return read(body, CancellationBody).value.cancel_order_items[0]


def test_a_whole_body_is_read_without_errors() -> None:
    reading = read(BODY, CancellationBody)

    assert reading.errors == {}
    assert reading.value == CancellationBody(
        cancel_order_items=(line_of(BODY),),
        pickup_address=41,
        fully_refund_as_loyalty_money=True,
        return_policy=False,
    )
    line = line_of(BODY)
    assert (line.order_item, line.cancellation_type.value, line.reason) == (1, "refund", 5)
    assert (line.description, line.quantity, line.shipping_company) == ("Too blue.", 2, 6)
    assert line.pickup_date == PickupDateBody(
        date=date(2025, 6, 3), hour_range=HourRangeBody(start="09:00", end="12:00")
    )


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        pytest.param(place, value, message, id=f"{dotted(place)}={value!a}")
        for place, values, message in (*REQUIRED_FIELDS, *OPTIONAL_FIELDS, *DEFAULTED_FIELDS)
        for value in values
    ],
)
def test_a_wrong_value_is_told_at_its_field(place: Place, value: object, message: str) -> None:
    assert errors_of(put(BODY, place, value)) == {dotted(place): (message,)}


@pytest.mark.parametrize("place", [place for place, _, _ in REQUIRED_FIELDS], ids=dotted)
def test_a_field_that_is_required_must_be_there_and_be_something(place: Place) -> None:
    missing = errors_of(without(BODY, place))
    null = errors_of(put(BODY, place, None))

    assert missing == {dotted(place): (REQUIRED,)}
    assert null == {dotted(place): (NO_OBJECT if place == HOURS else NOT_NULL,)}


@pytest.mark.parametrize("place", [place for place, _, _ in OPTIONAL_FIELDS[1:]], ids=dotted)
def test_a_field_that_is_optional_may_be_nothing(place: Place) -> None:
    missing, null = (
        read(body, CancellationBody) for body in (without(BODY, place), put(BODY, place, None))
    )

    assert (missing.errors, null.errors) == ({}, {})
    assert missing.value == null.value


@pytest.mark.parametrize(
    ("place", "default"), [(("fully_refund_as_loyalty_money",), False), (IMAGES, ())]
)
def test_a_field_with_a_default_may_be_missing_and_not_null(place: Place, default: object) -> None:
    assert errors_of(put(BODY, place, None)) == {dotted(place): (NOT_NULL,)}
    without_it = read(without(BODY, place), CancellationBody)
    assert without_it.errors == {}
    assert get(msgspec.to_builtins(without_it.value), place) == default


@pytest.mark.parametrize("field", ["description", "iban", "holder_name"])
def test_a_text_is_as_long_as_a_person_would_write(field: str) -> None:
    place: Place = (*LINE, field)

    assert errors_of(put(BODY, place, "ç" * 10_000)) == {}
    assert errors_of(put(BODY, place, "ç" * 10_001)) == {dotted(place): (TOO_LONG,)}


@pytest.mark.parametrize(
    ("place", "most"), [(("cancel_order_items",), 1000), (IMAGES, 100)], ids=["lines", "images"]
)
def test_a_list_has_so_many_entries_at_most(place: Place, most: int) -> None:
    (entry, *_) = _list_at(place)

    assert errors_of(put(BODY, place, [entry] * most)) == {}
    too_many = read(put(BODY, place, [None] * (most + 1)), CancellationBody)
    assert too_many.errors == {
        dotted(place): (f"Ensure this field has no more than {most} elements.",)
    }
    assert get(msgspec.to_builtins(too_many.value), place) == ()


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("", b""),
        ("aGk=", b"hi"),
        ("data:;base64,aGk=", b"hi"),
        ("data:image/png;base64,aGk=", b"hi"),
        ("DATA:image/svg+xml;charset=utf-8;BASE64,aGk=", b"hi"),
    ],
)
def test_a_file_is_base64_as_it_is_or_as_a_browser_writes_it(sent: str, meant: bytes) -> None:
    reading = read(put(BODY, (*IMAGES, 0, "image"), sent), CancellationBody)

    assert reading.errors == {}
    assert reading.value.cancel_order_items[0].cancellation_request_image_set[0].image == meant


@pytest.mark.parametrize(
    ("place", "sent", "meant"),
    [
        ((*LINE, "order_item"), "7", 7),
        ((*LINE, "order_item"), 7.0, 7),
        ((*LINE, "order_item"), -1, -1),
        ((*LINE, "order_item"), 2**63 - 1, 2**63 - 1),
        ((*LINE, "quantity"), "3", 3),
        (("return_policy",), "true", True),
        (("return_policy",), 0, False),
    ],
)
def test_what_forms_send_as_text_is_understood(place: Place, sent: object, meant: object) -> None:
    reading = read(put(BODY, place, sent), CancellationBody)

    assert reading.errors == {}
    found = get(msgspec.to_builtins(reading.value), place)
    assert found == meant
    assert type(found) is type(meant)


def test_keys_that_are_not_known_are_passed_over() -> None:
    body = {**BODY, "channel": "web", "": None}

    assert read(body, CancellationBody) == read(BODY, CancellationBody)


@pytest.mark.parametrize("value", [None, True, 5, 1.5, "x", [], [BODY]], ids=repr)
def test_what_is_no_object_has_one_error(value: object) -> None:
    reading = read(value, CancellationBody)

    assert reading.errors == {"non_field_errors": (NO_OBJECT,)}
    assert reading.value == CancellationBody(cancel_order_items=())


def test_every_error_is_told_at_once() -> None:
    # given
    a_bad_line = {
        "order_item": None,
        "cancellation_type": "refuse",
        "quantity": "many",
        "pickup_date": {"date": 5, "hour_range": {"start": "9"}},
    }
    body = {
        "cancel_order_items": [a_bad_line, None, {}],
        "pickup_address": [],
        "fully_refund_as_loyalty_money": None,
    }

    # when
    errors = errors_of(body)

    # then
    assert errors == {
        "cancel_order_items.0.order_item": (NOT_NULL,),
        "cancel_order_items.0.cancellation_type": (TYPE,),
        "cancel_order_items.0.reason": (REQUIRED,),
        "cancel_order_items.0.quantity": (WHOLE_NUMBER,),
        "cancel_order_items.0.pickup_date.date": (DATE,),
        "cancel_order_items.0.pickup_date.hour_range.start": (HOUR,),
        "cancel_order_items.0.pickup_date.hour_range.end": (REQUIRED,),
        "cancel_order_items.1": (NO_OBJECT,),
        "cancel_order_items.2.order_item": (REQUIRED,),
        "cancel_order_items.2.cancellation_type": (REQUIRED,),
        "cancel_order_items.2.reason": (REQUIRED,),
        "pickup_address": (WHOLE_NUMBER,),
        "fully_refund_as_loyalty_money": (NOT_NULL,),
    }


def test_what_could_not_be_read_stands_blank_and_the_rest_as_sent() -> None:
    # given
    body = put(put(BODY, (*LINE, "reason"), "x"), (*PICKUP, "date"), "x")
    body = put(put(body, (*LINE, "quantity"), "x"), (*LINE, "cancellation_type"), "x")

    # when
    line = line_of(body)

    # then
    assert (line.reason, line.quantity, line.cancellation_type.value) == (0, None, "cancel")
    assert (line.order_item, line.description) == (1, "Too blue.")
    assert line.pickup_date == PickupDateBody(
        date=date.min, hour_range=HourRangeBody(start="09:00", end="12:00")
    )


def test_a_line_that_is_no_object_stands_blank_among_the_others() -> None:
    body = {"cancel_order_items": ["x", *_list_at(("cancel_order_items",))]}

    first, second = read(body, CancellationBody).value.cancel_order_items

    assert first == SelectedItemBody(
        order_item=0, cancellation_type=first.cancellation_type, reason=0
    )
    assert second == line_of(BODY)


def test_an_optional_object_that_is_none_stands_as_nothing() -> None:
    assert line_of(put(BODY, PICKUP, "tomorrow")).pickup_date is None


def test_an_address_change_is_read_by_the_same_rules() -> None:
    whole = {"order": "7", "address": 41, "order_address_types": ["billing", "shipping"]}

    assert errors_of(whole, AddressChangeBody) == {}
    assert errors_of({}, AddressChangeBody) == dict.fromkeys(
        ("order", "address", "order_address_types"), (REQUIRED,)
    )
    assert errors_of(
        {**whole, "order_address_types": ["billing", "home", 5], "channel_id": "web"},
        AddressChangeBody,
    ) == {
        "order_address_types.1": ("Not a valid choice; expected one of: shipping, billing.",),
        "order_address_types.2": ("Not a valid choice; expected one of: shipping, billing.",),
        "channel_id": (WHOLE_NUMBER,),
    }


def _list_at(place: Place) -> Sequence[object]:
    entries = get(BODY, place)
    assert is_array(entries)
    return entries
