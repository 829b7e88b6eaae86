"""Columns of text, as CSV and NDJSON have them, made into what facts are made of."""

from order_adapters.frames.columns import PresentColumns
from order_adapters.frames.keys import ASKED, CREATED
from order_adapters.frames.moments import UNREADABLE, UNZONED
from order_adapters.frames.native import quoted

_CLOCK = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?"
_ZONE = r"(Z|[+-]\d\d(:?\d\d)?)"


def text_columns(present: PresentColumns) -> str:
    """Return SQL for DuckDB that makes typed columns of those of a relation of texts."""
    typed = [quoted(name) for name in (*present.texts, *present.flags)]
    if present.dates is None:
        typed.append(_age(present.age))
    else:
        created, asked = present.dates
        typed += [f"{_microseconds(created)} AS {CREATED}", f"{_microseconds(asked)} AS {ASKED}"]
    if present.money is not None:
        amount, currency = present.money
        typed += [_amount(amount), quoted(currency)]
    return ", ".join(dict.fromkeys(typed))


def _microseconds(name: str) -> str:
    """Of the UTC epoch; the numbers for what is no timestamp, or none with a zone."""
    text = f"nullif(trim({quoted(name)}), '')"
    return (
        f"CASE WHEN {text} IS NULL THEN NULL "
        f"WHEN regexp_full_match({text}, '{_CLOCK}{_ZONE}') "
        f"THEN coalesce(epoch_us(try_cast({text} AS TIMESTAMPTZ)), {UNREADABLE}) "
        f"WHEN regexp_full_match({text}, '{_CLOCK}') THEN {UNZONED} "
        f"ELSE {UNREADABLE} END"
    )


def _age(name: str) -> str:
    r"""Whole minutes; anything else is none. By its form, for '1.5' would become 2."""
    column = quoted(name)
    number = rf"CASE WHEN regexp_full_match({column}, '-?\d{{1,9}}') THEN {column} END"
    return f"CAST({number} AS BIGINT) AS {column}"


def _amount(name: str) -> str:
    """A number; NaN for what is none."""
    column = quoted(name)
    number = f"coalesce(try_cast({column} AS DOUBLE), 'nan'::DOUBLE)"
    return f"CASE WHEN nullif(trim({column}), '') IS NOT NULL THEN {number} END AS {column}"
