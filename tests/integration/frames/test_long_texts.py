"""Long files of text: what only later rows have is read as what the first ones have."""

import json
from decimal import Decimal
from pathlib import Path

from order_adapters.frames import count_files
from order_domain.money import Currency
from order_domain.simulation import Tally

MANY = 25_000
"""Rows; DuckDB looks at the first 20,480 if it is left to itself."""

ROW = {
    "order_status": "approved",
    "is_invoiced": "false",
    "age": "5",
    "as_loyalty_money": "false",
    "items": "cancel:approved",
}
PRICED = ROW | {"amount": "10.5", "currency": "try"}


def written(path: Path, *several: dict[str, str]) -> Path:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in several))
    return path


def test_columns_that_begin_late_in_ndjson_are_counted(tmp_path: Path) -> None:
    # given
    path = written(tmp_path / "attempts.ndjson", *[ROW] * MANY, PRICED, PRICED)
    # when
    counts = count_files(path)
    # then
    assert counts.total == Tally(MANY + 2, 2, {Currency.TRY: Decimal(21)})


def test_a_needed_column_that_begins_late_is_missing_before(tmp_path: Path) -> None:
    # given
    early = {name: value for name, value in ROW.items() if name != "as_loyalty_money"}
    path = written(tmp_path / "attempts.ndjson", *[early] * MANY, ROW)
    # when
    counts = count_files(path)
    # then
    assert counts.total.count == 1
    assert counts.left_out == {"as_loyalty_money: missing": MANY}


def test_ndjson_may_have_many_columns(tmp_path: Path) -> None:
    # given
    wide = {f"column {number}": "x" for number in range(300)}
    # when
    counts = count_files(written(tmp_path / "attempts.ndjson", PRICED | wide, ROW))
    # then
    assert counts.total == Tally(2, 1, {Currency.TRY: Decimal("10.5")})


def test_quotes_that_begin_late_in_csv_are_quotes(tmp_path: Path) -> None:
    # given
    lines = [",".join(ROW), *[",".join(ROW.values())] * MANY]
    lines += ['approved,false,5,false,"cancel:approved"', '"approved","false","5","false","x""y,z"']
    (tmp_path / "attempts.csv").write_text("\n".join(lines))
    # when
    counts = count_files(tmp_path / "attempts.csv")
    # then
    assert counts.total.count == MANY + 1
    assert counts.left_out == {"items: not in the canonical form": 1}
