"""What rows are grouped by, and how groups are read.

Engines are given nothing to decide: they compute integers, group and add. Which rows
cannot be counted is a number among the keys, the texts are read in Python afterwards.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import narwhals as nw
from attrs import frozen

from order_adapters.frames.columns import AttemptColumns, PresentColumns
from order_adapters.frames.moments import EARLIEST, LATEST, MINUTE, rounded_up
from order_adapters.frames.native import Lazy
from order_domain.simulation import AttemptGroup

CREATED, ASKED = "orders_created_us", "orders_asked_us"
"""Columns of microseconds that are added to a table."""

DATE_TROUBLES: Mapping[int, str] = {
    1: "{}: missing",
    2: "{}: without a time zone",
    3: "{}: not a date of the years 1 to 9999",
}
"""What the numbers among the keys stand for."""

AMOUNT_TROUBLE = "amount: not a number between -10^12 and 10^12"

_ASKED, _AMOUNT = 4, 16
"""Factors that put the troubles of a row into one number."""

_MOST = 10.0**12
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


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
        """Group rows that are alike and add them up; dates are in microseconds already."""
        keys = self._keys()
        sums = self._summed()
        return (
            rows.select(
                *(expression.alias(name) for name, expression in keys.items()),
                *(expression.alias(name) for name, expression in sums.items()),
            )
            .group_by(*keys)
            .agg(nw.len().alias("count"), *_aggregates(sums))
        )

    def _keys(self) -> dict[str, nw.Expr]:
        """What rows are grouped by."""
        keys = {
            "order_status": nw.col(self.columns.order_status).cast(nw.String),
            "items": nw.col(self.columns.items).cast(nw.String),
            "is_invoiced": nw.col(self.columns.is_invoiced),
            "age": self._age(),
        }
        if self.columns.as_loyalty_money is not None:
            keys["as_loyalty_money"] = nw.col(self.columns.as_loyalty_money)
        if self.present.money is not None:
            amount, currency = _money(self.present.money)
            keys["currency"] = nw.when(_is_sane(amount)).then(currency)
        troubles = self._troubles()
        if troubles:
            keys["trouble"] = nw.sum_horizontal(*troubles)
        return keys

    def _troubles(self) -> list[nw.Expr]:
        """Why a row cannot be counted: numbers that add up to one."""
        troubles: list[nw.Expr] = []
        if self.present.dates is not None:
            troubles += [_date_trouble(nw.col(CREATED)), _date_trouble(nw.col(ASKED)) * _ASKED]
        if self.present.money is not None:
            amount, _ = _money(self.present.money)
            troubles.append(_amount_trouble(amount) * _AMOUNT)
        return troubles

    def _summed(self) -> dict[str, nw.Expr]:
        """What is added up or compared within a group."""
        summed: dict[str, nw.Expr] = {}
        if self.present.money is not None:
            amount, _ = _money(self.present.money)
            sane = nw.when(_is_sane(amount)).then(amount)
            summed["amount"] = (sane * 1000).round(0).cast(nw.Int64)
        if self.present.dates is not None:
            summed["asked"] = nw.when(_is_date(nw.col(ASKED))).then(nw.col(ASKED))
        return summed

    def _age(self) -> nw.Expr:
        """Microseconds, rounded up to a step; null where a date is no date."""
        step = self.age_step * MINUTE
        if self.present.dates is None:
            minutes = nw.col(self.present.age).cast(
                nw.Float64
            )  # a missing one makes pandas' floats
            whole = nw.when(_is_sane(minutes)).then(minutes).ceil().cast(nw.Int64)
            return rounded_up(whole * MINUTE, step)
        created, asked = nw.col(CREATED), nw.col(ASKED)
        both = _is_date(created) & _is_date(asked)
        return rounded_up(nw.when(both).then(asked) - nw.when(both).then(created), step)


def _aggregates(sums: Mapping[str, nw.Expr]) -> Iterator[nw.Expr]:
    if "amount" in sums:
        yield nw.col("amount").sum().alias("money")
    if "asked" in sums:
        yield nw.col("asked").min().alias("first")
        yield nw.col("asked").max().alias("last")


def _is_date(micros: nw.Expr) -> nw.Expr:
    return (micros >= EARLIEST) & (micros <= LATEST)


def _date_trouble(micros: nw.Expr) -> nw.Expr:
    """A key of ``_DATE_TROUBLES``, 0 for none."""
    unreadable = nw.when(micros > LATEST).then(nw.lit(3)).otherwise(nw.lit(0))
    unzoned = nw.when(micros < EARLIEST).then(nw.lit(2)).otherwise(unreadable)
    return nw.when(micros.is_null()).then(nw.lit(1)).otherwise(unzoned)


def _money(names: tuple[str, str]) -> tuple[nw.Expr, nw.Expr]:
    amount, currency = names
    return nw.col(amount).cast(nw.Float64), nw.col(currency).cast(nw.String)


def _is_sane(number: nw.Expr) -> nw.Expr:
    """Neither too large for an integer of millionths nor a float that is no number."""
    return (number > -_MOST) & (number < _MOST)


def _amount_trouble(amount: nw.Expr) -> nw.Expr:
    sane = nw.when(_is_sane(amount)).then(nw.lit(0)).otherwise(nw.lit(1))
    return nw.when(amount.is_null()).then(nw.lit(0)).otherwise(sane)


def read_groups(table: Mapping[str, list[object]]) -> Iterator[AttemptGroup]:
    """Read the groups that an engine returned, column by column."""
    rows = len(table["count"])
    columns = (table.get(name) or [usual] * rows for name, usual in _COLUMNS.items())
    for status, invoiced, age, points, items, count, currency, money, trouble, first, last in zip(
        *columns, strict=True
    ):
        yield AttemptGroup(
            order_status=status,
            is_invoiced=invoiced,
            age=None if age is None else _whole(age) // MINUTE,
            as_loyalty_money=points,
            items=items,
            count=_whole(count),
            currency=currency,
            amount=_amount(money),
            trouble=_trouble(trouble),
            first=_moment(first),
            last=_moment(last),
        )


_COLUMNS: Mapping[str, object] = {
    "order_status": None,
    "is_invoiced": None,
    "age": None,
    "as_loyalty_money": False,
    "items": None,
    "count": None,
    "currency": None,
    "money": None,
    "trouble": None,
    "first": None,
    "last": None,
}
"""Every column that may come back, and what stands for one that does not."""


def _trouble(number: object) -> str | None:
    """Read the sum of a row's troubles; the first is told."""
    if not number:
        return None
    amount, dates = divmod(_whole(number), _AMOUNT)
    asked, created = divmod(dates, _ASKED)
    for name, date in (("created_date", created), ("asked_at", asked)):
        if date:
            return DATE_TROUBLES[date].format(name)
    return AMOUNT_TROUBLE if amount else None


def _amount(thousandths: object) -> Decimal | None:
    return None if thousandths is None else Decimal(_whole(thousandths)).scaleb(-3)


def _moment(micros: object) -> datetime | None:
    return None if micros is None else _EPOCH + timedelta(microseconds=_whole(micros))


def _whole(value: object) -> int:
    """Return an integer, that some engines return as a decimal or a float."""
    if type(value) is int:
        return value
    if not isinstance(value, (int, float, Decimal)):
        raise TypeError(f"Expected a number of the engine, got {value!r}.")
    return int(value)
