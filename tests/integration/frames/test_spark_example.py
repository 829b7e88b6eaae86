"""The example for spark-submit, on a local Spark."""

import json
import os
import subprocess
import sys
from pathlib import Path

import polars as pl

from order_adapters.frames import count_facts, read_counts

from .attempts import rows
from .local_spark import find_spark

EXAMPLE = Path(__file__).parents[3] / "examples" / "spark_simulate.py"
SPARK_SUBMIT = Path(sys.executable).parent / "spark-submit"


def submitted(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    local = ("--master", "local[2]", "--conf", "spark.ui.enabled=false")
    here = (
        *("--conf", "spark.driver.bindAddress=127.0.0.1"),
        *("--conf", f"spark.pyspark.python={sys.executable}"),
        *("--conf", "spark.sql.shuffle.partitions=2"),
    )
    return subprocess.run(
        [SPARK_SUBMIT, *local, *here, EXAMPLE, *arguments],
        cwd=folder,
        # pandas 3 is newer than PySpark knows, and it says so among what the example prints.
        env={**os.environ, "PYSPARK_PYTHON": sys.executable, "PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
        timeout=180,
    )


def test_the_example_counts_on_spark_and_judges(tmp_path: Path) -> None:
    find_spark()
    # given
    attempts = rows({}, {"is_invoiced": True}, {"order_status": None}, {"order_status": "shipped"})
    (tmp_path / "attempts").mkdir()
    attempts.write_parquet(tmp_path / "attempts" / "part-0.parquet")
    (tmp_path / "rules.json").write_text(json.dumps({"no invoices": {"has_invoice": True}}))
    # when
    ended = submitted(tmp_path, "attempts", "rules.json", "counts.parquet")
    # then
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.splitlines() == [
        "no invoices: direct: 1, request: 2, refused: 0",
        "  direct -> request: 1 {'invoiced': 1}",
        "3 attempts counted, 1 rows left out",
        "  1  order_status: missing",
    ]
    assert read_counts(tmp_path / "counts.parquet") == count_facts(attempts)
    # when (a column is missing)
    pl.DataFrame({"x": [1]}).write_parquet(tmp_path / "attempts" / "part-0.parquet")
    ended = submitted(tmp_path, "attempts", "rules.json")
    # then
    assert ended.returncode == 1
    assert "attempts: order_status: missing column; there are: x" in ended.stdout + ended.stderr
