"""Counted facts as a Parquet file: small, and nothing of any person in it.

One row for each distinct facts:

    order_status      VARCHAR           slug
    is_invoiced       BOOLEAN
    age               BIGINT            minutes, rounded up to a multiple of the age step
    as_loyalty_money  BOOLEAN
    items             VARCHAR           order_domain.simulation.items_to_text
    count             BIGINT            attempts
    priced            BIGINT            those among them whose amount is known
    money             MAP(VARCHAR, DECIMAL(38, 3))    currency → sum of the amounts

and in the file's metadata, under ``order_domain.counts``, a JSON object: ``version`` (1),
``age_step`` in minutes, ``first`` and ``last`` (ISO 8601 or null) and ``left_out``.
"""

import json
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from order_adapters.frames.errors import AttemptsError
from order_adapters.frames.native import literal
from order_domain.simulation import AgedFacts, CountedFacts, Series, items_to_text

METADATA = "order_domain.counts"
VERSION = 1

COLUMNS = {
    "order_status": "VARCHAR",
    "is_invoiced": "BOOLEAN",
    "age": "BIGINT",
    "as_loyalty_money": "BOOLEAN",
    "items": "VARCHAR",
    "count": "BIGINT",
    "priced": "BIGINT",
    "money": "MAP(VARCHAR, DECIMAL(38,3))",
}

KEYS = "order_status, is_invoiced, as_loyalty_money, items"
"""All that facts are made of but the age."""

_SERIES = {
    "order_status": "VARCHAR",
    "is_invoiced": "BOOLEAN",
    "as_loyalty_money": "BOOLEAN",
    "items": "VARCHAR",
    "measure": "VARCHAR",
    "ages": "BIGINT[]",
    "numbers": "VARCHAR[]",
}
"""What DuckDB is handed: a part of a series in each line; the measure is a currency, too."""

_AT_ONCE = 50_000
"""Ages in a line."""


def save_counts(counts: CountedFacts, path: str | Path) -> None:
    """Write counted facts as a Parquet file; one that is there already is replaced as a whole.

    Raises:
        AttemptsError: the file cannot be written.
    """
    target = Path(path)
    try:
        with TemporaryDirectory(prefix=".orders-", dir=target.parent) as folder:
            rows, made = Path(folder, "rows.ndjson"), Path(folder, "counts.parquet")
            with rows.open("w", encoding="utf-8") as file:
                file.writelines(f"{json.dumps(line)}\n" for line in _lines(counts))
            _make_parquet(rows, made, json.dumps(_metadata(counts)))
            made.replace(target)
    except (OSError, duckdb.Error) as error:
        raise AttemptsError(str(path), None, f"cannot be written: {error}") from None


def _lines(counts: CountedFacts) -> Iterator[dict[str, object]]:
    for aged in counts.tallies.aged:
        keys = {
            "order_status": aged.facts.order_status,
            "is_invoiced": aged.facts.is_invoiced,
            "as_loyalty_money": aged.facts.as_loyalty_money,
            "items": items_to_text(aged.facts.items),
        }
        for measure, series in _measures(aged):
            for start in range(0, len(series.ages), _AT_ONCE):
                part = slice(start, start + _AT_ONCE)
                numbers = _numbers(series, part)
                yield {**keys, "measure": measure, "ages": series.ages[part], "numbers": numbers}


def _measures(aged: AgedFacts) -> Iterator[tuple[str, Series]]:
    yield from (("count", series) for series in aged.counts)
    yield from (("priced", series) for series in aged.priced)
    for currency, several in aged.money.items():
        yield from ((currency.value, series) for series in several)


def _numbers(series: Series, part: slice) -> list[str]:
    if not series.places:
        return [str(value) for value in series.values[part]]
    return [f"{Decimal(value).scaleb(-series.places):f}" for value in series.values[part]]


def _metadata(counts: CountedFacts) -> dict[str, object]:
    return {
        "version": VERSION,
        "age_step": counts.age_step,
        "first": counts.first and counts.first.isoformat(),
        "last": counts.last and counts.last.isoformat(),
        "left_out": dict(counts.left_out),
    }


def _make_parquet(lines: Path, made: Path, metadata: str) -> None:
    with closing(duckdb.connect()) as connection:
        series = connection.read_json(str(lines), format="newline_delimited", columns=dict(_SERIES))
        _by_facts(series).create_view("counted")
        connection.execute(
            f"COPY counted TO {literal(str(made))} (FORMAT parquet, COMPRESSION zstd, "
            f"KV_METADATA {{{literal(METADATA)}: {literal(metadata)}}})"
        )


def _by_facts(series: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """One row for each distinct facts."""
    one_by_one = f"{KEYS}, measure, unnest(ages) AS age, unnest(numbers) AS number"
    keys = f"{KEYS}, age"
    of_count, of_priced = (
        f"coalesce(sum(number) FILTER (measure = '{name}'), 0) AS \"{name}\""
        for name in ("count", "priced")
    )
    money = (
        "coalesce(map_from_entries(list(row(measure, number) ORDER BY measure) "
        "FILTER (measure NOT IN ('count', 'priced'))), MAP {}) AS money"
    )
    typed = ", ".join(f'CAST("{name}" AS {kind}) AS "{name}"' for name, kind in COLUMNS.items())
    return (
        series.project(one_by_one)
        .aggregate(
            f"{keys}, measure, sum(CAST(number AS DECIMAL(38, 3))) AS number", f"{keys}, measure"
        )
        .aggregate(f"{keys}, {of_count}, {of_priced}, {money}", keys)
        .project(typed)
        .order(keys)
    )
