"""Rows of attempts, counted by whatever engine holds them, become counted facts.

An engine groups rows by the values that facts are made of and counts; it is trusted with
nothing else.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from attrs import define, frozen

from order_domain.cancellation.facts import CancellationFacts
from order_domain.simulation.aged import AgedFacts, Tallies, beside
from order_domain.simulation.counts import CountedFacts
from order_domain.simulation.reading import Alike, Reader, TroubleError
from order_domain.simulation.tally import Series, Tally, total_of


@frozen(kw_only=True)
class AttemptGroup(Alike):
    """Rows that are alike in all that facts are made of.

    Attributes:
        age: minutes, rounded up; None: a date is missing.
        count: rows.
        amount: the sum of the rows' amounts; None: not known.
    """

    age: int | None
    count: int
    amount: Decimal | None = None


@frozen(kw_only=True)
class AttemptColumn(Alike):
    """Rows that are alike but for their age, counted by age: the fastest way for many.

    Attributes:
        ages: minutes, rounded up, ascending, each once; None: a date is missing.
        counts: rows of each age; without ages, one number.
        amounts: the sums of the rows' amounts, in units of ``10 ** -places``, one for each
            age. Looked at only where there is a currency.
        places: decimal places of the amounts.
    """

    ages: Sequence[int] | None
    counts: Sequence[int]
    amounts: Sequence[int] = ()
    places: int = 0

    def aged(self, reader: Reader) -> AgedFacts:
        """Make facts by age of it.

        Raises:
            TroubleError: they cannot be made.
        """
        facts = reader.facts(self, None if self.ages is None else 0)
        ages = () if self.ages is None else self.ages
        counts = (Series(ages, self.counts),)
        if self.currency is None:
            return AgedFacts(facts, counts)
        amounts = Series(ages, self.amounts, self.places)
        return AgedFacts(facts, counts, counts, {reader.currency(self): (amounts,)})


@define
class _Period:
    """From the first attempt to the last, as far as groups say."""

    first: datetime | None = None
    last: datetime | None = None

    def extend(self, group: Alike) -> None:
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
    reader = Reader()
    found: dict[CancellationFacts, list[Tally]] = {}
    left_out: Counter[str] = Counter()
    period = _Period()
    for group in groups:
        try:
            facts, tally = reader.facts(group, group.age), _tally(group, reader)
        except TroubleError as trouble:
            left_out[str(trouble)] += group.count
        else:
            found.setdefault(facts, []).append(tally)
            period.extend(group)
    tallies = {
        facts: several[0] if len(several) == 1 else total_of(several)
        for facts, several in found.items()
    }
    return CountedFacts(tallies, dict(left_out), age_step, period.first, period.last)


def count_columns(columns: Iterable[AttemptColumn], *, age_step: int = 1) -> CountedFacts:
    """Make counted facts of groups by age, as :func:`count_groups` does.

    Args:
        columns: the same facts may come several times, with one currency each.
        age_step: minutes of which all ages are multiples.
    """
    reader = Reader()
    found: dict[CancellationFacts, list[AgedFacts]] = {}
    left_out: Counter[str] = Counter()
    period = _Period()
    for column in columns:
        try:
            aged = column.aged(reader)
        except TroubleError as trouble:
            left_out[str(trouble)] += sum(column.counts)
        else:
            found.setdefault(aged.facts, []).append(aged)
            period.extend(column)
    tallies = Tallies(tuple(beside(several) for several in found.values()))
    return CountedFacts(tallies, dict(left_out), age_step, period.first, period.last)


def _tally(group: AttemptGroup, reader: Reader) -> Tally:
    if group.currency is None or group.amount is None:
        return Tally(group.count)
    return Tally(group.count, group.count, {reader.currency(group): group.amount})
