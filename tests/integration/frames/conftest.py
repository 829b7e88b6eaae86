"""The engines that count: each test that asks for ``to_frame`` runs on all of them."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from importlib import import_module
from typing import TypeAlias, cast

import duckdb
import polars as pl
import pytest
from narwhals.typing import IntoFrame

from .local_spark import Spark, SparkFrame, start_spark

ToFrame: TypeAlias = Callable[[pl.DataFrame], IntoFrame]
"""Hands a table to an engine."""

ZONE = "Europe/Berlin"
"""Where sessions are: its clock changes, and no age may."""


@pytest.fixture(scope="session")
def spark() -> Iterator[Spark]:
    session = start_spark(ZONE)
    yield session
    session.stop()


def _duckdb(table: pl.DataFrame) -> IntoFrame:
    connection = duckdb.connect()
    connection.execute(f"SET TimeZone = '{ZONE}'")
    return connection.from_arrow(_pyarrow(table))


def _pyarrow(table: pl.DataFrame) -> IntoFrame:
    """PyArrow has no types of its own to tell."""
    return cast("IntoFrame", table.to_arrow())  # pyright: ignore[reportUnknownMemberType]


def _ibis(table: pl.DataFrame) -> IntoFrame:
    """On Polars: Ibis 12 cannot fetch from DuckDB 2."""
    connection = import_module("ibis").polars.connect()
    return cast("IntoFrame", connection.create_table("attempts", table))


def _dask(table: pl.DataFrame) -> IntoFrame:
    return cast(
        "IntoFrame", import_module("dask.dataframe").from_pandas(table.to_pandas(), npartitions=2)
    )


ENGINES: Mapping[str, ToFrame] = {
    "polars": lambda table: table,
    "polars, lazy": lambda table: table.lazy(),
    "duckdb": _duckdb,
    "pandas": lambda table: table.to_pandas(),
    "pyarrow": _pyarrow,
    "ibis": _ibis,
    "dask": _dask,
}


@pytest.fixture(scope="module", params=[*ENGINES, "pyspark"])
def to_frame(request: pytest.FixtureRequest) -> ToFrame:
    if request.param in ENGINES:
        return ENGINES[request.param]
    session: Spark = request.getfixturevalue("spark")
    return partial(_pyspark, session)


def _pyspark(session: Spark, table: pl.DataFrame) -> IntoFrame:
    """Of its own accord Spark reads a timestamp without a zone as one of the session's."""
    unzoned = {name for name, kind in table.schema.items() if kind == pl.Datetime("us", None)}
    frame = spark_frame(session, table).selectExpr(
        *(
            f"CAST(`{name}` AS TIMESTAMP_NTZ) AS `{name}`" if name in unzoned else f"`{name}`"
            for name in table.columns
        )
    )
    return cast("IntoFrame", frame)


def spark_frame(session: Spark, table: pl.DataFrame) -> SparkFrame:
    return session.createDataFrame(_pyarrow(table))
