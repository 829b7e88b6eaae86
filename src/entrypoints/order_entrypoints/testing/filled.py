"""A record with every field set, made from its class.

For round trips: a field that is added to a class later is in it by itself, and a copy
that loses the field is not equal any more.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from itertools import count
from types import UnionType
from typing import TypeVar, Union, get_args, get_origin, get_type_hints

from attrs import AttrsInstance, evolve, fields, has

from order_domain.cancellation_records import CancellationAttempt
from order_domain.orders import Order, OrderItem

_Record = TypeVar("_Record", bound=AttrsInstance)

_START = datetime(2024, 2, 29, 23, 59, 59, 999999, tzinfo=UTC)

# Each value is another one, and none is a default.
_PLAIN: Mapping[object, Callable[[int], object]] = {
    int: lambda number: 1000 + number,
    str: lambda number: f"Çay № {number} ☕",
    bool: lambda _: True,
    Decimal: lambda number: Decimal(f"{1000 + number}.50"),
    datetime: lambda number: _START + timedelta(hours=number),
    date: lambda number: date(2024, 1, 1) + timedelta(days=number),
    time: lambda number: time(number % 24, 30),
    object: lambda number: {"nested": [number, 1.5, None, {"deeper": "İ"}]},
}


def filled(record: type[_Record]) -> _Record:
    """Return a record of which no field, at any depth, has its default."""
    return _filled(record, count(1))


def filled_order() -> Order:
    """Return an order with every field set, whose requests and attempts are on its items."""
    order = filled(Order)
    items = tuple(_with_its_requests(item) for item in order.items)
    attempts = tuple(_about(items[0].pk, attempt) for attempt in order.attempts)
    return evolve(order, items=items, attempts=attempts)


def _about(item_pk: int, attempt: CancellationAttempt) -> CancellationAttempt:
    lines = tuple(evolve(line, order_item=item_pk) for line in attempt.selection.items)
    return evolve(attempt, selection=evolve(attempt.selection, items=lines))


def _with_its_requests(item: OrderItem) -> OrderItem:
    requests = tuple(evolve(one, order_item=item.pk) for one in item.cancellation_requests)
    return evolve(item, cancellation_requests=requests)


def _filled(record: type[_Record], numbers: "count[int]") -> _Record:
    hints = get_type_hints(record)
    make: Callable[..., _Record] = record
    return make(
        **{
            field.name: _value(hints[field.name], field.default, numbers)
            for field in fields(record)
        }
    )


def _value(hint: object, default: object, numbers: "count[int]") -> object:
    plain = _PLAIN.get(hint)
    if hint is bool:
        return not default if isinstance(default, bool) else True
    if plain is not None:
        return plain(next(numbers))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return next(member for member in reversed(list(hint)) if member is not default)
    if isinstance(hint, type) and has(hint):
        return _filled(hint, numbers)
    return _of_parts(get_origin(hint), get_args(hint), numbers)


def _of_parts(origin: object, parts: tuple[object, ...], numbers: "count[int]") -> object:
    """A value of a generic type: an optional one, a tuple or a mapping."""
    if origin is Union or origin is UnionType:
        chosen = next(part for part in parts if part is not type(None))
        return _value(chosen, None, numbers)
    if origin is tuple:
        return (_value(parts[0], None, numbers), _value(parts[0], None, numbers))
    return {f"key {next(numbers)}": _value(object, None, numbers)}
