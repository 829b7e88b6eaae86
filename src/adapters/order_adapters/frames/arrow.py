"""The few words of PyArrow that results are fetched with; it has no types of its own to tell."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Protocol, cast

import duckdb

_BIGINT = 2**63


class _Values(Protocol):
    """What is used of a PyArrow column."""

    def to_pylist(self) -> list[object]:
        """Its values."""
        ...


class _Structs(Protocol):
    """What is used of a PyArrow column of structs."""

    def field(self, index: int) -> _Values:
        """One column of them."""
        ...


class _List(Protocol):
    """What is used of a list in a PyArrow column."""

    @property
    def values(self) -> _Structs:
        """What is in it."""
        ...


class Table(Protocol):
    """What is used of a PyArrow table."""

    def column(self, name: str) -> "_Values | Iterable[_List]":
        """One of its columns."""
        ...


def fetched(relation: duckdb.DuckDBPyRelation) -> Table:
    """Run a query of DuckDB's; return the result as a PyArrow table."""
    return cast("Table", relation.to_arrow_table())


def values_in(table: Table, name: str) -> list[object]:
    """Return the values of a column."""
    return cast("_Values", table.column(name)).to_pylist()


def integers_in(table: Table, name: str, width: int) -> Iterator[list[list[int]]]:
    """Return, for each row of a column of lists of structs, the structs' columns of integers."""
    for row in cast("Iterable[_List]", table.column(name)):
        yield [_integers(row.values.field(place)) for place in range(width)]


def shortest(relation: duckdb.DuckDBPyRelation, number: str) -> str:
    """A whole number in the shortest type that holds all of them: the longest is slow to fetch.

    Args:
        relation: where the numbers are.
        number: a column, or an expression in SQL.
    """
    (widest,) = relation.aggregate(f"max(abs(CAST({number} AS HUGEINT)))").fetchall()[0]
    return f"CAST({number} AS {'BIGINT' if (widest or 0) < _BIGINT else 'HUGEINT'})"


def _integers(values: _Values) -> list[int]:
    found = cast("list[int | Decimal]", values.to_pylist())
    if found and isinstance(found[0], Decimal):
        return [int(each) for each in found]
    return cast("list[int]", found)
