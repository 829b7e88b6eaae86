"""Facts that no set of rules at hand tells apart, put together: few, however many there are."""

from collections.abc import Sequence

from attrs import frozen

from order_domain.cancellation.facts import CancellationFacts
from order_domain.simulation.counts import CountedFacts, Tally, total_of
from order_domain.simulation.judging import Verdicts
from order_domain.simulation.verdicts import Verdict

MOST_EXAMPLES = 3


@frozen
class Example:
    """Facts that were met often.

    Attributes:
        place: among the history's facts; of facts met equally often the first is taken.
        facts: the facts.
        count: how many attempts had them.
    """

    place: int
    facts: CancellationFacts
    count: int


@frozen
class Cell:
    """Facts with the same verdicts under every set of rules.

    Attributes:
        verdicts: one for each set of rules.
        tally: of all attempts with such facts.
        examples: those met most often.
    """

    verdicts: tuple[Verdict, ...]
    tally: Tally
    examples: tuple[Example, ...]


def cells_of(counts: CountedFacts, judged: Sequence[Verdicts]) -> list[Cell]:
    """Put facts together.

    Args:
        counts: the history.
        judged: the verdicts on its facts, for each set of rules.
    """
    # Judges keep their verdicts, so that equal ones are mostly the same, and ids hash quickly.
    together: dict[tuple[int, ...], list[int]] = {}
    signatures = zip(*(map(id, verdicts) for verdicts in judged), strict=True)
    for place, signature in enumerate(signatures):
        together.setdefault(signature, []).append(place)
    met = list(counts.tallies.items())
    return [
        Cell(
            tuple(verdicts[places[0]] for verdicts in judged),
            total_of(met[place][1] for place in places),
            _most_met(met, places),
        )
        for places in together.values()
    ]


def _most_met(
    met: Sequence[tuple[CancellationFacts, Tally]], places: Sequence[int]
) -> tuple[Example, ...]:
    often = sorted(places, key=lambda place: -met[place][1].count)[:MOST_EXAMPLES]
    return tuple(Example(place, met[place][0], met[place][1].count) for place in often)
