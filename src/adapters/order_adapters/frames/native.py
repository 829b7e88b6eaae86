"""The few words of DuckDB's and Spark's own that Narwhals has no name for."""

from collections.abc import Sequence
from typing import Protocol, TypeAlias, cast

import narwhals as nw
from narwhals.typing import IntoDataFrame, IntoLazyFrame

Lazy: TypeAlias = nw.LazyFrame[IntoLazyFrame]
"""A frame of any engine, nothing of it computed yet."""


class Relation(Protocol):
    """What is used of a DuckDB relation."""

    @property
    def columns(self) -> list[str]:
        """Names."""
        ...

    @property
    def types(self) -> Sequence[object]:
        """Types, in the order of the names."""
        ...

    def project(self, text: str) -> "Relation":
        """Select expressions, in SQL."""
        ...


class SparkFrame(Protocol):
    """What is used of a Spark DataFrame, of Spark Connect's as well."""

    def selectExpr(self, *expr: str) -> "SparkFrame":  # noqa: N802 - Spark's name
        """Select expressions, in SQL."""
        ...


class Streamed(Protocol):
    """What is used of an Ibis table."""

    def to_pyarrow_batches(self) -> object:
        """Run the query and hand out its rows as they come."""
        ...


class Partitioned(Protocol):
    """What is used of a Dask DataFrame."""

    npartitions: int

    def get_partition(self, n: int) -> "Partitioned":
        """Return one of the frames that it is made of."""
        ...

    def compute(self) -> IntoDataFrame:
        """Fetch its rows, as pandas."""
        ...


def with_microsecond_types(frame: Lazy) -> Lazy:
    """Give a DuckDB relation's zoned nanoseconds a type that Narwhals knows."""
    if not frame.implementation.is_duckdb():
        return frame
    relation = cast("Relation", frame.to_native())
    finer = [
        name
        for name, kind in zip(relation.columns, relation.types, strict=True)
        if str(kind) == "TIMESTAMPTZ_NS"
    ]
    if not finer:
        return frame
    cast_each = (f"CAST({quoted(name)} AS TIMESTAMPTZ) AS {quoted(name)}" for name in finer)
    return lazy_of(relation.project(f"* REPLACE ({', '.join(cast_each)})"))


def with_sql(frame: Lazy, duckdb: str, spark: str, columns: dict[str, str]) -> Lazy | None:
    """Add columns that are computed of others in SQL; None on an engine without SQL.

    Args:
        frame: of any engine.
        duckdb: the expression, with ``{}`` where the column's name belongs.
        spark: the same in Spark's dialect.
        columns: column → name of the new one.
    """
    if frame.implementation.is_duckdb():
        relation = cast("Relation", frame.to_native())
        added = (f"{duckdb.format(quoted(old))} AS {new}" for old, new in columns.items())
        return lazy_of(relation.project(", ".join(("*", *added))))
    if frame.implementation.is_spark_like():
        native = cast("SparkFrame", frame.to_native())
        added = (f"{spark.format(quoted(old, '`'))} AS {new}" for old, new in columns.items())
        return lazy_of(native.selectExpr("*", *added))
    return None


def quoted(name: str, mark: str = '"') -> str:
    """Quote a name for SQL: ``mark`` is doubled inside."""
    return f"{mark}{name.replace(mark, mark * 2)}{mark}"


def literal(text: str) -> str:
    """Write a text for SQL."""
    return quoted(text, "'")


def lazy_of(native: object) -> Lazy:
    """Give a frame of some engine Narwhals' face."""
    return nw.from_native(cast("IntoLazyFrame", native)).lazy()
