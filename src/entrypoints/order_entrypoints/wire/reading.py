"""Read decoded JSON into a structure, with every error at once.

msgspec stops at the first error; a form wants all of them, by dotted field name. The
types say what is expected, and the walk below asks msgspec for one leaf at a time.
Keys that the structure does not have are ignored, as the platform ignores them.
"""

import re
from datetime import date
from enum import Enum
from types import NoneType
from typing import Annotated, Generic, TypeGuard, TypeVar, get_args, get_origin

import msgspec
from attrs import frozen
from msgspec import NODEFAULT, Struct

from order_domain.field_errors import FieldErrors, Problem, gather
from order_domain.values import is_array, is_object
from order_entrypoints.wire.values import HourMinute

S = TypeVar("S", bound=Struct)

_DATA_URL = re.compile(r"^data:[^,]{0,100};base64,", re.IGNORECASE)
"""What a browser puts before the base64 of a file."""

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
    bytes: "Expected a file in base64.",
}

_BLANK: dict[object, object] = {
    int: 0,
    bool: False,
    str: "",
    date: date.min,
    HourMinute: "00:00",
    bytes: b"",
}
"""What stands for a value that could not be read, so that the rest can be checked too."""


@frozen
class Reading(Generic[S]):
    """A structure as far as it could be read.

    Attributes:
        value: the structure; what could not be read in it stands blank.
        errors: messages by dotted field name; when there are none, the value is whole.
    """

    value: S
    errors: FieldErrors


def read(value: object, shape: type[S]) -> Reading[S]:
    """Read decoded JSON.

    Args:
        value: decoded JSON.
        shape: a structure of structures, tuples and plain values.
    """
    problems: list[Problem] = []
    return Reading(_read_object(value, shape, "", problems), gather(problems))


def _read(value: object, kind: object, at: str, problems: list[Problem]) -> object:
    """Return the value, or a blank one after noting why."""
    arguments = get_args(kind)
    if NoneType in arguments:
        return _read_optional(value, arguments[0], at, problems)
    plain = _plain(kind)
    if get_origin(plain) is tuple:
        return _read_list(value, kind, at, problems)
    if _is_structure(kind):
        return _read_object(value, kind, at, problems)
    return _read_leaf(value, kind, at, problems)


def _read_optional(value: object, kind: object, at: str, problems: list[Problem]) -> object:
    """Return the value; None is one, and stands for what could not be read at all."""
    before = len(problems)
    found = None if value is None else _read(value, kind, at, problems)
    return None if any(place == at for place, _ in problems[before:]) else found


def _read_object(value: object, kind: type[S], at: str, problems: list[Problem]) -> S:
    if not is_object(value):
        problems.append((at or "non_field_errors", NO_OBJECT))
        return _blank_object(kind)
    found: dict[str, object] = {}
    for field in msgspec.structs.fields(kind):
        place = f"{at}.{field.encode_name}" if at else field.encode_name
        if field.encode_name in value:
            found[field.name] = _read(value[field.encode_name], field.type, place, problems)
        elif field.default is NODEFAULT:
            found[field.name] = _blank(field.type)
            problems.append((place, REQUIRED))
    return kind(**found)


def _read_list(value: object, kind: object, at: str, problems: list[Problem]) -> object:
    if not is_array(value):
        problems.append((at, NOT_NULL if value is None else NO_LIST))
        return ()
    most = _most(kind)
    if most is not None and len(value) > most:
        problems.append((at, f"Ensure this field has no more than {most} elements."))
        return ()
    inner = get_args(_plain(kind))[0]
    return tuple(
        _read(entry, inner, f"{at}.{index}", problems) for index, entry in enumerate(value)
    )


def _most(kind: object) -> int | None:
    """How many entries a list, or characters a text, may have; None for any number."""
    limits = (part.max_length for part in get_args(kind)[1:] if isinstance(part, msgspec.Meta))
    return next(limits, None)


def _read_leaf(value: object, kind: object, at: str, problems: list[Problem]) -> object:
    if kind is bytes and isinstance(value, str):
        value = _DATA_URL.sub("", value, count=1)
    try:
        return msgspec.convert(value, kind, strict=False)
    except msgspec.ValidationError:
        problems.append((at, NOT_NULL if value is None else _message(value, kind)))
        return _blank(kind)


def _message(value: object, kind: object) -> str:
    plain = _plain(kind)
    if plain is str and isinstance(value, str):
        return _fault_of_text(value, kind)
    if _is_enum(plain):
        known = ", ".join(str(member.value) for member in plain)
        return f"Not a valid choice; expected one of: {known}."
    return _EXPECTED[plain]


def _fault_of_text(text: str, kind: object) -> str:
    if "\0" in text:
        return "Null characters are not allowed."
    return f"Ensure this field has no more than {_most(kind)} characters."


def _blank(kind: object) -> object:
    plain = _plain(kind)
    if NoneType in get_args(kind):
        return None
    if get_origin(plain) is tuple:
        return ()
    if _is_structure(kind):
        return _blank_object(kind)
    return next(iter(plain)) if _is_enum(plain) else _BLANK[plain]


def _blank_object(kind: type[S]) -> S:
    required = [field for field in msgspec.structs.fields(kind) if field.default is NODEFAULT]
    return kind(**{field.name: _blank(field.type) for field in required})


def _plain(kind: object) -> object:
    """The type under an annotation that only limits it."""
    annotated = get_origin(kind) is Annotated and kind not in _EXPECTED
    return get_args(kind)[0] if annotated else kind


def _is_structure(kind: object) -> TypeGuard[type[Struct]]:
    return isinstance(kind, type) and issubclass(kind, Struct)


def _is_enum(kind: object) -> TypeGuard[type[Enum]]:
    return isinstance(kind, type) and issubclass(kind, Enum)
