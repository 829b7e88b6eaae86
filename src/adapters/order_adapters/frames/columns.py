"""Which columns of a table of attempts hold what, and whether their types will do."""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

import narwhals as nw
from attrs import frozen
from narwhals.dtypes import DType

from order_adapters.frames.errors import AttemptsError

Schema: TypeAlias = Mapping[str, DType]
"""Column → type."""


@frozen(kw_only=True)
class AttemptColumns:
    """The names of the columns of a table with one row an attempt.

    On Spark they must have neither dots nor backticks.

    Attributes:
        order_status: slug or code of the order's status, as text or as a whole number.
        is_invoiced: whether the order had an invoice: true or false, or 1 and 0, or these
            as text.
        created_date: when the order was placed: timestamps with a time zone.
        asked_at: when the attempt was made: timestamps with a time zone.
        age: minutes from the one to the other, any part of one to be rounded up. Looked at
            only where there is no ``created_date``.
        as_loyalty_money: whether the money was asked for in loyalty points, as
            ``is_invoiced``; None: never.
        items: the selected items, as ``order_domain.simulation.items_to_text`` writes them.
        amount: the attempt's money, a number; None, or a column that is not there: not known.
            Counted in thousandths.
        currency: of the amount, by its ISO 4217 code.
    """

    order_status: str = "order_status"
    is_invoiced: str = "is_invoiced"
    created_date: str = "created_date"
    asked_at: str = "asked_at"
    age: str = "age"
    as_loyalty_money: str | None = "as_loyalty_money"
    items: str = "items"
    amount: str | None = "amount"
    currency: str = "currency"

    def present(self, names: frozenset[str]) -> "PresentColumns":
        """Say which of them a table with columns of these names has to have, and has."""
        dates = self.created_date in names or self.age not in names
        return PresentColumns(
            texts=(self.order_status, self.items),
            flags=(self.is_invoiced, *_some(self.as_loyalty_money)),
            dates=(self.created_date, self.asked_at) if dates else None,
            age=self.age,
            money=(self.amount, self.currency) if self.amount in names and self.amount else None,
        )


DEFAULT_COLUMNS = AttemptColumns()
"""Every column has the name of what it holds."""


@frozen
class PresentColumns:
    """Those columns that are read of one table.

    Attributes:
        texts: statuses and items.
        flags: true or false.
        dates: creation and attempt; None: the table has ages.
        age: looked at where there are no dates.
        money: amount and currency; None: not known.
    """

    texts: tuple[str, ...]
    flags: tuple[str, ...]
    dates: tuple[str, str] | None
    age: str
    money: tuple[str, str] | None

    def __iter__(self) -> Iterator[str]:
        """Every name, once."""
        names = (*self.texts, *self.flags, *(self.dates or (self.age,)), *(self.money or ()))
        return iter(dict.fromkeys(names))

    def check_names(self, names: frozenset[str], source: str) -> None:
        """Refuse a table in which one is missing.

        Raises:
            AttemptsError: naming the first that is missing, and what columns there are.
        """
        for name in self:
            if name not in names:
                there = ", ".join(sorted(names)) or "none"
                raise AttemptsError(source, name, f"missing column; there are: {there}")

    def check_types(self, schema: Schema, source: str) -> None:
        """Refuse a table in which one has a type that will not do.

        Raises:
            AttemptsError: naming the first such column, what was expected and what is there.
        """
        texts_or_numbers = (*_TEXTS, *_WHOLE)
        for name in self.texts:
            _check(schema, name, texts_or_numbers, "text", source)
        for name in self.flags:
            _check(schema, name, (nw.Boolean, *texts_or_numbers), "true or false", source)
        for name in self.dates or ():
            _check(schema, name, (nw.Datetime,), _ZONED, source)
            if getattr(schema[name], "time_zone", None) is None:
                raise AttemptsError(
                    source, name, f"expected {_ZONED}, found {schema[name]} without one"
                )
        if self.dates is None:
            _check(schema, self.age, _NUMBERS, "a number of minutes", source)
        if self.money is not None:
            amount, currency = self.money
            _check(schema, amount, _NUMBERS, "a number", source)
            _check(schema, currency, _TEXTS, "text", source)


_ZONED = "timestamps with a time zone"
_Types: TypeAlias = tuple[type[DType], ...]
_TEXTS: _Types = (nw.String, nw.Categorical, nw.Enum)
_WHOLE: _Types = (
    nw.Int8,
    nw.Int16,
    nw.Int32,
    nw.Int64,
    nw.UInt8,
    nw.UInt16,
    nw.UInt32,
    nw.UInt64,
    nw.Int128,
)
_NUMBERS: _Types = (*_WHOLE, nw.Float32, nw.Float64, nw.Decimal)


def _check(schema: Schema, name: str, types: _Types, expected: str, source: str) -> None:
    if not isinstance(schema[name], types):
        raise AttemptsError(source, name, f"expected {expected}, found {schema[name]}")


def _some(name: str | None) -> tuple[str, ...]:
    return () if name is None else (name,)
