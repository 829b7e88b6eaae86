"""What is wrong with what a client sent, field by field."""

from collections.abc import Collection, Mapping
from typing import TypeAlias

FieldErrors: TypeAlias = Mapping[str, tuple[str, ...]]
"""Dotted field name → messages, at least one."""

NO_ERRORS: FieldErrors = {}

WHOLE = "non_field_errors"
"""Stands for all of what was sent."""

Problem: TypeAlias = tuple[str, str]
"""A dotted field name and a message."""


def gather(problems: Collection[Problem]) -> FieldErrors:
    """Group messages by field, in the order in which they were found."""
    errors: dict[str, tuple[str, ...]] = {}
    for name, message in problems:
        errors[name] = (*errors.get(name, ()), message)
    return errors
