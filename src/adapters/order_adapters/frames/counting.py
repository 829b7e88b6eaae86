"""Counting facts in whatever dataframe holds the attempts."""

from contextlib import closing
from functools import reduce
from typing import TypeAlias, cast

import duckdb
import narwhals as nw
from narwhals.exceptions import NarwhalsError
from narwhals.typing import IntoDataFrame, IntoFrame, IntoLazyFrame

from order_adapters.frames.columns import DEFAULT_COLUMNS, AttemptColumns, PresentColumns
from order_adapters.frames.errors import AttemptsError
from order_adapters.frames.keys import ASKED, CREATED, Reading
from order_adapters.frames.moments import with_microseconds
from order_adapters.frames.native import (
    Lazy,
    Partitioned,
    Streamed,
    lazy_of,
    with_microsecond_types,
)
from order_adapters.frames.nesting import put_together
from order_domain.simulation import CountedFacts, count_columns, merge

HERE = "attempts"
"""What a frame is called in an error when it has no name of its own."""

LONGEST_STEP = 10**9
"""Minutes: the longest age and a step, in microseconds, are an integer of 64 bits."""

_Known: TypeAlias = nw.DataFrame[IntoDataFrame] | nw.LazyFrame[IntoLazyFrame]


def count_facts(
    frame: IntoFrame,
    *,
    columns: AttemptColumns = DEFAULT_COLUMNS,
    age_step: int = 1,
    source: str = HERE,
) -> CountedFacts:
    """Count the facts of a table of attempts, one row an attempt, where it is.

    Args:
        frame: a Polars DataFrame or LazyFrame, a DuckDB relation, a PySpark DataFrame (of
            Spark Connect as well): counted by their own engine. Or a pandas DataFrame, a
            PyArrow table, an Ibis table or, partition by partition, a Dask DataFrame:
            handed to DuckDB.
        columns: their names in this table.
        age_step: minutes that ages are rounded up to a multiple of: fewer distinct facts,
            and as exact for time limits that are a multiple, too.
        source: what to call the table in an error.

    Returns:
        The counted facts; rows that cannot be counted are in its ``left_out``.

    Raises:
        AttemptsError: a column is missing or has the wrong type, timestamps have no time
            zone, or the engine failed.
        ValueError: ``age_step`` is not from 1 to 10^9.
    """
    check_age_step(age_step)
    try:
        known = cast("_Known", nw.from_native(frame))
    except (NarwhalsError, TypeError) as error:
        raise AttemptsError(source, None, f"no dataframe that can be read: {error}") from None
    names = frozenset(known.collect_schema().names())
    present = columns.present(names)
    present.check_names(names, source)
    if known.implementation.is_dask():
        parts = cast("Partitioned", known.select(*present).to_native())
        each = (parts.get_partition(n).compute() for n in range(parts.npartitions))
        counted = (
            count_facts(part, columns=columns, age_step=age_step, source=source) for part in each
        )
        return reduce(merge, counted)
    with closing(duckdb.connect()) as connection:
        lazy = with_microsecond_types(_on_an_engine(known, present, connection, source))
        present.check_types(lazy.collect_schema(), source)
        if present.dates is not None:
            created, asked = present.dates
            lazy = with_microseconds(lazy, {created: CREATED, asked: ASKED})
        return count_rows(lazy, Reading(columns, present, age_step))


def check_age_step(minutes: int) -> None:
    """Raise ValueError for a step that is none."""
    if not 1 <= minutes <= LONGEST_STEP:
        raise ValueError(f"age_step: expected minutes, 1 to {LONGEST_STEP}.")


def count_rows(rows: Lazy, reading: Reading) -> CountedFacts:
    """Count rows whose dates are in microseconds already."""
    grouped = reading.group(rows)
    if grouped.implementation.is_polars():
        table = grouped.collect(engine="streaming")  # in bounded memory, if it is a scan
    else:
        table = grouped.collect("pyarrow")
    return count_columns(put_together(_arrow(table)), age_step=reading.age_step)


def _on_an_engine(
    known: _Known, present: PresentColumns, connection: duckdb.DuckDBPyConnection, source: str
) -> Lazy:
    """The frame on its own engine, or on DuckDB where that is slower or, as PyArrow, wrong."""
    engine = known.implementation
    if engine.is_ibis():
        batches = cast("Streamed", known.select(*present).to_native()).to_pyarrow_batches()
        return lazy_of(connection.from_arrow(batches))
    if isinstance(known, nw.DataFrame) and (engine.is_pandas_like() or engine.is_pyarrow()):
        try:
            return lazy_of(connection.from_arrow(_arrow(known.select(*present))))
        except (TypeError, ValueError) as error:
            raise AttemptsError(source, None, f"mixed types in a column: {error}") from None
    return known.lazy()


def _arrow(frame: nw.DataFrame[IntoDataFrame]) -> object:
    """A PyArrow table; PyArrow has no types of its own to tell."""
    return cast("object", frame.to_arrow())  # pyright: ignore[reportUnknownMemberType]
