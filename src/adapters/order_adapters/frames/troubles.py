"""Why a row cannot be counted: one number, read again when groups come back."""

from collections.abc import Mapping

import narwhals as nw

from order_adapters.frames.moments import EARLIEST, LATEST

DATE_TROUBLES: Mapping[int, str] = {
    1: "{}: missing",
    2: "{}: without a time zone",
    3: "{}: not a date of the years 1 to 9999",
}
"""What the numbers among the keys stand for."""

AMOUNT_TROUBLE = "amount: not a number between -10^12 and 10^12"

_ASKED, _AMOUNT = 4, 16
"""Factors that put the troubles of a row into one number."""


def or_trouble(age: nw.Expr, *, has_dates: bool, has_amount: bool) -> nw.Expr:
    """The age, or below 0 the numbers of what is wrong with a row, added up.

    Of columns ``created``, ``asked`` and whether both are dates (``is_dated``), and of ``amount``
    and whether it is one (``is_sane``). Most rows are fine, which is found out first.
    """
    troubles: list[nw.Expr] = []
    fine: list[nw.Expr] = []
    if has_dates:
        troubles += [_date_trouble(nw.col("created")), _date_trouble(nw.col("asked")) * _ASKED]
        fine.append(nw.col("is_dated"))
    if has_amount:
        troubles.append(_amount_trouble() * _AMOUNT)
        fine.append(nw.col("is_sane") | nw.col("amount").is_null())
    if not troubles:
        return age
    is_fine = nw.all_horizontal(*fine, ignore_nulls=False)
    return nw.when(is_fine).then(age).otherwise(nw.sum_horizontal(*troubles) * -1)


def trouble_of(number: int) -> str | None:
    """Read the numbers of a row's troubles; the first is told."""
    amount, dates = divmod(number, _AMOUNT)
    asked, created = divmod(dates, _ASKED)
    for name, date in (("created_date", created), ("asked_at", asked)):
        if date:
            return DATE_TROUBLES[date].format(name)
    return AMOUNT_TROUBLE if amount else None


def _date_trouble(micros: nw.Expr) -> nw.Expr:
    """A key of ``_DATE_TROUBLES``, 0 for none."""
    unreadable = nw.when(micros > LATEST).then(nw.lit(3)).otherwise(nw.lit(0))
    unzoned = nw.when(micros < EARLIEST).then(nw.lit(2)).otherwise(unreadable)
    return nw.when(micros.is_null()).then(nw.lit(1)).otherwise(unzoned)


def _amount_trouble() -> nw.Expr:
    sane = nw.when(nw.col("is_sane")).then(nw.lit(0)).otherwise(nw.lit(1))
    return nw.when(nw.col("amount").is_null()).then(nw.lit(0)).otherwise(sane)
