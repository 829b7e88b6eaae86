"""The log of decisions, counted by the database that holds it.

Each distinct group of facts comes back once, with its number and its money, however
long the log is; rows are fetched as they are read.
"""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import TypeAlias

from attrs import frozen
from sqlalchemy import (
    ColumnElement,
    Connection,
    Dialect,
    Engine,
    Integer,
    RowMapping,
    Select,
    Text,
    and_,
    case,
    cast,
    func,
    select,
    type_coerce,
)

from order_adapters.sqlalchemy.log_tables import decision_log
from order_adapters.sqlalchemy.transactions import reading
from order_domain.simulation import AttemptGroup, CountedFacts, count_groups

Counting: TypeAlias = Select[*tuple[object, ...]]

AT_ONCE = 10_000
"""Groups that are fetched together."""

_LOG = decision_log.c
_FACTS = (_LOG.order_status, _LOG.is_invoiced, _LOG.age, _LOG.as_loyalty_money, _LOG["items"])
_PLACES = 3
_LONGEST = 15
"""Characters of an amount; sums of shorter ones are far from the largest integer."""


def count_decisions(
    engine: Engine, *, since: datetime | None = None, until: datetime | None = None
) -> CountedFacts:
    """Count the facts of all logged decisions, or of those of a time.

    Args:
        engine: of a migrated database.
        since: aware; the first moment that counts. None: from the beginning.
        until: aware; the first moment that no longer counts. None: to the end.

    Raises:
        StorageUnavailableError: the database cannot be reached.
        ValueError: a moment without a time zone.
    """
    for moment in (since, until):
        if moment is not None and moment.tzinfo is None:
            raise ValueError("Expected a datetime with a time zone.")
    with reading(engine) as connection:
        return count_groups(_groups(connection, since, until))


def _groups(
    connection: Connection, since: datetime | None, until: datetime | None
) -> Iterator[AttemptGroup]:
    query = _counting(_money(connection.dialect), since, until)
    result = connection.execution_options(yield_per=AT_ONCE).execute(query)
    return map(_group, result.mappings())


@frozen
class _Money:
    """How a group's amounts are added: by what rows are grouped for it, and the sum."""

    keys: tuple[ColumnElement[object], ...]
    total: ColumnElement[object]


def _counting(money: _Money, since: datetime | None, until: datetime | None) -> Counting:
    keys = (*_FACTS, _LOG.currency, *money.keys)
    query = select(
        *keys,
        func.count().label("count"),
        money.total,
        func.min(_LOG.at).label("first"),
        func.max(_LOG.at).label("last"),
    ).group_by(*keys)
    if since is not None:
        query = query.where(_LOG.at >= since)
    if until is not None:
        query = query.where(_LOG.at < until)
    return query


def _money(dialect: Dialect) -> _Money:
    """PostgreSQL adds decimals.

    SQLite has amounts as text and would add floats, so it is given thousandths, the finest
    of our currencies, as integers; an amount that is written in any other way is a part of
    the key, and multiplied in Python.
    """
    if dialect.name != "sqlite":
        return _Money((), func.sum(_LOG.amount).label("amount"))
    text = type_coerce(_LOG.amount, Text)
    dot = func.instr(text, ".")
    places = case((dot == 0, 0), else_=func.length(text) - dot)
    digits = func.replace(text, ".", "").concat(func.substr("000", 1, _PLACES - places))
    is_plain = and_(
        text.op("NOT GLOB")("*[^-0-9.]*"), places <= _PLACES, func.length(text) <= _LONGEST
    )
    return _Money(
        (case((is_plain, None), else_=text).label("apart"),),
        func.sum(case((is_plain, cast(digits, Integer)))).label("thousandths"),
    )


def _group(row: RowMapping) -> AttemptGroup:
    return AttemptGroup(
        order_status=row["order_status"],
        is_invoiced=row["is_invoiced"],
        age=row["age"],
        as_loyalty_money=row["as_loyalty_money"],
        items=row["items"],
        count=row["count"],
        currency=row["currency"],
        amount=_amount(row),
        first=row["first"],
        last=row["last"],
    )


def _amount(row: RowMapping) -> Decimal:
    if "amount" in row:
        return Decimal(row["amount"])
    if row["apart"] is None:
        return Decimal(row["thousandths"]).scaleb(-_PLACES)
    return Decimal(row["apart"]) * int(row["count"])
