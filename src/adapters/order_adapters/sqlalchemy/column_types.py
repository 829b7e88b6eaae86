"""Column types that mean the same in SQLite and in PostgreSQL."""

from datetime import UTC, datetime
from decimal import Decimal

from sqlalchemy import (
    TIMESTAMP,
    BigInteger,
    Dialect,
    Integer,
    Numeric,
    Text,
    TypeDecorator,
)
from sqlalchemy.types import TypeEngine

MAX_INTEGER = 2**63 - 1
"""The largest whole number that either database keeps."""

# SQLite only numbers rows by itself in a column of exactly this type.
WholeNumber = BigInteger().with_variant(Integer(), "sqlite")


class UtcDateTime(TypeDecorator[datetime]):
    """A moment to the microsecond; in SQLite as text that sorts by time."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime] | TypeEngine[str]:
        """Choose the database's own type where it has one."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(TIMESTAMP(timezone=True))
        return dialect.type_descriptor(Text())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> object:
        """Turn a moment of any time zone into the column's value.

        Raises:
            ValueError: it has no time zone, and so is no moment.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("Expected a datetime with a time zone.")
        utc = value.astimezone(UTC)
        if dialect.name == "postgresql":
            return utc
        return utc.replace(tzinfo=None).isoformat(timespec="microseconds")

    def process_result_value(self, value: object, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Turn the column's value into a moment in UTC."""
        if isinstance(value, datetime):
            return value.astimezone(UTC)
        return None if value is None else datetime.fromisoformat(str(value)).replace(tzinfo=UTC)


class ExactDecimal(TypeDecorator[Decimal]):
    """An amount with all its places; in SQLite, which has floats only, as text."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Decimal] | TypeEngine[str]:
        """Choose the database's own type where it has one."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(Numeric())
        return dialect.type_descriptor(Text())

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> object:
        """Turn an amount into the column's value."""
        return value if value is None or dialect.name == "postgresql" else str(value)

    def process_result_value(self, value: object, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        """Turn the column's value into an amount."""
        return None if value is None else Decimal(str(value))
