"""What holds of every reading, whatever was sent."""

import msgspec
import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from msgspec import Struct

from order_domain.selections import Selection
from order_domain.values import is_array, is_object
from order_entrypoints.wire.bodies import (
    AddressChangeBody,
    CancellationBody,
    selection_of,
    uploads_of,
)
from order_entrypoints.wire.reading import Reading, read
from unit.wire.documents import JSON, changed, put
from unit.wire.test_reading import BODY, IMAGES

PLAIN = put(BODY, (*IMAGES, 1, "image"), "aGk=")
"""The body without what a browser puts before base64, which msgspec does not know."""

CHANGE: dict[str, object] = {"order": 7, "address": 41, "order_address_types": ["billing"]}


def is_place(document: object, name: str) -> bool:
    """Whether a dotted name is of something in the document, or missing from an object in it."""
    *around, last = name.split(".")
    for step in around:
        if is_array(document) and step.isdigit() and int(step) < len(document):
            document = document[int(step)]
        elif is_object(document) and step in document:
            document = document[step]
        else:
            return False
    if is_array(document):
        return last.isdigit() and int(last) < len(document)
    return is_object(document)


def check_reading(reading: Reading[CancellationBody], body: object) -> None:
    """Every error has one message and a place, and what is blank can still be worked with."""
    for field, messages in reading.errors.items():
        assert len(messages) == 1
        assert field == "non_field_errors" or is_place(body, field)
    assert isinstance(selection_of(reading.value), Selection)
    assert all(uploads_of(reading.value).values())


@given(body=JSON)
def test_anything_at_all_gives_a_reading(body: object) -> None:
    reading = read(body, CancellationBody)

    check_reading(reading, body)


@given(body=changed(PLAIN))
def test_a_good_body_with_anything_changed_gives_a_reading(body: object) -> None:
    reading = read(body, CancellationBody)

    event(f"errors: {min(len(reading.errors), 3)}")
    check_reading(reading, body)


@given(body=changed(PLAIN))
def test_errors_are_told_exactly_of_what_msgspec_would_not_take(body: object) -> None:
    reading = read(body, CancellationBody)

    if reading.errors:
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(body, CancellationBody, strict=False)
    else:
        assert reading.value == msgspec.convert(body, CancellationBody, strict=False)


@given(body=JSON | changed(CHANGE))
def test_an_address_change_of_anything_gives_a_reading(body: object) -> None:
    reading = read(body, AddressChangeBody)

    assert all(field == "non_field_errors" or is_place(body, field) for field in reading.errors)
    assert isinstance(reading.value, AddressChangeBody)


@given(body=changed(PLAIN), shape=st.sampled_from((CancellationBody, AddressChangeBody)))
def test_reading_again_what_was_read_finds_no_errors(body: object, shape: type[Struct]) -> None:
    once = read(body, shape)

    again = read(msgspec.to_builtins(once.value), shape)

    assert (again.errors, again.value) == ({}, once.value)
