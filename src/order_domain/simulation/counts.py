"""Counted facts: how often each set of facts was met.

All that a simulation needs of a history, and nothing of any person in it: no order
number, no customer, no text that anybody wrote. A value that can be kept, shared, added
to another, and judged by any number of rules.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from attrs import evolve, field, frozen

from order_domain.cancellation.facts import CancellationFacts
from order_domain.simulation.aged import AgedFacts, Tallies, beside, by_age, rounded
from order_domain.simulation.tally import EVERY_AGE, Tally, total_of


@frozen
class CountedFacts:
    """What was met, how often, and what was left out.

    Attributes:
        tallies: each distinct facts → how many attempts had them. Any mapping is taken; it
            is kept by age, and spelled out when somebody looks.
        left_out: why rows could not be counted → how many, for example
            ``{"order_status: missing": 3}``.
        age_step: ages were rounded up to a multiple of so many minutes. Exact for time
            limits that are a multiple too.
        first: when the first of the attempts was made, aware; None: not known.
        last: when the last was made.
    """

    tallies: Tallies = field(converter=by_age)
    left_out: Mapping[str, int] = field(factory=dict[str, int])
    age_step: int = 1
    first: datetime | None = None
    last: datetime | None = None

    @property
    def total(self) -> Tally:
        """All attempts counted."""
        return total_of(aged.tally(EVERY_AGE) for aged in self.tallies.aged)

    @property
    def rows_left_out(self) -> int:
        """How many rows could not be counted."""
        return sum(self.left_out.values())

    @property
    def days(self) -> float | None:
        """The length of the history in days, at least one; None: not known."""
        if self.first is None or self.last is None:
            return None
        return max(1.0, (self.last - self.first) / timedelta(days=1))


def count_each(facts: Iterable[CancellationFacts]) -> CountedFacts:
    """Count facts one by one; for a history of many rows see ``order_adapters.frames``."""
    return CountedFacts({each: Tally(count) for each, count in Counter(facts).items()})


def merge(one: CountedFacts, other: CountedFacts) -> CountedFacts:
    """Add two histories; what one lacks of first and last, the other gives.

    Raises:
        ValueError: their ages are not in the same steps.
    """
    if one.age_step != other.age_step:
        raise ValueError(
            f"Ages in steps of {one.age_step} and of {other.age_step} minutes do not add up."
        )
    left_out = Counter(one.left_out)
    left_out.update(other.left_out)
    firsts = [each.first for each in (one, other) if each.first is not None]
    lasts = [each.last for each in (one, other) if each.last is not None]
    return CountedFacts(
        _together((*one.tallies.aged, *other.tallies.aged)),
        dict(left_out),
        one.age_step,
        min(firsts, default=None),
        max(lasts, default=None),
    )


def in_age_steps(counts: CountedFacts, minutes: int) -> CountedFacts:
    """Round ages up to multiples of some minutes: fewer distinct facts, as exact for such limits.

    Args:
        counts: ages in steps of which ``minutes`` is a multiple.
        minutes: of a step, 1 or more.

    Raises:
        ValueError: ``minutes`` is no such number.
    """
    if minutes < 1 or minutes % counts.age_step:
        raise ValueError(f"Expected a multiple of {counts.age_step} minutes, 1 or more.")
    return evolve(counts, tallies=_together(counts.tallies.aged, minutes), age_step=minutes)


def _together(several: Iterable[AgedFacts], step: int = 1) -> Tallies:
    """Facts that are the same but for the age, as one group each."""
    groups: dict[CancellationFacts, list[AgedFacts]] = {}
    for aged in several:
        groups.setdefault(aged.facts, []).append(aged)
    return Tallies(tuple(rounded(beside(group), step) for group in groups.values()))
