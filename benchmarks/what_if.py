"""What counting and judging cost, against the least that would do and the naive ways.

    python benchmarks/what_if.py                      4 M rows
    python benchmarks/what_if.py --rows 100000000     needs some 3 GB of disk

The works take turns, and each figure is the best of some rounds, in seconds of wall time
and of processor time; only the ratios travel. Peak memory is that of a process of its own.
"""

import argparse
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from itertools import product
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import TypeAlias, cast

import duckdb
import polars as pl
from attrs import frozen

from order_adapters.frames import count_files
from order_domain.cancellation.decision import Outcome
from order_domain.cancellation.facts import CancellationFacts, age_in_minutes
from order_domain.cancellation.rules import CancellationRules
from order_domain.cancellation.verdicts import Judge
from order_domain.simulation import items_from_text, simulate
from order_domain.statuses import OrderStatus

ROUNDS = 3
FILE = 5_000_000
"""Rows in a file."""
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


@frozen
class Cost:
    """Seconds of wall time and of processor time, of all threads."""

    wall: float
    cpu: float


def main() -> None:
    """Make a table, measure, and print the ratios."""
    parser = argparse.ArgumentParser(description="What counting and judging cost.")
    parser.add_argument("--rows", type=int, default=4_000_000)
    parser.add_argument("--memory", default="1GB", help="limit of DuckDB for counting")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    given = parser.parse_args()
    with TemporaryDirectory(prefix="orders-bench-") as folder:
        _make(Path(folder), given.rows)
        _compare(Path(folder), given.rows, given.memory, given.rounds)


def _make(folder: Path, rows: int) -> None:
    with duckdb.connect() as connection:
        connection.execute("SELECT setseed(0.42)")
        for start in range(0, rows, FILE):
            path = folder / f"part-{start // FILE:04}.parquet"
            connection.execute(ATTEMPTS.format(path=path, rows=min(FILE, rows - start)))


def _compare(folder: Path, rows: int, memory: str, rounds: int) -> None:
    rules = {str(at): each for at, each in enumerate(_rules())}
    path = folder / "*.parquet"
    counts = count_files(folder, memory_limit=memory)
    costs = _take_turns(
        {
            "reading the columns": lambda: _query(READING, path=path),
            "a bare GROUP BY of them": lambda: _query(BARE, path=path),
            "counting, checked and read": lambda: count_files(folder, memory_limit=memory),
            "judging the counts": lambda: simulate(counts, rules),
        },
        rounds,
    )
    reading, bare, counting, judging = costs.values()
    both = Cost(counting.wall + judging.wall, counting.cpu + judging.cpu)
    print(f"{rows:,} rows, {len(counts.tallies):,} distinct facts, {len(rules)} sets of rules\n")
    for name, cost in costs.items():
        print(f"  {name + ':':28}{cost.wall:8.2f} s, {cost.cpu:8.2f} s of processors")
    print()
    _ratio("counting and judging", both, bare, "of the bare GROUP BY (goal 1.5)")
    _ratio("counting", counting, reading, "of reading (goal 2)")
    print(f"  peak memory: {_peak(folder, memory):,.0f} MB, of it DuckDB's limit {memory}")
    _naive(path, rows, both.wall, len(rules))


def _naive(path: Path, rows: int, ours: float, sets: int) -> None:
    """One set of rules on some rows, scaled to all of both."""
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        frame = connection.sql(SOME.format(path=path, most=SAMPLE)).pl()
    judge = Judge(CancellationRules(has_invoice=True))
    records = cast("list[_Record]", frame.rows())
    struct = frame.to_struct("attempt")
    costs = _take_turns(
        {
            "a loop in Python": lambda: [_outcome(judge, record) for record in records],
            "a dataframe's apply": lambda: struct.map_elements(
                partial(_of_struct, judge), pl.String
            ),
        },
        ROUNDS,
    )
    print(f"\nThe naive ways, scaled from {len(records):,} rows:")
    for name, cost in costs.items():
        whole = cost.wall * rows / len(records) * sets
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
        connection.sql(sql.format(**values)).to_arrow_table()


def _take_turns(works: dict[str, Callable[[], object]], rounds: int) -> dict[str, Cost]:
    """The best of some rounds, each of wall and of processor time."""
    best = dict.fromkeys(works, Cost(float("inf"), float("inf")))
    for _ in range(rounds):
        for name, work in works.items():
            cost = _once(work)
            best[name] = Cost(min(best[name].wall, cost.wall), min(best[name].cpu, cost.cpu))
    return best


def _once(work: Callable[[], object]) -> Cost:
    began, used = perf_counter(), process_time()
    work()
    return Cost(perf_counter() - began, process_time() - used)


def _peak(folder: Path, memory: str) -> float:
    """The most memory of a new process that counts and judges, in MB."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_count_and_judge, (folder, memory))


def _count_and_judge(folder: Path, memory: str) -> float:
    rules = {str(at): each for at, each in enumerate(_rules())}
    simulate(count_files(folder, memory_limit=memory), rules)
    return getrusage(RUSAGE_SELF).ru_maxrss / 1000


def _ratio(name: str, cost: Cost, against: Cost, of: str) -> None:
    wall, cpu = cost.wall / against.wall, cost.cpu / against.cpu
    print(f"  {name + ':':28}{wall:5.2f} x {of}, {cpu:.2f} x by processor time")


if __name__ == "__main__":
    main()
