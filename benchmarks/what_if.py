"""What counting and judging cost, against the least that would do and the naive ways.

    python benchmarks/what_if.py                      4 M rows
    python benchmarks/what_if.py --rows 100000000     needs some 3 GB of disk

Every figure is the best of some runs, in wall time; only the ratios travel.
"""

import argparse
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TypeAlias, TypeVar, cast

import duckdb
import polars as pl

from order_adapters.frames import count_files
from order_domain.cancellation.facts import CancellationFacts, age_in_minutes
from order_domain.cancellation.policy import Outcome
from order_domain.cancellation.rules import CancellationRules
from order_domain.simulation import items_from_text, simulate
from order_domain.simulation.verdicts import Judge
from order_domain.statuses import OrderStatus

T = TypeVar("T")

RUNS = 3
SAMPLE = 50_000
"""Rows that the naive ways are given; their time is scaled to all."""

ATTEMPTS = """
COPY (SELECT
  CASE WHEN a < 55 THEN 'approved' WHEN a < 70 THEN 'preparing' WHEN a < 80 THEN 'shipped'
       WHEN a < 90 THEN 'confirmation_waiting' ELSE 'delivered' END AS order_status,
  b < 40 AS is_invoiced,
  make_timestamptz(1735689600000000 + c) AS created_date,
  make_timestamptz(1735689600000000 + c + (-ln(1 - d) * 30e9)::BIGINT) AS asked_at,
  b % 20 = 0 AS as_loyalty_money,
  CASE WHEN e < 70 THEN 'cancel:approved' WHEN e < 90 THEN 'cancel:approved;cancel:preparing'
       WHEN e < 97 THEN 'cancel:approved+part' ELSE 'refund:delivered' END AS items,
  (f * 1000)::DECIMAL(12, 2) AS amount,
  CASE WHEN b < 90 THEN 'TRY' ELSE 'EUR' END AS currency
FROM (SELECT (random() * 100)::INT a, (random() * 100)::INT b, (random() * 7776e9)::BIGINT c,
             random() d, (random() * 100)::INT e, random() f FROM range({rows})))
TO '{path}' (FORMAT parquet)
"""
READING = """
SELECT max(order_status), max(is_invoiced), max(epoch_us(created_date)), max(epoch_us(asked_at)),
       max(as_loyalty_money), max(items), max(amount), max(currency) FROM read_parquet('{path}')
"""
BARE = """
SELECT order_status, is_invoiced, as_loyalty_money, items, currency,
       -(-(epoch_us(asked_at) - epoch_us(created_date)) // 60000000) AS age, count(*), sum(amount)
FROM read_parquet('{path}') GROUP BY ALL
"""
SOME = """
SELECT order_status, is_invoiced, created_date, asked_at, as_loyalty_money, items
FROM read_parquet('{path}') LIMIT {most}
"""


def main() -> None:
    """Make a table, measure, and print the ratios."""
    parser = argparse.ArgumentParser(description="What counting and judging cost.")
    parser.add_argument("--rows", type=int, default=4_000_000)
    parser.add_argument("--memory", default="1500MB", help="limit for counting")
    given = parser.parse_args()
    with TemporaryDirectory(prefix="orders-bench-") as folder:
        path = Path(folder) / "attempts.parquet"
        with duckdb.connect() as connection:
            connection.execute("SELECT setseed(0.42)")
            connection.execute(ATTEMPTS.format(path=path, rows=given.rows))
        _compare(path, given.rows, given.memory)


def _compare(path: Path, rows: int, memory: str) -> None:
    rules = {str(at): each for at, each in enumerate(_rules())}
    reading, _ = _timed(lambda: _query(READING, path=path))
    bare, _ = _timed(lambda: _query(BARE, path=path))
    counting, counts = _timed(lambda: count_files(path, memory_limit=memory))
    judging, _ = _timed(lambda: simulate(counts, rules))
    print(f"{rows:,} rows, {len(counts.tallies):,} distinct facts, {len(rules)} sets of rules\n")
    _line("reading the columns", reading)
    _line("a bare GROUP BY of them", bare)
    _line("counting, checked and read", counting, bare, "of the bare GROUP BY")
    _line("judging the counts", judging)
    _line("both", counting + judging, bare, "of the bare GROUP BY (goal 1.5)")
    _line("counting", counting, reading, "of reading (goal 2)")
    _naive(path, rows, counting + judging, len(rules))


def _naive(path: Path, rows: int, ours: float, sets: int) -> None:
    """One set of rules on some rows, scaled to all of both."""
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        frame = connection.sql(SOME.format(path=path, most=SAMPLE)).pl()
    judge = Judge(CancellationRules(has_invoice=True))
    records = cast("list[_Record]", frame.rows())
    loop, _ = _timed(lambda: [_outcome(judge, record) for record in records])
    struct = frame.to_struct("attempt")
    applied, _ = _timed(lambda: struct.map_elements(partial(_of_struct, judge), pl.String))
    print(f"\nThe naive ways, scaled from {len(records):,} rows:")
    for name, seconds in (("a loop in Python", loop), ("a dataframe's apply", applied)):
        whole = seconds * rows / len(records) * sets
        print(f"  {name + ':':28}{whole:10,.1f} s, {whole / ours:,.0f} x of ours")


_Record: TypeAlias = tuple[str, bool, datetime, datetime, bool, str]
"""Of a row of ``SOME``."""


def _of_struct(judge: Judge, row: dict[str, object]) -> str:
    return _outcome(judge, cast("_Record", tuple(row.values()))).value


def _outcome(judge: Judge, record: _Record) -> Outcome:
    status, invoiced, created, asked, points, items = record
    facts = CancellationFacts(
        order_status=OrderStatus.parse(status),
        is_invoiced=invoiced,
        age=age_in_minutes(created, asked),
        as_loyalty_money=points,
        items=items_from_text(items),
    )
    return judge.verdict(facts).outcome


def _rules() -> Iterator[CancellationRules]:
    """24 sets of rules."""
    extra = (frozenset[OrderStatus](), frozenset({OrderStatus.PREPARING}))
    for statuses, invoiced, limit in product(extra, (False, True), (None, 30, 60, 120, 720, 1440)):
        yield CancellationRules(
            extra_direct_cancellable_statuses=statuses,
            has_invoice=invoiced,
            time_limit_is_active=limit is not None,
            time_limit=limit or 0,
        )


def _query(sql: str, **values: object) -> None:
    with duckdb.connect() as connection:
        connection.sql(sql.format(**values)).fetchall()


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    """The best of some runs."""
    best, done = _once(work)
    for _ in range(RUNS - 1):
        seconds, done = _once(work)
        best = min(best, seconds)
    return best, done


def _once(work: Callable[[], T]) -> tuple[float, T]:
    began = perf_counter()
    done = work()
    return perf_counter() - began, done


def _line(name: str, seconds: float, against: float | None = None, of: str = "") -> None:
    ratio = "" if against is None else f"  {seconds / against:5.2f} x {of}"
    print(f"  {name + ':':28}{seconds:10.2f} s{ratio}")


if __name__ == "__main__":
    main()
