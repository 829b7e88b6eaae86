"""Small values that orders, addresses and the archive share."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias, TypeGuard

from attrs import frozen

JsonObject: TypeAlias = Mapping[str, object]
"""A JSON object whose inside belongs to somebody else; kept as it came."""


def is_object(value: object) -> TypeGuard[JsonObject]:
    """Whether a decoded JSON value is an object."""
    return isinstance(value, Mapping)


def is_array(value: object) -> TypeGuard[Sequence[object]]:
    """Whether a decoded JSON value is an array."""
    return isinstance(value, (list, tuple))


@frozen
class EnumValue:
    """A choice of the platform's, as the documents show it (schema ``EnumValue``).

    Used where the set of choices belongs to the shop (shipping companies, client
    types); a set that the domain knows is an enum of its own.
    """

    value: str
    label: str
