"""Decoded JSON: any, and what becomes of a good document when something in it is changed."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TypeAlias

from attrs import AttrsInstance, asdict, evolve
from hypothesis import strategies as st

from order_adapters.memory import InMemoryOrders
from order_domain.orders import Order
from order_domain.values import is_array, is_object

Place: TypeAlias = tuple[str | int, ...]
"""The keys and positions that lead to a value in a document."""

LARGEST = 2**64 - 1
"""The largest whole number that msgspec writes."""

_NUMBERS = st.integers(-(2**63), LARGEST) | st.floats(allow_nan=False, allow_infinity=False)
# What is nearly right goes deeper than what is merely odd.
_NEARLY_RIGHT = st.sampled_from(
    (
        "",
        "1",
        "true",
        "\x00",
        "2025-02-30",
        "25:00",
        "10:30\n",
        "NaN",
        "Infinity",
        "1e40",
        "0.12345",
    )
)
_LEAVES = st.none() | st.booleans() | _NUMBERS | _NEARLY_RIGHT | st.text(max_size=5)
_KEYS = st.sampled_from(("pk", "id", "value", "label", "kind", "date", "")) | st.text(max_size=3)


def _containers(inside: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.lists(inside, max_size=3) | st.dictionaries(_KEYS, inside, max_size=3)


JSON: st.SearchStrategy[object] = st.recursive(_LEAVES, _containers, max_leaves=6)
"""Any decoded JSON."""


def places(document: object) -> list[Place]:
    """The place of every value in a document, that of the whole not among them."""
    return [place for place, _ in _walk(document, ()) if place]


def get(document: object, place: Place) -> object:
    """The value at a place."""
    for step in place:
        if is_object(document):
            document = document[str(step)]
        else:
            assert is_array(document)
            document = document[int(step)]
    return document


def put(document: object, place: Place, value: object) -> object:
    """The document with another value at a place."""
    if not place:
        return value
    step, *rest = place
    if is_object(document):
        return {**document, str(step): put(document.get(str(step)), tuple(rest), value)}
    assert is_array(document)
    return [
        put(entry, tuple(rest), value) if index == step else entry
        for index, entry in enumerate(document)
    ]


def without(document: object, place: Place) -> object:
    """The document without what is at a place."""
    *around, last = place
    outer = get(document, tuple(around))
    if is_object(outer):
        left: object = {key: value for key, value in outer.items() if key != last}
    else:
        assert is_array(outer)
        left = [value for index, value in enumerate(outer) if index != last]
    return put(document, tuple(around), left)


def dotted(place: Sequence[str | int]) -> str:
    """A place as errors name it."""
    return ".".join(map(str, place))


@st.composite
def changed(draw: st.DrawFn, document: object) -> object:
    """A document in which up to three values are others, gone, or joined by others."""
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.sampled_from([(), *places(document)]))
        how = draw(st.sampled_from(("replace", "replace", "remove", "add")))
        inner = get(document, place)
        if how == "remove" and place:
            document = without(document, place)
        elif how == "add" and is_object(inner):
            document = put(document, place, {**inner, draw(_KEYS): draw(JSON)})
        else:
            document = put(document, place, draw(JSON))
    return document


def comparable(record: AttrsInstance) -> dict[str, object]:
    """The fields of a record, at every depth, each moment in UTC.

    In the hour that clocks repeat, Python calls no two moments of two zones equal.
    """
    return asdict(record, value_serializer=_in_utc)


def saved(order: Order) -> Order:
    """The order as a repository keeps it, with a pk for each request, at its first version."""
    kept = InMemoryOrders([order]).by_pk(order.pk)
    assert kept is not None
    return evolve(kept, version=1)


def _in_utc(_record: object, _field: object, value: object) -> object:
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def _walk(value: object, place: Place) -> Iterator[tuple[Place, object]]:
    yield place, value
    if is_object(value):
        for key, entry in value.items():
            yield from _walk(entry, (*place, key))
    if is_array(value):
        for index, entry in enumerate(value):
            yield from _walk(entry, (*place, index))
