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
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias, cast

import duckdb

from order_adapters.frames.errors import AttemptsError
from order_adapters.frames.native import literal
from order_domain.cancellation.facts import CancellationFacts
from order_domain.money import Currency
from order_domain.simulation import (
    CountedFacts,
    Tally,
    items_from_text,
    items_to_text,
)
from order_domain.statuses import OrderStatus

METADATA = "order_domain.counts"
VERSION = 1

_COLUMNS = {
    "order_status": "VARCHAR",
    "is_invoiced": "BOOLEAN",
    "age": "BIGINT",
    "as_loyalty_money": "BOOLEAN",
    "items": "VARCHAR",
    "count": "BIGINT",
    "priced": "BIGINT",
    "money": "MAP(VARCHAR, DECIMAL(38,3))",
}
_Row: TypeAlias = tuple[str, bool, int, bool, str, int, int, dict[str, Decimal]]


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
                file.writelines(f"{json.dumps(row)}\n" for row in _rows(counts))
            _make_parquet(rows, made, json.dumps(_metadata(counts)))
            made.replace(target)
    except (OSError, duckdb.Error) as error:
        raise AttemptsError(str(path), None, f"cannot be written: {error}") from None


def read_counts(path: str | Path) -> CountedFacts:
    """Read counted facts that :func:`save_counts` wrote.

    Raises:
        AttemptsError: there is no such file, it is none of counted facts, or something in it
            is not what it should be.
    """
    source = str(path)
    if not Path(path).is_file():
        raise AttemptsError(source, None, "there is no such file")
    with closing(duckdb.connect()) as connection:
        try:
            metadata = _read_metadata(connection, source)
            relation = connection.read_parquet(source)
            _check_columns(relation, source)
            rows = cast("list[_Row]", relation.fetchall())
        except duckdb.Error as error:
            raise AttemptsError(source, None, f"cannot be read: {error}") from None
    try:
        return _counts(rows, metadata)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise AttemptsError(source, None, f"holds no sound counts: {error}") from None


def _rows(counts: CountedFacts) -> Iterator[dict[str, object]]:
    for facts, tally in counts.tallies.items():
        yield {
            "order_status": facts.order_status,
            "is_invoiced": facts.is_invoiced,
            "age": facts.age,
            "as_loyalty_money": facts.as_loyalty_money,
            "items": items_to_text(facts.items),
            "count": tally.count,
            "priced": tally.priced,
            "money": {currency: str(amount) for currency, amount in tally.money.items()},
        }


def _metadata(counts: CountedFacts) -> dict[str, object]:
    return {
        "version": VERSION,
        "age_step": counts.age_step,
        "first": counts.first and counts.first.isoformat(),
        "last": counts.last and counts.last.isoformat(),
        "left_out": dict(counts.left_out),
    }


def _make_parquet(rows: Path, made: Path, metadata: str) -> None:
    with closing(duckdb.connect()) as connection:
        relation = connection.read_json(
            str(rows), format="newline_delimited", columns=dict(_COLUMNS)
        )
        relation.create_view("counted")
        connection.execute(
            f"COPY counted TO {literal(str(made))} (FORMAT parquet, COMPRESSION zstd, "
            f"KV_METADATA {{{literal(METADATA)}: {literal(metadata)}}})"
        )


def _read_metadata(connection: duckdb.DuckDBPyConnection, source: str) -> dict[str, object]:
    found = connection.execute(
        "SELECT decode(value) FROM parquet_kv_metadata(?) WHERE decode(key) = ?", [source, METADATA]
    ).fetchall()
    if not found:
        raise AttemptsError(source, None, "a Parquet file, but not one of counted facts")
    metadata = cast("dict[str, object]", json.loads(str(found[0][0])))
    if metadata.get("version") != VERSION:
        was = metadata.get("version")
        raise AttemptsError(source, None, f"counted facts of version {was}; expected {VERSION}")
    return metadata


def _check_columns(relation: duckdb.DuckDBPyRelation, source: str) -> None:
    there = dict(zip(relation.columns, map(str, relation.types), strict=True))
    for name, kind in _COLUMNS.items():
        if name not in there:
            raise AttemptsError(source, name, "missing column")
        if there[name] != kind:
            raise AttemptsError(source, name, f"expected {kind}, found {there[name]}")


def _counts(rows: Iterable[_Row], metadata: dict[str, object]) -> CountedFacts:
    tallies = dict(map(_read_row, rows))
    return CountedFacts(
        tallies,
        cast("dict[str, int]", metadata["left_out"]),
        cast("int", metadata["age_step"]),
        _moment(metadata["first"]),
        _moment(metadata["last"]),
    )


def _moment(text: object) -> datetime | None:
    return None if text is None else datetime.fromisoformat(str(text))


def _read_row(row: _Row) -> tuple[CancellationFacts, Tally]:
    status, is_invoiced, age, as_loyalty_money, items, count, priced, money = row
    if any(value is None for value in cast("tuple[object, ...]", row)):
        raise ValueError("a value is missing.")
    if age < 0 or not 0 <= priced <= count:
        raise ValueError(f"age {age}, count {count}, priced {priced}.")
    facts = CancellationFacts(
        order_status=OrderStatus.parse(status),
        is_invoiced=is_invoiced,
        age=age,
        as_loyalty_money=as_loyalty_money,
        items=items_from_text(items),
    )
    amounts = {Currency.parse(currency): amount for currency, amount in money.items()}
    return facts, Tally(count, priced, amounts)
