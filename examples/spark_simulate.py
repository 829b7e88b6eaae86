"""Counts attempts on Spark and judges the counts by other rules.

    spark-submit examples/spark_simulate.py ATTEMPTS RULES [COUNTS]

ATTEMPTS is a Parquet folder with one row an attempt (docs/how-to/simulate.md tells the columns),
RULES a JSON file {"name": setting, ...}, and COUNTS a file for the counts, to be asked again
elsewhere with ``orders simulate --counts``. Spark counts on its workers; only distinct facts
come to the driver.
"""

import json
import sys
from pathlib import Path

from pyspark.sql import SparkSession

from order_adapters.frames import AttemptsError, count_facts, save_counts
from order_domain.cancellation.rules import CancellationRules
from order_domain.simulation import CountedFacts, simulate


def main(attempts: str, rules: str, saved: str | None = None) -> None:
    """Count, judge, print."""
    settings = json.loads(Path(rules).read_text("utf-8"))
    candidates = {name: CancellationRules.parse(each) for name, each in settings.items()}
    spark = SparkSession.builder.appName("what if").getOrCreate()
    counts = count_facts(spark.read.parquet(attempts), source=attempts)
    if saved is not None:
        save_counts(counts, saved)
    show(counts, candidates)


def show(counts: CountedFacts, candidates: dict[str, CancellationRules]) -> None:
    """Print how attempts end under each candidate, and what was left out."""
    simulation = simulate(counts, candidates, baseline=CancellationRules())
    for result in simulation.candidates:
        ends = ", ".join(f"{end}: {tally.count}" for end, tally in result.outcomes.items())
        print(f"{result.name}: {ends}")
        for flip in result.flips:
            print(f"  {flip.before} -> {flip.after}: {flip.tally.count} {dict(flip.reasons)}")
    print(f"{counts.total.count} attempts counted, {counts.rows_left_out} rows left out")
    for reason, rows in counts.left_out.items():
        print(f"  {rows}  {reason}")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except AttemptsError as error:
        sys.exit(str(error))
