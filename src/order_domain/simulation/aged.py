"""Facts by age: few groups, however many ages there are.

Facts mostly differ in the age of the order alone. Here they are one group with its numbers by
age, and none of the facts is made before somebody asks for it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from attrs import define, evolve, field, frozen

from order_domain.cancellation.facts import CancellationFacts
from order_domain.money import Currency
from order_domain.simulation.tally import Series, Span, Tally, added_up


@frozen(eq=False)
class AgedFacts:
    """Attempts whose facts differ in age alone.

    Attributes:
        facts: what they have in common, with age 0.
        counts: how many attempts; all series count.
        priced: how many of them have an amount that is known.
        money: the sums of these amounts.
    """

    facts: CancellationFacts
    counts: tuple[Series, ...]
    priced: tuple[Series, ...] = ()
    money: Mapping[Currency, tuple[Series, ...]] = field(factory=dict[Currency, tuple[Series, ...]])

    @property
    def ages(self) -> list[int]:
        """Every age that was met, ascending."""
        if len(self.counts) == 1:
            return list(self.counts[0].ages)
        return sorted({age for series in self.counts for age in series.ages})

    def at(self, age: int) -> CancellationFacts:
        """Return the facts of some age."""
        return evolve(self.facts, age=age)

    def tally(self, span: Span) -> Tally:
        """Add up the attempts of a span of ages."""
        counts = sum(series.sum(span) for series in self.counts)
        priced = sum(series.sum(span) for series in self.priced)
        met = {currency: _sum(series, span) for currency, series in self.money.items()}
        return Tally(counts, priced, {key: sums for key, sums in met.items() if sums is not None})

    def most_met(self, span: Span, number: int) -> list[tuple[int, int]]:
        """Return the ages of a span that most attempts had, with their numbers, most first."""
        met: dict[int, int] = {}
        for series in self.counts:
            where = series.within(span)
            for age, count in zip(series.ages[where], series.values[where], strict=True):
                met[age] = met.get(age, 0) + count
        least = sorted(met.values())[-number:][0] if met else 0
        often = ((age, count) for age, count in met.items() if count >= least)
        return sorted(often, key=lambda pair: (-pair[1], pair[0]))[:number]

    def most_at_once(self, span: Span) -> int:
        """Return a number that no age of a span exceeds, without looking at each."""
        return sum(max(series.values[series.within(span)], default=0) for series in self.counts)

    def spelled_out(self) -> Iterator[tuple[CancellationFacts, Tally]]:
        """Every one of the facts with its tally, by age."""
        for age in self.ages:
            yield self.at(age), self.tally(Span(age - 1, age))


def beside(several: Sequence[AgedFacts]) -> AgedFacts:
    """Make one group of several of the same facts."""
    currencies = dict.fromkeys(currency for each in several for currency in each.money)
    return AgedFacts(
        several[0].facts,
        tuple(series for each in several for series in each.counts),
        tuple(series for each in several for series in each.priced),
        {
            currency: tuple(series for each in several for series in each.money.get(currency, ()))
            for currency in currencies
        },
    )


def rounded(aged: AgedFacts, step: int = 1) -> AgedFacts:
    """Round ages up to multiples of some minutes; every age comes once then."""
    return AgedFacts(
        aged.facts,
        _one(aged.counts, step),
        _one(aged.priced, step),
        {currency: _one(series, step) for currency, series in aged.money.items()},
    )


def _one(several: tuple[Series, ...], step: int) -> tuple[Series, ...]:
    return (added_up(several, step),) if several else ()


def _sum(several: Iterable[Series], span: Span) -> Decimal | None:
    """The sum of amounts; None where there are none."""
    total: Decimal | None = None
    for series in several:
        values = series.values[series.within(span)]
        if values:
            amount = Decimal(sum(values)).scaleb(-series.places)
            total = amount if total is None else total + amount
    return total


@define(eq=False)
class Tallies(Mapping[CancellationFacts, Tally]):
    """Each distinct facts → how many attempts had them; spelled out when somebody looks.

    Attributes:
        aged: the facts by age; of no two groups are the facts the same but for the age.
    """

    aged: tuple[AgedFacts, ...]
    _each: dict[CancellationFacts, Tally] | None = field(default=None, init=False, repr=False)

    def __getitem__(self, facts: CancellationFacts) -> Tally:
        return self._spelled_out()[facts]

    def __iter__(self) -> Iterator[CancellationFacts]:
        return iter(self._spelled_out())

    def __len__(self) -> int:
        return sum(len(group.ages) for group in self.aged)

    def _spelled_out(self) -> dict[CancellationFacts, Tally]:
        if self._each is None:
            self._each = {
                facts: tally for group in self.aged for facts, tally in group.spelled_out()
            }
        return self._each


def by_age(tallies: Mapping[CancellationFacts, Tally]) -> Tallies:
    """Put facts that differ in age alone together."""
    if isinstance(tallies, Tallies):
        return tallies
    groups: dict[CancellationFacts, list[tuple[int, Tally]]] = {}
    for facts, tally in tallies.items():
        groups.setdefault(evolve(facts, age=0), []).append((facts.age, tally))
    return Tallies(tuple(_aged(facts, met) for facts, met in groups.items()))


def _aged(facts: CancellationFacts, met: list[tuple[int, Tally]]) -> AgedFacts:
    met.sort(key=lambda pair: pair[0])
    ages = [age for age, _ in met]
    currencies = dict.fromkeys(currency for _, tally in met for currency in tally.money)
    return AgedFacts(
        facts,
        (Series(ages, [tally.count for _, tally in met]),),
        (Series(ages, [tally.priced for _, tally in met]),),
        {currency: (_amounts(met, currency),) for currency in currencies},
    )


def _amounts(met: list[tuple[int, Tally]], currency: Currency) -> Series:
    amounts = {age: tally.money[currency] for age, tally in met if currency in tally.money}
    places = max(_places(amount) for amount in amounts.values())
    scaled = [int(amount.scaleb(places)) for amount in amounts.values()]
    return Series(list(amounts), scaled, places)


def _places(amount: Decimal) -> int:
    exponent = amount.as_tuple().exponent
    if not isinstance(exponent, int):
        raise ValueError(f"Expected an amount of money, got {amount}.")  # noqa: TRY004
    return max(0, -exponent)
