"""Stretches that no set of rules at hand tells apart, put together: few, however many there are."""

from collections.abc import Iterable, Sequence

from attrs import frozen

from order_domain.cancellation.facts import CancellationFacts
from order_domain.cancellation.verdicts import Verdict
from order_domain.simulation.items_text import items_to_text
from order_domain.simulation.judging import Verdicts
from order_domain.simulation.stretches import Stretch
from order_domain.simulation.tally import Tally, total_of

MOST_EXAMPLES = 3


@frozen
class Cell:
    """Facts with the same verdicts under every set of rules.

    Attributes:
        verdicts: one for each set of rules.
        tally: of all attempts with such facts.
        stretches: the facts, in the history's order.
    """

    verdicts: tuple[Verdict, ...]
    tally: Tally
    stretches: tuple[Stretch, ...]


def cells_of(stretches: Sequence[Stretch], judged: Sequence[Verdicts]) -> list[Cell]:
    """Put stretches together.

    Args:
        stretches: the history.
        judged: the verdicts on its stretches, for each set of rules.
    """
    # Judges keep their verdicts, so that equal ones are mostly the same, and ids hash quickly.
    together: dict[tuple[int, ...], list[int]] = {}
    signatures = zip(*(map(id, verdicts) for verdicts in judged), strict=True)
    for place, signature in enumerate(signatures):
        together.setdefault(signature, []).append(place)
    return [
        Cell(
            tuple(verdicts[places[0]] for verdicts in judged),
            total_of(stretches[place].tally for place in places),
            tuple(stretches[place] for place in places),
        )
        for places in together.values()
    ]


def most_met(stretches: Iterable[Stretch]) -> tuple[tuple[CancellationFacts, int], ...]:
    """Return the facts that most attempts had, with their numbers, most first.

    Of facts met equally often the first by :func:`_rank`, in whatever order an engine has
    counted them. A stretch is looked into only if something in it can be among them.
    """
    found: list[tuple[CancellationFacts, int]] = []
    bounded = [(stretch.aged.most_at_once(stretch.span), stretch) for stretch in stretches]
    for bound, stretch in sorted(bounded, key=lambda pair: -pair[0]):
        if len(found) == MOST_EXAMPLES and found[-1][1] > bound:
            break
        met = stretch.aged.most_met(stretch.span, MOST_EXAMPLES)
        found += [(stretch.aged.at(age), count) for age, count in met]
        found = sorted(found, key=_rank)[:MOST_EXAMPLES]
    return tuple(found)


def _rank(pair: tuple[CancellationFacts, int]) -> tuple[int, str, bool, bool, str, int]:
    facts, count = pair
    return (
        -count,
        facts.order_status,
        facts.is_invoiced,
        facts.as_loyalty_money,
        items_to_text(facts.items),
        facts.age,
    )
