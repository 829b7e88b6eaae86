"""What an engine grouped, put together by age: few groups with a column of ages each.

By DuckDB, whatever engine did the counting, for it is quicker than Python, and reads the
tables of others where they are.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta

import duckdb

from order_adapters.frames.arrow import fetched, integers_in, shortest, values_in
from order_adapters.frames.moments import MINUTE
from order_adapters.frames.troubles import trouble_of
from order_domain.simulation import AttemptColumn

PLACES = 3
"""Amounts are counted in thousandths."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_KEYS: Mapping[str, str] = {
    "order_status": "NULL",
    "items": "NULL",
    "is_invoiced": "NULL",
    "as_loyalty_money": "false",
    "currency": "NULL",
    "trouble": "greatest(-CAST(age AS BIGINT), 0)",
}
"""What groups are put together by, and what stands for a column that is not there: trouble is
an age below 0."""

_SUMS: Mapping[str, str] = {"first": "min", "last": "max"}


def put_together(grouped: object) -> Iterator[AttemptColumn]:
    """Read the groups that an engine returned.

    Args:
        grouped: a PyArrow table.
    """
    with closing(duckdb.connect()) as connection:
        table = fetched(_by_age(connection.from_arrow(grouped)))
    names = (*_KEYS, *_SUMS, "undated")
    rows = zip(*(values_in(table, name) for name in names), strict=True)
    for row, numbers in zip(rows, integers_in(table, "by_age", 3), strict=True):
        yield _column(dict(zip(names, row, strict=True)), numbers)


def _by_age(relation: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """One row for each of the keys, with a list of all ages."""
    there = relation.columns
    keys = (f"{name if name in there else usual} AS {name}" for name, usual in _KEYS.items())
    sums = (f"{name if name in there else 'NULL'} AS {name}" for name in _SUMS)
    money = shortest(relation, "money") if "money" in there else "0"
    met = (
        f"{{'age': CAST(age AS BIGINT) // {MINUTE}, 'count': CAST(\"count\" AS BIGINT), "
        f"'money': {money}}} AS met"
    )
    grouping = ", ".join((*_KEYS, "undated"))
    totals = ", ".join(f"{function}({name}) AS {name}" for name, function in _SUMS.items())
    return relation.project(", ".join((*keys, "age IS NULL AS undated", *sums, met))).aggregate(
        f"{grouping}, {totals}, list(met ORDER BY met.age) AS by_age", grouping
    )


def _column(row: Mapping[str, object], numbers: list[list[int]]) -> AttemptColumn:
    ages, counts, amounts = numbers
    trouble = trouble_of(int(str(row["trouble"])))
    is_dated = trouble is None and not row["undated"]
    return AttemptColumn(
        order_status=row["order_status"],
        is_invoiced=row["is_invoiced"],
        ages=ages if is_dated else None,
        as_loyalty_money=row["as_loyalty_money"],
        items=row["items"],
        counts=counts,
        currency=row["currency"],
        amounts=amounts,
        places=PLACES,
        trouble=trouble,
        first=_moment(row["first"]) if is_dated else None,
        last=_moment(row["last"]) if is_dated else None,
    )


def _moment(micros: object) -> datetime | None:
    return None if micros is None else _EPOCH + timedelta(microseconds=int(str(micros)))
