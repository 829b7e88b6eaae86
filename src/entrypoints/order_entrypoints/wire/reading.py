"""Read decoded JSON into a structure, with every error at once.

msgspec stops at the first error; a form wants all of them, by dotted field name. The
types say what is expected, and the walk below asks msgspec for one leaf at a time.
Keys that the structure does not have are ignored, as the platform ignores them.
"""

from datetime import date
from enum import Enum
from types import NoneType
from typing import Annotated, TypeGuard, TypeVar, get_args, get_origin

import msgspec
from msgspec import NODEFAULT, Struct

from order_domain.cancellation.checks import FieldErrors, Problem, gather
from order_domain.values import is_array, is_object
from order_entrypoints.wire.values import HourMinute

S = TypeVar("S", bound=Struct)

REQUIRED = "This field is required."
NOT_NULL = "This field may not be null."
NO_OBJECT = "Expected an object."
NO_LIST = "Expected a list of items."

_EXPECTED: dict[object, str] = {
    int: "A valid integer is required.",
    bool: "Must be a valid boolean.",
    str: "Not a valid string.",
    date: "Expected a date as YYYY-MM-DD.",
    HourMinute: "Expected a time as HH:MM.",
}


def read(value: object, shape: type[S]) -> S | FieldErrors:
    """Return the structure, or every error by dotted field name.

    Args:
        value: decoded JSON.
        shape: a structure of structures, tuples and plain values.
    """
    problems: list[Problem] = []
    result = _read(value, shape, "", problems)
    return result if isinstance(result, shape) else gather(problems)


def _read(value: object, kind: object, at: str, problems: list[Problem]) -> object:
    """Return the value read, or the type ``_Unreadable`` after noting why."""
    arguments = get_args(kind)
    if NoneType in arguments:
        return None if value is None else _read(value, arguments[0], at, problems)
    if get_origin(kind) is tuple:
        return _read_list(value, arguments[0], at, problems)
    if _is_structure(kind):
        return _read_object(value, kind, at, problems)
    return _read_leaf(value, kind, at, problems)


class _Unreadable:
    """Stands for a value with an error."""


def _read_object(value: object, kind: type[Struct], at: str, problems: list[Problem]) -> object:
    if not is_object(value):
        problems.append((at or "non_field_errors", NO_OBJECT))
        return _Unreadable
    found: dict[str, object] = {}
    for field in msgspec.structs.fields(kind):
        place = f"{at}.{field.encode_name}" if at else field.encode_name
        if field.encode_name in value:
            found[field.name] = _read(value[field.encode_name], field.type, place, problems)
        elif field.default is NODEFAULT:
            found[field.name] = _Unreadable
            problems.append((place, REQUIRED))
    return _Unreadable if _Unreadable in found.values() else kind(**found)


def _read_list(value: object, kind: object, at: str, problems: list[Problem]) -> object:
    if not is_array(value):
        problems.append((at, NOT_NULL if value is None else NO_LIST))
        return _Unreadable
    entries = tuple(
        _read(entry, kind, f"{at}.{index}", problems) for index, entry in enumerate(value)
    )
    return _Unreadable if _Unreadable in entries else entries


def _read_leaf(value: object, kind: object, at: str, problems: list[Problem]) -> object:
    try:
        return msgspec.convert(value, kind, strict=False)
    except msgspec.ValidationError:
        problems.append((at, NOT_NULL if value is None else _message(value, kind)))
        return _Unreadable


def _is_structure(kind: object) -> TypeGuard[type[Struct]]:
    return isinstance(kind, type) and issubclass(kind, Struct)


def _message(value: object, kind: object) -> str:
    if kind in _EXPECTED:
        return _EXPECTED[kind]
    plain = get_args(kind)[0] if get_origin(kind) is Annotated else kind
    if plain is str and isinstance(value, str):
        return "Null characters are not allowed."
    if isinstance(plain, type) and issubclass(plain, Enum):
        known = ", ".join(str(member.value) for member in plain)
        return f"Not a valid choice; expected one of: {known}."
    return _EXPECTED[plain]
