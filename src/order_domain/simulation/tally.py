"""Numbers of attempts and their money: in one sum, or by the age of the orders."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from attrs import field, frozen

from order_domain.money import Currency


@frozen
class Tally:
    """A number of attempts, and their money.

    Attributes:
        count: attempts.
        priced: those among them whose amount is known.
        money: the sum of their amounts in each currency.
    """

    count: int = 0
    priced: int = 0
    money: Mapping[Currency, Decimal] = field(factory=dict[Currency, Decimal])


NOTHING = Tally()


def total_of(tallies: Iterable[Tally]) -> Tally:
    """Add tallies up."""
    count = priced = 0
    money: dict[Currency, Decimal] = {}
    for tally in tallies:
        count += tally.count
        priced += tally.priced
        for currency, amount in tally.money.items():
            money[currency] = money.get(currency, Decimal(0)) + amount
    return Tally(count, priced, money)


@frozen
class Span:
    """Ages that belong together.

    Attributes:
        after: minutes; older than this.
        until: minutes, this one included; None: without an end.
    """

    after: int
    until: int | None


EVERY_AGE = Span(-1, None)


@frozen
class Series:
    """Numbers by age, of which any stretch is quickly added up.

    Attributes:
        ages: minutes, ascending, each once.
        values: one for each age.
        places: the values are in units of ``10 ** -places``.
    """

    ages: Sequence[int]
    values: Sequence[int]
    places: int = 0

    def within(self, span: Span) -> slice:
        """Return where the ages of a span are."""
        start = _first_after(self.ages, span.after)
        end = len(self.ages) if span.until is None else _first_after(self.ages, span.until)
        return slice(start, end)

    def sum(self, span: Span) -> int:
        """Add up what is in a span, in the series' units."""
        return sum(self.values[self.within(span)])


def added_up(several: Iterable[Series], step: int = 1) -> Series:
    """Make one series of several, with ages rounded up to multiples of some minutes."""
    series = tuple(several)
    places = max(each.places for each in series)
    totals: dict[int, int] = {}
    for each in series:
        factor = 10 ** (places - each.places)
        for age, value in zip(each.ages, each.values, strict=True):
            rounded = -(-age // step) * step
            totals[rounded] = totals.get(rounded, 0) + value * factor
    ages = sorted(totals)
    return Series(ages, [totals[age] for age in ages], places)


def _first_after(ages: Sequence[int], age: int) -> int:
    """The place of the first age that is older; by halves."""
    low, high = 0, len(ages)
    while low < high:
        middle = (low + high) // 2
        if ages[middle] > age:
            high = middle
        else:
            low = middle + 1
    return low
