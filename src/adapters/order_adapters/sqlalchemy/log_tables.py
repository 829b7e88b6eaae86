"""The tables of what happened: decisions, and records that a person should look at.

Neither is a part of an order, and both outlive it.
"""

from sqlalchemy import Boolean, Column, Index, Table, Text, text

from order_adapters.sqlalchemy.column_types import ExactDecimal, UtcDateTime, WholeNumber
from order_adapters.sqlalchemy.tables import metadata

_JUDGED_BY_SHADOW = text("shadow_rules IS NOT NULL")

# The facts stand in columns, so that the database can count equal ones.
# ``shadow_rules`` tells which candidate was asked; ``shadow_reasons`` are those of a difference.
decision_log = Table(
    "decision_log",
    metadata,
    Column("pk", WholeNumber, primary_key=True, autoincrement=True),
    Column("at", UtcDateTime, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("asked_for", Text, nullable=False),
    Column("customer_id", WholeNumber, nullable=False),
    Column("order_pk", WholeNumber, nullable=False),
    Column("order_number", Text, nullable=False),
    Column("order_status", Text, nullable=False),
    Column("is_invoiced", Boolean, nullable=False),
    Column("age", WholeNumber, nullable=False),
    Column("as_loyalty_money", Boolean, nullable=False),
    Column("items", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("amount", ExactDecimal, nullable=False),
    Column("currency", Text, nullable=False),
    Column("attempt", Text),
    Column("document", Text, nullable=False),
    Column("shadow_rules", Text),
    Column("shadow_outcome", Text),
    Column("shadow_reasons", Text),
    Index(
        None,
        "shadow_rules",
        "at",
        sqlite_where=_JUDGED_BY_SHADOW,
        postgresql_where=_JUDGED_BY_SHADOW,
    ),
    sqlite_autoincrement=True,  # a position is never given twice
)

set_aside = Table(
    "set_aside",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("order_number", Text, nullable=False),
    Column("problem", Text, nullable=False),
    Column("since", UtcDateTime, nullable=False),
)
