"""Counted facts, read from the file that :mod:`order_adapters.frames.saving` wrote."""

import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TypeGuard

import duckdb

from order_adapters.frames.arrow import Table, fetched, integers_in, shortest, values_in
from order_adapters.frames.errors import AttemptsError
from order_adapters.frames.nesting import PLACES
from order_adapters.frames.saving import COLUMNS, KEYS, METADATA, VERSION
from order_domain.cancellation.facts import CancellationFacts
from order_domain.money import Currency
from order_domain.simulation import AgedFacts, CountedFacts, Series, Tallies, items_from_text
from order_domain.statuses import OrderStatus

_COUNTED = ("count", "priced")
_MISSING = " OR ".join(f'"{name}" IS NULL' for name in COLUMNS)
_UNSOUND = (
    f"{_MISSING} OR len(list_filter(map_values(money), lambda amount: amount IS NULL)) > 0 "
    'OR age < 0 OR priced < 0 OR priced > "count"'
)
_MEASURES = (
    "list_concat([{'measure': 'count', 'number': CAST(\"count\" AS HUGEINT)}, "
    "{'measure': 'priced', 'number': CAST(priced AS HUGEINT)}], "
    "list_transform(map_entries(money), lambda entry: {'measure': entry.key, "
    "'number': CAST(replace(CAST(entry.value AS VARCHAR), '.', '') AS HUGEINT)}))"
)
"""Of a row: what is counted, and the sum of each currency in thousandths."""


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
            unsound = relation.filter(_UNSOUND).limit(1).fetchall()
            table = fetched(_by_measure(relation))
        except duckdb.Error as error:
            raise AttemptsError(source, None, f"cannot be read: {error}") from None
    try:
        return _counts(table, metadata, unsound)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise AttemptsError(source, None, f"holds no sound counts: {error}") from None


def _read_metadata(connection: duckdb.DuckDBPyConnection, source: str) -> dict[str, object]:
    found = connection.execute(
        "SELECT decode(value) FROM parquet_kv_metadata(?) WHERE decode(key) = ?", [source, METADATA]
    ).fetchall()
    try:
        metadata: object = json.loads(str(found[0][0])) if found else None
    except json.JSONDecodeError:
        metadata = None
    if not _is_object(metadata):
        raise AttemptsError(source, None, "a Parquet file, but not one of counted facts")
    if metadata.get("version") != VERSION:
        was = metadata.get("version")
        raise AttemptsError(source, None, f"counted facts of version {was}; expected {VERSION}")
    return metadata


def _is_object(value: object) -> TypeGuard[dict[str, object]]:
    """Whether it came from a JSON object."""
    return isinstance(value, dict)


def _check_columns(relation: duckdb.DuckDBPyRelation, source: str) -> None:
    there = dict(zip(relation.columns, map(str, relation.types), strict=True))
    for name, kind in COLUMNS.items():
        if name not in there:
            raise AttemptsError(source, name, "missing column")
        if there[name] != kind:
            raise AttemptsError(source, name, f"expected {kind}, found {there[name]}")


def _by_measure(relation: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """One row for each group of facts and measure, with a list of all ages."""
    long = relation.project(f"{KEYS}, age, unnest({_MEASURES}) AS measured").project(
        f"{KEYS}, age, measured.measure AS measure, measured.number AS number"
    )
    numbers = f"list({{'age': age, 'number': {shortest(long, 'number')}}} ORDER BY age) AS by_age"
    return long.aggregate(f"{KEYS}, measure, {numbers}", f"{KEYS}, measure")


def _counts(table: Table, metadata: dict[str, object], unsound: Sequence[object]) -> CountedFacts:
    if unsound:
        raise ValueError(f"a value is missing or out of range: {unsound[0]}.")
    tallies = Tallies(tuple(_aged(facts, series) for facts, series in _series(table).items()))
    return CountedFacts(
        tallies,
        _left_out(metadata["left_out"]),
        _whole(metadata["age_step"], 1),
        _moment(metadata["first"]),
        _moment(metadata["last"]),
    )


def _left_out(value: object) -> dict[str, int]:
    if not _is_object(value):
        raise TypeError(f"left_out should be an object, not {value!r}.")
    return {reason: _whole(rows, 0) for reason, rows in value.items()}


def _whole(value: object, least: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise TypeError(f"Expected a whole number, at least {least}, not {value!r}.")
    return value


def _series(table: Table) -> Mapping[CancellationFacts, Mapping[str, Series]]:
    """Each group of facts → what is measured → the numbers."""
    found: dict[CancellationFacts, dict[str, Series]] = {}
    columns = (values_in(table, name) for name in (*KEYS.split(", "), "measure"))
    rows = zip(*columns, strict=True)
    for (status, is_invoiced, as_loyalty_money, items, measure), (ages, numbers) in zip(
        rows, integers_in(table, "by_age", 2), strict=True
    ):
        facts = CancellationFacts(
            order_status=OrderStatus.parse(str(status)),
            is_invoiced=bool(is_invoiced),
            age=0,
            as_loyalty_money=bool(as_loyalty_money),
            items=items_from_text(str(items)),
        )
        sums = found.setdefault(facts, {})
        if str(measure) in sums:  # a status can be written in two ways
            raise ValueError(f"{measure} of {status} and {items} is there twice.")
        sums[str(measure)] = Series(ages, numbers, 0 if measure in _COUNTED else PLACES)
    return found


def _aged(facts: CancellationFacts, series: Mapping[str, Series]) -> AgedFacts:
    money = {name: each for name, each in series.items() if name not in _COUNTED}
    counts, priced = (series[name] for name in _COUNTED)
    return AgedFacts(
        facts,
        (counts,),
        (priced,),
        {Currency.parse(name): (each,) for name, each in money.items()},
    )


def _moment(text: object) -> datetime | None:
    return None if text is None else datetime.fromisoformat(str(text))
