"""Rows of attempts, counted by whatever engine holds them, become counted facts.

An engine groups rows by the values that facts are made of and counts; it is trusted with
nothing else. Each distinct group is read here, strictly: what is missing or unknown is
left out and accounted for, never taken for something harmless.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from attrs import define, frozen

from order_domain.cancellation.facts import CancellationFacts, ItemFacts
from order_domain.money import Currency
from order_domain.simulation.counts import CountedFacts, Tally, total_of
from order_domain.simulation.items_text import ItemsTextError, items_from_text
from order_domain.statuses import OrderStatus, UnknownStatusError


@frozen(kw_only=True)
class AttemptGroup:
    """Rows that are alike in all that facts are made of, as an engine returns them.

    Attributes:
        order_status: slug or code.
        is_invoiced: true or false, also as 1 and 0 or as one of these words.
        age: minutes, rounded up; None: a date is missing.
        as_loyalty_money: as ``is_invoiced``.
        items: as :func:`order_domain.simulation.items_text.items_to_text` writes them.
        count: rows.
        currency: upper or lower case; None: the rows' amounts are not known.
        amount: the sum of the rows' amounts.
        trouble: why the rows have to be left out, whatever else they hold; None: they need
            not be.
        first: when the first of the attempts was made, aware; None: not known.
        last: when the last was made.
    """

    order_status: object
    is_invoiced: object
    age: int | None
    as_loyalty_money: object
    items: object
    count: int
    currency: object = None
    amount: Decimal | None = None
    trouble: str | None = None
    first: datetime | None = None
    last: datetime | None = None


class _Trouble(Exception):  # noqa: N818 - never leaves this module
    """A group that cannot be counted; the text says why."""


class _Reader:
    """Reads groups; each distinct text once."""

    def __init__(self) -> None:
        self._statuses: dict[object, OrderStatus] = {}
        self._items: dict[object, tuple[ItemFacts, ...]] = {}
        self._currencies: dict[object, Currency] = {}

    def facts(self, group: AttemptGroup) -> CancellationFacts:
        if group.trouble is not None:
            raise _Trouble(group.trouble)
        return CancellationFacts(
            order_status=self._status(group.order_status),
            is_invoiced=_flag("is_invoiced", group.is_invoiced),
            age=_age(group.age),
            as_loyalty_money=_flag("as_loyalty_money", group.as_loyalty_money),
            items=self._items_of(group.items),
        )

    def _status(self, value: object) -> OrderStatus:
        known = self._statuses.get(value)
        if known is None:
            known = self._statuses[value] = _status(value)
        return known

    def _items_of(self, value: object) -> tuple[ItemFacts, ...]:
        known = self._items.get(value)
        if known is None:
            known = self._items[value] = _items(value)
        return known

    def tally(self, group: AttemptGroup) -> Tally:
        if group.currency is None or group.amount is None:
            return Tally(group.count)
        known = self._currencies.get(group.currency)
        if known is None:
            known = self._currencies[group.currency] = _currency(group.currency)
        return Tally(group.count, group.count, {known: group.amount})


@define
class _Period:
    """From the first attempt to the last, as far as groups say."""

    first: datetime | None = None
    last: datetime | None = None

    def extend(self, group: AttemptGroup) -> None:
        if group.first is not None and (self.first is None or group.first < self.first):
            self.first = group.first
        if group.last is not None and (self.last is None or group.last > self.last):
            self.last = group.last


def count_groups(groups: Iterable[AttemptGroup], *, age_step: int = 1) -> CountedFacts:
    """Make counted facts of groups; one that cannot be read is left out with its reason.

    Args:
        groups: the same facts may come several times, with one currency each.
        age_step: minutes of which the groups' ages are multiples.
    """
    reader = _Reader()
    found: dict[CancellationFacts, list[Tally]] = {}
    left_out: Counter[str] = Counter()
    period = _Period()
    for group in groups:
        try:
            facts, tally = reader.facts(group), reader.tally(group)
        except _Trouble as trouble:
            left_out[str(trouble)] += group.count
        else:
            found.setdefault(facts, []).append(tally)
            period.extend(group)
    tallies = {
        facts: several[0] if len(several) == 1 else total_of(several)
        for facts, several in found.items()
    }
    return CountedFacts(tallies, dict(left_out), age_step, period.first, period.last)


def _status(value: object) -> OrderStatus:
    if value is None or value == "":
        raise _Trouble("order_status: missing")
    try:
        return OrderStatus.parse(str(value))
    except UnknownStatusError:
        raise _Trouble(f"order_status: {_shown(str(value))} is no status") from None


def _shown(text: str) -> str:
    """A value that looks like a status, told; anything else could be about a person."""
    looks_like_one = len(text) <= _LONGEST_STATUS and text.replace("_", "").isalpha()
    return repr(text) if looks_like_one and text.isascii() and text.islower() else "something"


_LONGEST_STATUS = 24


def _items(value: object) -> tuple[ItemFacts, ...]:
    if value is None or value == "":
        raise _Trouble("items: missing")
    try:
        return items_from_text(str(value))
    except ItemsTextError:
        raise _Trouble("items: not in the canonical form") from None


_FLAGS: Mapping[object, bool] = {
    # 1 and 0 are the same keys as True and False.
    **dict.fromkeys((True, "true", "1"), True),
    **dict.fromkeys((False, "false", "0"), False),
}


def _flag(name: str, value: object) -> bool:
    if value is True or value is False:
        return value
    if value is None or value == "":
        raise _Trouble(f"{name}: missing")
    flag = _FLAGS.get(value.lower() if isinstance(value, str) else value)
    if flag is None:
        raise _Trouble(f"{name}: neither true nor false")
    return flag


def _age(value: int | None) -> int:
    if value is None:
        raise _Trouble("age: missing")
    return max(0, value)


def _currency(value: object) -> Currency:
    try:
        return Currency.parse(str(value).lower())
    except UnknownStatusError:
        raise _Trouble("currency: not one that is known") from None
