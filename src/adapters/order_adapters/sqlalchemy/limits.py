"""Which values a database can hold at all.

What it cannot hold is not in it: a look-up for such a value finds nothing, on SQLite
as on PostgreSQL, instead of failing in the driver.
"""

from datetime import UTC, datetime

from order_adapters.sqlalchemy.column_types import MAX_INTEGER


def can_hold(value: int | str) -> bool:
    """Whether a whole number or a text can be kept in a column."""
    return fault_of(value) is None


def fault_of(value: object) -> str | None:
    """Return why a column cannot keep this value; None when it can."""
    match value:
        case bool():
            return None
        case int():
            return None if abs(value) <= MAX_INTEGER else "The number is too large."
        case str():
            return _fault_of_text(value)
        case datetime():
            return _fault_of_moment(value)
        case _:
            return None


def _fault_of_text(text: str) -> str | None:
    if "\0" in text:
        return "A NUL character cannot be kept."
    try:
        text.encode()
    except UnicodeEncodeError:
        return "Half a surrogate pair is not text."
    return None


def _fault_of_moment(moment: datetime) -> str | None:
    if moment.tzinfo is None:
        return "Expected a time zone."
    try:
        moment.astimezone(UTC)
    except OverflowError:
        return "The time is out of range."
    return None
