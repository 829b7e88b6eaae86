"""Bodies with one mistake each, and the errors that they are answered with, by dotted field.

Source: domain description, section 3.
"""

from collections.abc import Iterator
from typing import TypeAlias

from integration.real_records import COURIER, Json
from integration.real_shop import (
    BOBS_HOME,
    DOES_NOT_FIT,
    HOME,
    SHIRT,
    SNEAKERS,
    SOCKS,
    SOMETHING_ELSE,
    WITHDRAWN,
)

from .visitor import body, line

Errors: TypeAlias = dict[str, list[str]]
Mistake: TypeAlias = tuple[str, object, Errors]
"""A name, the body, and the errors."""

REQUIRED = "This field is required."
NOT_NULL = "This field may not be null."
NO_NUMBER = "A valid integer is required."
NO_OBJECT = "Expected an object."
NO_LIST = "Expected a list of items."
NO_BOOLEAN = "Must be a valid boolean."
NO_CHOICE = "Not a valid choice; expected one of: cancel, refund."
TOO_MANY = "Quantity can not be greater than order item quantity."
TOO_FEW = "Ensure this value is greater than or equal to 1."
NO_DATE = "Expected a date as YYYY-MM-DD."
NO_TIME = "Expected a time as HH:MM."

TOO_LARGE = 2**63

Values: TypeAlias = tuple[object, ...]
NO_OBJECTS: dict[str, object] = {"a list": [], "a text": "x", "a number": 1, "null": None}
NO_LISTS: Values = ("x", 1, True, {"0": {}})
NO_NUMBERS: Values = ("x", "", " ", 1.5, True, {}, [271], TOO_LARGE, "0x10", str(10**30))
NO_TEXTS: Values = (5, ["x"], {})
NO_TYPES: Values = ("Cancel", "", 1, [], {})
NO_DATES: Values = ("2099-13-01", "2099-02-30", "tomorrow", "01.01.2099", 20990101, "")
NO_TIMES: Values = ("9:00", "24:00", "09:60", "09:00:00", "noon", 9, "०९:००")  # noqa: RUF001 another script's
PICKUP: Json = {"date": "2099-01-01", "hour_range": {"start": "09:00", "end": "12:00"}}


def unknown(pk: object) -> str:
    return f'Invalid pk "{pk}" - object does not exist.'


def of_orders_being_prepared() -> Iterator[Mistake]:
    """Mistakes in cancelling items of the order ``NUMBER``."""
    yield from _of_the_whole()
    yield from _of_lines()
    yield from _of_reasons()
    yield from _of_quantities()


def _of_the_whole() -> Iterator[Mistake]:
    for name, content in NO_OBJECTS.items():
        yield name, content, {"non_field_errors": [NO_OBJECT]}
    at = "cancel_order_items"
    yield "nothing", {}, {at: [REQUIRED]}
    yield "no lines", body(), {at: ["This list may not be empty."]}
    yield "null for lines", {at: None}, {at: [NOT_NULL]}
    for bad in NO_LISTS:
        yield f"{bad!r} for lines", {at: bad}, {at: [NO_LIST]}
    for name in ("fully_refund_as_loyalty_money", "return_policy"):
        yield name, body(line(SHIRT), **{name: "maybe"}), {name: [NO_BOOLEAN]}
    flag = "fully_refund_as_loyalty_money"
    yield f"{flag} null", body(line(SHIRT), **{flag: None}), {flag: [NOT_NULL]}
    for pk in (999, BOBS_HOME, -1, TOO_LARGE - 1):
        yield (
            f"pickup_address {pk}",
            body(line(SHIRT), pickup_address=pk),
            {"pickup_address": [unknown(pk)]},
        )
    for bad in NO_NUMBERS:
        sent = body(line(SHIRT), pickup_address=bad)
        yield f"pickup_address {bad!r}", sent, {"pickup_address": [NO_NUMBER]}


def _of_lines() -> Iterator[Mistake]:
    at = "cancel_order_items.0"
    for name, content in NO_OBJECTS.items():
        yield f"{name} for a line", {"cancel_order_items": [content]}, {at: [NO_OBJECT]}
    fields = ("order_item", "cancellation_type", "reason")
    yield "an empty line", body({}), {f"{at}.{name}": [REQUIRED] for name in fields}
    for name in fields:
        without = {key: value for key, value in line(SHIRT).items() if key != name}
        yield f"no {name}", body(without), {f"{at}.{name}": [REQUIRED]}
        yield f"{name} null", body({**line(SHIRT), name: None}), {f"{at}.{name}": [NOT_NULL]}
    for bad in NO_NUMBERS:
        yield f"order_item {bad!r}", body(line(bad)), {f"{at}.order_item": [NO_NUMBER]}
    for pk in (999, 0, -1, TOO_LARGE - 1, -TOO_LARGE):
        yield f"order_item {pk}", body(line(pk)), {f"{at}.order_item": [unknown(pk)]}
    for bad in NO_TYPES:
        sent = body({**line(SHIRT), "cancellation_type": bad})
        yield f"cancellation_type {bad!r}", sent, {f"{at}.cancellation_type": [NO_CHOICE]}
    twice = {
        f"cancel_order_items.{index}.order_item": ["This order item is listed more than once."]
        for index in (0, 2)
    }
    yield "an item twice", body(line(SHIRT), line(SOCKS), line(str(SHIRT))), twice


def _of_reasons() -> Iterator[Mistake]:
    at = "cancel_order_items.0.reason"
    for pk in (999, 0, -1):
        yield f"reason {pk}", body({**line(SHIRT), "reason": pk}), {at: [unknown(pk)]}
    for bad in NO_NUMBERS:
        yield f"reason {bad!r}", body({**line(SHIRT), "reason": bad}), {at: [NO_NUMBER]}
    withdrawn = body({**line(SHIRT), "reason": WITHDRAWN})
    yield "a reason that is not in use", withdrawn, {at: ["This reason is no longer in use."]}
    others = body({**line(SHIRT), "reason": DOES_NOT_FIT})
    yield "a reason of the other type", others, {at: ["This reason is not for a cancel."]}
    at = "cancel_order_items.0.description"
    for description in (None, "", " \t"):
        sent = body({**line(SHIRT, description=description), "reason": SOMETHING_ELSE})
        yield f"description {description!r}", sent, {at: ["This reason needs a description."]}
    for bad in NO_TEXTS:
        sent = body(line(SHIRT, description=bad))
        yield f"description {bad!r}", sent, {at: ["Not a valid string."]}
    nul = body(line(SHIRT, description="a\0b"))
    yield "a NUL in the description", nul, {at: ["Null characters are not allowed."]}


def _of_quantities() -> Iterator[Mistake]:
    at = "cancel_order_items.0.quantity"
    for quantity in (0, -1, -TOO_LARGE):
        yield f"quantity {quantity}", body(line(SOCKS, quantity=quantity)), {at: [TOO_FEW]}
    for quantity in (4, TOO_LARGE - 1):
        yield f"quantity {quantity}", body(line(SOCKS, quantity=quantity)), {at: [TOO_MANY]}
    for bad in NO_NUMBERS:
        yield f"quantity {bad!r}", body(line(SOCKS, quantity=bad)), {at: [NO_NUMBER]}


def of_returns() -> Iterator[Mistake]:
    """Mistakes in sending back items of the order ``DELIVERED_NUMBER``."""
    at = "cancel_order_items.0"
    company = f"{at}.shipping_company"
    yield "no company", _returned(shipping_company=None), {company: [REQUIRED]}
    for pk in (999, COURIER + 1):
        message = "This company does not fetch this order item."
        yield f"company {pk}", _returned(shipping_company=pk), {company: [message]}
    yield "company 'x'", _returned(shipping_company="x"), {company: [NO_NUMBER]}
    others = _returned(reason=1)
    yield (
        "a reason of the other type",
        others,
        {f"{at}.reason": ["This reason is not for a refund."]},
    )
    for pk in (999, BOBS_HOME):
        sent = {**_returned(), "pickup_address": pk}
        yield f"pickup_address {pk}", sent, {"pickup_address": [unknown(pk)]}
    # what else is wrong makes a missing address one error among others
    yield (
        "no address, and too many",
        {**_returned(quantity=3), "pickup_address": None},
        {
            f"{at}.quantity": [TOO_MANY],
            "pickup_address": ["Pickup address is required."],
        },
    )
    for name, pickup, errors in _of_pickups():
        sent = _returned(pickup_date=pickup)
        yield name, sent, {f"{at}.pickup_date{field}": told for field, told in errors.items()}


def _of_pickups() -> Iterator[Mistake]:
    yield "pickup 'x'", "x", {"": [NO_OBJECT]}
    yield "an empty pickup", {}, {".date": [REQUIRED], ".hour_range": [REQUIRED]}
    for bad in NO_DATES:
        yield f"date {bad!r}", {**PICKUP, "date": bad}, {".date": [NO_DATE]}
    yield "a past date", {**PICKUP, "date": "2024-01-01"}, {".date": ["This date is in the past."]}
    yield (
        "no hours",
        {**PICKUP, "hour_range": {}},
        {
            ".hour_range.start": [REQUIRED],
            ".hour_range.end": [REQUIRED],
        },
    )
    for bad in NO_TIMES:
        hours = {"start": bad, "end": "12:00"}
        yield f"start {bad!r}", {**PICKUP, "hour_range": hours}, {".hour_range.start": [NO_TIME]}
    for end in ("09:00", "08:59"):
        hours = {"start": "09:00", "end": end}
        message = "The window must end after it starts."
        yield f"end {end}", {**PICKUP, "hour_range": hours}, {".hour_range.end": [message]}


def _returned(**more: object) -> Json:
    sent_back = {
        **line(SNEAKERS),
        "cancellation_type": "refund",
        "reason": DOES_NOT_FIT,
        "shipping_company": COURIER,
        **more,
    }
    return body(sent_back, pickup_address=HOME)
