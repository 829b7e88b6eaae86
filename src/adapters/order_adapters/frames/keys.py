"""What rows are grouped by, and what is added up.

Engines are given nothing to decide: they compute integers, group and add. Which rows
cannot be counted is a number among the keys, the texts are read in Python afterwards.
"""

from collections.abc import Iterator

import narwhals as nw
from attrs import frozen

from order_adapters.frames.columns import AttemptColumns, PresentColumns
from order_adapters.frames.moments import EARLIEST, LATEST, MINUTE, with_rounded
from order_adapters.frames.native import Lazy
from order_adapters.frames.troubles import or_trouble

ROUNDED = "orders_age_us"
CREATED, ASKED = "orders_created_us", "orders_asked_us"
"""Columns of microseconds that are added to a table."""

_MOST_MONEY, _MOST_MINUTES = 10.0**12, 10.0**11
"""Below them, thousandths and microseconds are integers of 64 bits."""

_SUMMABLE = nw.Decimal(18, 0)
"""Integers of 64 bits that every engine adds up in 128: of plain ones the sum would be of 64
bits on Polars and on Spark, which go round without a word where it is more."""


@frozen
class Reading:
    """How a table of attempts is read.

    Attributes:
        columns: the names.
        present: which of them are read.
        age_step: minutes that ages are rounded up to a multiple of.
    """

    columns: AttemptColumns
    present: PresentColumns
    age_step: int

    def group(self, rows: Lazy) -> Lazy:
        """Group rows that are alike and add them up; dates are in microseconds already.

        Step by step: what several expressions need is a column first, or engines would
        compute it once for each.
        """
        keys = self._keys()
        raw = rows.select(*(each.alias(name) for name, each in self._raw().items()))
        checked = raw.with_columns(**self._checks()).with_columns(orders_elapsed=self._elapsed())
        computed = with_rounded(checked, "orders_elapsed", ROUNDED, self.age_step * MINUTE)
        return (
            computed.select(*(each.alias(name) for name, each in (keys | self._summed()).items()))
            .group_by(*keys)
            .agg(nw.len().alias("count"), *self._aggregates())
        )

    def _raw(self) -> dict[str, nw.Expr]:
        """What is read of a row, each column once."""
        raw = {
            "order_status": nw.col(self.columns.order_status).cast(nw.String),
            "items": nw.col(self.columns.items).cast(nw.String),
            "is_invoiced": nw.col(self.columns.is_invoiced),
        }
        if self.columns.as_loyalty_money is not None:
            raw["as_loyalty_money"] = nw.col(self.columns.as_loyalty_money)
        if self.present.dates is None:  # a missing one makes pandas' floats
            raw["minutes"] = nw.col(self.present.age).cast(nw.Float64)
        else:
            raw |= {"created": nw.col(CREATED), "asked": nw.col(ASKED)}
        if self.present.money is not None:
            amount, currency = self.present.money
            raw["currency"] = nw.col(currency).cast(nw.String)
            raw["amount"] = nw.col(amount).cast(nw.Float64)
        return raw

    def _checks(self) -> dict[str, nw.Expr]:
        """Whether a row's dates are dates and its amount is one; null where there is none."""
        checks: dict[str, nw.Expr] = {}
        if self.present.dates is None:
            checks["is_aged"] = _is_sane(nw.col("minutes"), _MOST_MINUTES)
        else:
            checks["is_dated"] = _is_date(nw.col("created")) & _is_date(nw.col("asked"))
        if self.present.money is not None:
            checks["is_sane"] = _is_sane(nw.col("amount"), _MOST_MONEY)
        return checks

    def _keys(self) -> dict[str, nw.Expr]:
        """What rows are grouped by."""
        keys = {name: nw.col(name) for name in ("order_status", "items", "is_invoiced")}
        dates, money = self.present.dates is not None, self.present.money is not None
        keys["age"] = or_trouble(nw.col(ROUNDED), has_dates=dates, has_amount=money)
        if self.columns.as_loyalty_money is not None:
            keys["as_loyalty_money"] = nw.col("as_loyalty_money")
        if money:
            keys["currency"] = nw.when(nw.col("is_sane")).then(nw.col("currency"))
        return keys

    def _summed(self) -> dict[str, nw.Expr]:
        """What is added up or compared within a group."""
        summed: dict[str, nw.Expr] = {}
        if self.present.money is not None:
            sane = nw.when(nw.col("is_sane")).then(nw.col("amount"))
            summed["amount"] = (sane * 1000).round(0).cast(nw.Int64).cast(_SUMMABLE)
        if self.present.dates is not None:
            summed["asked"] = nw.col("asked")
        return summed

    def _aggregates(self) -> Iterator[nw.Expr]:
        if self.present.money is not None:
            yield nw.col("amount").sum().alias("money")
        if self.present.dates is not None:
            yield nw.col("asked").min().alias("first")
            yield nw.col("asked").max().alias("last")

    def _elapsed(self) -> nw.Expr:
        """Microseconds, none below 0; null where a date is no date."""
        if self.present.dates is None:
            sane = nw.when(nw.col("is_aged")).then(nw.col("minutes"))
            micros = sane.ceil().cast(nw.Int64) * MINUTE
            return nw.when(micros < 0).then(nw.lit(0)).otherwise(micros)
        past = nw.when(nw.col("asked") >= nw.col("created")).then(nw.col("created"))
        elapsed = nw.col("asked") - past.otherwise(nw.col("asked"))
        return nw.when(nw.col("is_dated")).then(elapsed)


def _is_date(micros: nw.Expr) -> nw.Expr:
    return (micros >= EARLIEST) & (micros <= LATEST)


def _is_sane(number: nw.Expr, most: float) -> nw.Expr:
    """Neither too large nor a float that is no number."""
    return (number > -most) & (number < most)
