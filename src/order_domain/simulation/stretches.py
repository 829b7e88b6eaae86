"""Stretches of ages between which some rules cannot tell: each is judged once."""

from collections.abc import Iterator, Sequence

from attrs import frozen

from order_domain.cancellation.facts import CancellationFacts
from order_domain.simulation.aged import AgedFacts, Tallies
from order_domain.simulation.tally import Span, Tally


@frozen(eq=False)
class Stretch:
    """Attempts whose facts differ in age alone, and that end alike.

    Attributes:
        facts: of one of them; it stands for all.
        aged: the facts by age, of which these are some.
        span: which of the ages.
    """

    facts: CancellationFacts
    aged: AgedFacts
    span: Span

    @property
    def tally(self) -> Tally:
        """How many attempts, and their money."""
        return self.aged.tally(self.span)


def stretches_of(tallies: Tallies, limits: Sequence[int] | None) -> list[Stretch]:
    """Cut a history at some ages.

    Args:
        tallies: the history.
        limits: minutes, ascending; an age that is one belongs to what is before it. None:
            every age is a stretch of its own.
    """
    return [
        Stretch(aged.at(age), aged, span)
        for aged in tallies.aged
        for age, span in (_each(aged) if limits is None else _between(aged, limits))
    ]


def _each(aged: AgedFacts) -> Iterator[tuple[int, Span]]:
    return ((age, Span(age - 1, age)) for age in aged.ages)


def _between(aged: AgedFacts, limits: Sequence[int]) -> Iterator[tuple[int, Span]]:
    """Every span in which there is an age, with the first of its ages."""
    for after, until in zip((-1, *limits), (*limits, None), strict=True):
        span = Span(after, until)
        ages = [series.ages[series.within(span)] for series in aged.counts]
        firsts = [some[0] for some in ages if some]
        if firsts:
            yield min(firsts), span
