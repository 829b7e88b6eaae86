"""Every kind of line that cannot be taken in: its number, its field, and nothing kept."""

from collections.abc import Iterator
from typing import TypeAlias

import pytest
from sqlalchemy import Engine

from integration.real_records import (
    Json,
    address,
    address_fields,
    attempt,
    cancellation_request,
    customer,
    item,
    reason,
    rules,
    session,
    setting,
)
from integration.real_shop import ADA, SHIRT, SOCKS, order
from order_adapters.sqlalchemy import SqlCustomers
from order_entrypoints.exchange import BadLineError, import_lines
from order_entrypoints.wire.values import encode

Place: TypeAlias = tuple[int, str]
"""The number of the bad line, and the field."""

GOOD = (customer(ADA, "ada@example.com"), session("key", ADA), order())
HIGHEST = 2**63


def without(record: Json, key: str) -> Json:
    return {name: value for name, value in record.items() if name != key}


def bad_lines() -> Iterator[tuple[str, bytes]]:
    """The field that is told, and the line."""
    yield from _no_records()
    for field, record in _bad_records():
        yield field, encode(record)


def _no_records() -> Iterator[tuple[str, bytes]]:
    good = encode(customer(12, "x@example.com"))
    yield "line", b"{"
    yield "line", b"x"
    yield "line", good + good
    yield "line", b"\xef\xbb\xbf" + good
    yield "line", good.replace(b"x@", b"\xff@")
    yield "line", good.replace(b"x@", b"\\ud800@")
    yield "line", b"[" * 100_000
    yield "line", b"[]"
    yield "line", b"null"
    yield "kind", b"{}"
    yield "kind", b'{"kind": "basket"}'
    yield "kind", b'{"kind": 5}'
    yield "id", good.replace(b"12", b"9" * 5000)


def _bad_records() -> Iterator[tuple[str, Json]]:
    yield from _bad_people()
    yield from _bad_orders()
    yield from _bad_items()
    yield from _bad_references()


def _bad_people() -> Iterator[tuple[str, Json]]:
    yield "id", without(customer(12, "x"), "id")
    yield "id", customer(-1, "x")
    yield "id", customer(HIGHEST, "x")
    yield "email", {**customer(12, "x"), "email": None}
    yield "email", customer(12, "a\0b")
    yield "is_guest", {**customer(12, "x"), "is_guest": "no"}
    yield "colour", {**customer(12, "x"), "colour": "red"}
    yield "expires", session("k", ADA, "tomorrow")
    yield "expires", session("k", ADA, "2030-01-01T00:00:00")
    yield "city.name", address(41, ADA, city={"pk": 1})
    yield "country", address(41, ADA, country="Türkiye")
    yield "subject", reason(1, "cancel", "x" * 101)
    yield "cancellation_type", reason(1, "swap", "x")
    yield "value", rules(hour_gap={"time": -1})
    yield "value", setting("EASY_RETURN_ENABLED", "yes")
    yield "value", setting("NO_SUCH_SETTING", 1)


def _bad_orders() -> Iterator[tuple[str, Json]]:
    yield "orderitem_set", order(items=[])
    yield "orderitem_set", without(order(), "orderitem_set")
    yield "status", order(status="sold")
    yield "currency", order(currency="doubloon")
    yield "amount", order(amount="a lot")
    yield "amount", order(amount="0.001")
    yield "amount", order(amount="NaN")
    yield "amount", order(amount="1000000000000")
    yield "shipping_address.line", order(shipping_address=without(address_fields(1, ADA), "line"))
    yield "created_date", order(created_date="2024-02-30T00:00:00Z")
    yield "created_date", order(created_date="0001-01-01T00:00:00+14:00")
    yield "campaigns.0", order(campaigns=["3 for 2"])
    yield "attempts.0.state", order(attempts=[{**attempt("claimed", SHIRT), "state": "lost"}])
    yield "attempts.0.cancel_order_items.0.order_item", order(attempts=[attempt("claimed", 999)])
    yield "number", order(number="a\0b")
    yield "number", order(number="a/b")
    yield "number", order(number="")


def _bad_items() -> Iterator[tuple[str, Json]]:
    first = "orderitem_set.0"
    yield f"{first}.status", order(items=[item(SHIRT, status="99")])
    yield f"{first}.price", order(items=[item(SHIRT, price="1.005")])
    yield f"{first}.quantity", order(items=[item(SHIRT, quantity=0)])
    yield f"{first}.cancelled_quantity", order(items=[item(SHIRT, cancelled_quantity=2)])
    yield f"{first}.price_currency", order(items=[item(SHIRT, price_currency="usd")])
    yield f"{first}.product.sku", order(items=[item(SHIRT, product={"pk": 1, "name": "x"})])
    yield "orderitem_set.1.quantity", order(items=[item(SHIRT), item(SOCKS, quantity="3")])
    yield "orderitem_set.1.pk", order(items=[item(SHIRT), item(SHIRT)])
    for field, request in (
        ("order_item", cancellation_request(1, SOCKS)),
        ("status", cancellation_request(1, SHIRT, status="lost")),
        ("uuid", without(cancellation_request(1, SHIRT), "uuid")),
    ):
        asked = item(SHIRT, cancellationrequest_set=[request])
        yield f"{first}.cancellationrequest_set.0.{field}", order(items=[asked])


def _bad_references() -> Iterator[tuple[str, Json]]:
    yield "customer", session("k", 99)
    yield "customer", address(41, 99)
    yield "customer", order(owner=99)
    yield "id", customer(ADA, "ada@example.com")
    yield "key", session("key", ADA)
    yield "pk", order()
    yield "number", order(pk=6099, items=[item(999)])
    yield "orderitem_set.0.pk", order(pk=6099, number="6099", items=[item(SHIRT)])


def test_each_is_told_with_its_number_and_its_field_and_nothing_is_kept(engine: Engine) -> None:
    for field, bad in bad_lines():
        # given
        lines = [*map(encode, GOOD), b"", bad, b"never read"]
        # when
        with pytest.raises(BadLineError) as told:
            import_lines(engine, lines, replace=False)
        # then
        found: Place = (told.value.line, told.value.field)
        expected: Place = (len(GOOD) + 2, field)
        assert found == expected, f"{bad[:200]!r}: {told.value}"
        assert str(told.value).startswith(f"line {len(GOOD) + 2}: {field}: ")
        assert SqlCustomers(engine).by_id(ADA) is None
