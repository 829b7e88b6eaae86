"""Omnitron's words when it refuses, in one shape.

It answers as Django REST framework does: ``{field: [...]}``, ``{non_field_errors: [...],
code}``, ``{detail, code}``, nested objects and lists, or a plain string. (Source: platform
facts, "Omnitron API", errors.)
"""

from collections.abc import Callable, Iterator
from itertools import islice

from order_adapters.omnitron import wire
from order_adapters.omnitron.line import Answer
from order_domain.values import is_array, is_object

NO_FIELD = "non_field_errors"
LONGEST = 300
"""Characters of a message or a field's name; and of all of them together in one text."""
MOST_MESSAGES = 50
DEEPEST = 8
"""Levels of nesting that are looked into."""


def errors_in(answer: Answer, hide: Callable[[str], str]) -> dict[str, list[str]]:
    """Return field → messages of a refusal; nested fields are dotted, e.g. ``address.city``.

    What belongs to no field is under ``non_field_errors``; a ``code`` keeps its name.
    Never empty.

    Args:
        answer: of 4xx.
        hide: blots out secrets; before the text is cut, since half a secret is one too.
    """
    errors: dict[str, list[str]] = {}
    for field, message in islice(_messages(_value(answer), "", DEEPEST), MOST_MESSAGES):
        name = readable(hide(field)) or NO_FIELD
        errors.setdefault(name, []).append(readable(hide(message)))
    return errors or {NO_FIELD: [f"Omnitron answered {answer.status} without saying why."]}


def text_of(errors: dict[str, list[str]]) -> str:
    """Return the errors as one short text for a person."""
    return readable("; ".join(_line(field, messages) for field, messages in errors.items()))


def readable(text: str) -> str:
    """Return the text short, on one line, and with nothing that a database cannot store."""
    clean = "".join(sign if sign.isprintable() else " " for sign in text).strip()
    return clean if len(clean) <= LONGEST else f"{clean[: LONGEST - 1]}…"


def _line(field: str, messages: list[str]) -> str:
    words = " ".join(messages)
    return words if field in {NO_FIELD, "detail"} else f"{field}: {words}"


def _value(answer: Answer) -> object:
    try:
        return wire.json_in(answer.body)
    except wire.GarbledError:
        return None  # a page of HTML says nothing that a customer could use


def _messages(value: object, field: str, depth: int) -> Iterator[tuple[str, str]]:
    """Every (dotted field, message) inside a decoded JSON value."""
    if value is None or not depth:
        return
    if is_object(value):
        for name, inner in value.items():
            yield from _messages(inner, f"{field}.{name}" if field else name, depth - 1)
    elif is_array(value):
        for index, inner in enumerate(value):
            yield from _messages(inner, _place(field, index, inner), depth - 1)
    else:
        yield field, value if isinstance(value, str) else str(value)


def _place(field: str, index: int, inner: object) -> str:
    """A list of messages belongs to its field; in a list of objects each has its own place."""
    if not is_object(inner):
        return field
    return f"{field}.{index}" if field else str(index)
