"""A local Spark, where Java and PySpark are found.

PySpark has half a gigabyte: whoever works on something else need not install it. CI does.
"""

import os
import shutil
import warnings
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol

import pytest


class Writer(Protocol):
    """Writes a Spark DataFrame."""

    def partitionBy(self, *columns: str) -> "Writer": ...  # noqa: N802  (Spark's own name)

    def parquet(self, path: str) -> None: ...


class SparkFrame(Protocol):
    """What the tests use of a Spark DataFrame."""

    @property
    def write(self) -> Writer: ...

    def selectExpr(self, *expressions: str) -> "SparkFrame": ...  # noqa: N802


class Options(Protocol):
    """A session's settings."""

    def set(self, key: str, value: str) -> None: ...


class Spark(Protocol):
    """What the tests use of a Spark session."""

    @property
    def conf(self) -> Options: ...

    def createDataFrame(self, data: object) -> SparkFrame: ...  # noqa: N802

    def stop(self) -> None: ...


def find_spark() -> None:
    """Skip the test where there is no Java or no PySpark, or fail where Spark is required."""
    missing = [
        name
        for name, is_there in (
            ("Java", shutil.which("java") is not None),
            ("PySpark", find_spec("pyspark") is not None),
        )
        if not is_there
    ]
    if not missing:
        return
    text = f"{' and '.join(missing)} not installed."
    if os.environ.get("ORDERS_REQUIRE_SPARK") == "1":
        pytest.fail(f"ORDERS_REQUIRE_SPARK is set: {text}")
    pytest.skip(text)


def start_spark(zone: str) -> Spark:
    """Start a session on this machine, in a time zone."""
    find_spark()
    settings = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.session.timeZone": zone,
    }
    # pandas 3 is newer than PySpark knows; Spark's own Python workers leave sockets open.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        builder = import_module("pyspark.sql").SparkSession.builder.master("local[2]")
        for key, value in settings.items():
            builder = builder.config(key, value)
        session: Spark = builder.getOrCreate()
    return session
