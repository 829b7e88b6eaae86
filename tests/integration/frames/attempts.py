"""Tables of attempts, in Polars; every engine takes them from there."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

import polars as pl

Columns: TypeAlias = Mapping[str, Sequence[object]]

CREATED = datetime(2025, 6, 2, 10, tzinfo=UTC)
ASKED = CREATED + timedelta(minutes=30)

TYPES: Mapping[str, pl.DataType] = {
    "order_status": pl.String(),
    "is_invoiced": pl.Boolean(),
    "created_date": pl.Datetime("us", "UTC"),
    "asked_at": pl.Datetime("us", "UTC"),
    "as_loyalty_money": pl.Boolean(),
    "items": pl.String(),
    "age": pl.Int64(),
    "amount": pl.Float64(),
    "currency": pl.String(),
}

PLAIN: Mapping[str, object] = {
    "order_status": "approved",
    "is_invoiced": False,
    "created_date": CREATED,
    "asked_at": ASKED,
    "as_loyalty_money": False,
    "items": "cancel:approved",
}
"""An attempt that can be counted."""


def table(columns: Columns) -> pl.DataFrame:
    """A table with these columns, each in its own type."""
    return pl.DataFrame([pl.Series(name, values, TYPES[name]) for name, values in columns.items()])


def rows(*changes: Mapping[str, object]) -> pl.DataFrame:
    """Rows like ``PLAIN``, each with its own changes; what a row leaves out is null."""
    names = list(dict.fromkeys(name for row in (PLAIN, *changes) for name in row))
    full = [{**PLAIN, **row} for row in changes]
    return table({name: [row.get(name) for row in full] for name in names})
