"""The engines that count: each test that asks for ``to_frame`` runs on all of them."""

import os
import shutil
import warnings
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TypeAlias, cast

import duckdb
import polars as pl
import pytest
from narwhals.typing import IntoFrame
from pyspark.sql import DataFrame, SparkSession

ToFrame: TypeAlias = Callable[[pl.DataFrame], IntoFrame]
"""Hands a table to an engine."""

ZONE = "Europe/Berlin"
"""Where sessions are: its clock changes, and no age may."""


def find_java() -> None:
    """Skip the test where there is no Java, or fail where Spark is required."""
    if shutil.which("java") is not None:
        return
    if os.environ.get("ORDERS_REQUIRE_SPARK") == "1":
        pytest.fail("ORDERS_REQUIRE_SPARK is set, and Java is not installed.")
    pytest.skip("Java is not installed.")


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    find_java()
    # pandas 3 is newer than PySpark knows; Spark's own Python workers leave sockets open.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        session = (
            SparkSession.builder.master("local[2]")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "1")
            .config("spark.sql.session.timeZone", ZONE)
            .getOrCreate()
        )
    yield session
    session.stop()


def _duckdb(table: pl.DataFrame) -> IntoFrame:
    connection = duckdb.connect()
    connection.execute(f"SET TimeZone = '{ZONE}'")
    return connection.from_arrow(_pyarrow(table))


def _pyarrow(table: pl.DataFrame) -> IntoFrame:
    """PyArrow has no types of its own to tell."""
    return cast("IntoFrame", table.to_arrow())  # pyright: ignore[reportUnknownMemberType]


ENGINES: Mapping[str, ToFrame] = {
    "polars": lambda table: table,
    "polars, lazy": lambda table: table.lazy(),
    "duckdb": _duckdb,
    "pandas": lambda table: table.to_pandas(),
    "pyarrow": _pyarrow,
}


@pytest.fixture(scope="module", params=[*ENGINES, "pyspark"])
def to_frame(request: pytest.FixtureRequest) -> ToFrame:
    if request.param in ENGINES:
        return ENGINES[request.param]
    session: SparkSession = request.getfixturevalue("spark")
    return partial(_pyspark, session)


def _pyspark(session: SparkSession, table: pl.DataFrame) -> IntoFrame:
    """Of its own accord Spark reads a timestamp without a zone as one of the session's."""
    unzoned = {name for name, kind in table.schema.items() if kind == pl.Datetime("us", None)}
    return spark_frame(session, table).selectExpr(
        *(
            f"CAST(`{name}` AS TIMESTAMP_NTZ) AS `{name}`" if name in unzoned else f"`{name}`"
            for name in table.columns
        )
    )


def spark_frame(session: SparkSession, table: pl.DataFrame) -> DataFrame:
    create = cast("Callable[[object], DataFrame]", session.createDataFrame)  # pyright: ignore[reportUnknownMemberType]
    return create(_pyarrow(table))
