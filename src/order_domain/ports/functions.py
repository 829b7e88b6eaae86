"""Ports that are one function each."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

Clock: TypeAlias = Callable[[], datetime]
"""Gives the time now, with a time zone."""

NewUuid: TypeAlias = Callable[[], str]
"""Gives a new universally unique id in its canonical form of 36 characters."""

SameText: TypeAlias = Callable[[str, str], bool]
"""Tells whether two texts are equal, in a time that does not depend on where they differ."""

IsIban: TypeAlias = Callable[[str], bool]
"""Tells whether any text is a well-formed IBAN."""

Report: TypeAlias = Callable[[str], None]
"""Reports, as a log does, what went wrong without stopping what was asked."""
