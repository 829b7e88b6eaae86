"""The clock and the ids that everybody else is handed."""

from datetime import UTC, datetime
from uuid import uuid4


def utc_now() -> datetime:
    """Return the time now, in UTC."""
    return datetime.now(UTC)  # noqa: TID251


def new_uuid() -> str:
    """Return a random uuid."""
    return str(uuid4())
