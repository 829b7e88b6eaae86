"""The best rules for an aim, out of a whole space of them, and what each gain would cost."""

from collections.abc import Iterable, Sequence

from attrs import frozen

from order_domain.cancellation.policy import POLICY, Rule
from order_domain.cancellation.rules import CancellationRules
from order_domain.simulation.counts import CountedFacts
from order_domain.simulation.scoring import Scored, scores
from order_domain.simulation.simulate import check_steps
from order_domain.simulation.spaces import Aim, Measure, Space, with_limit


@frozen
class Point:
    """A set of rules and how it scores.

    Attributes:
        rules: of several that score the same, the first of the space.
        score: attempts by the search's ``measures``, in their order.
        fits: whether every ``at_most`` of the aim is kept.
    """

    rules: CancellationRules
    score: tuple[int, ...]
    fits: bool


@frozen
class SearchResult:
    """What was found in a space.

    Attributes:
        aim: that was searched for.
        size: sets of rules gone through.
        measures: what the scores count; the aim's ``most`` first.
        best: that fit the aim, best first: the most of ``most``, then the least of the
            others, in their order. Empty when nothing fits.
        trade_off: every point, fitting or not, that nothing betters in one measure without
            being worse in another (the Pareto front), from the most of ``most`` down.
    """

    aim: Aim
    size: int
    measures: tuple[Measure, ...]
    best: tuple[Point, ...]
    trade_off: tuple[Point, ...]


def search(
    counts: CountedFacts,
    space: Space,
    aim: Aim,
    *,
    best: int = 5,
    policy: tuple[Rule, ...] = POLICY,
) -> SearchResult:
    """Go through every set of rules of a space.

    With the library's own policy, hundreds of thousands take seconds; with another, each
    set of rules costs as much as one candidate of a simulation.

    Args:
        counts: the history.
        space: what may be set.
        aim: what is wanted.
        best: how many of the fitting to return.
        policy: the rules to ask.

    Raises:
        ValueError: a time limit, or another age at which the policy changes its mind, is not
            a multiple of the steps that ages were counted in.
    """
    for limit in space.time_limits:
        check_steps(counts, with_limit(CancellationRules(), limit))
    measures = aim.measures
    firsts: dict[tuple[int, ...], Scored] = {}
    for one in scores(counts, space, measures, policy):
        firsts.setdefault(one.score, one)
    ranked = sorted(firsts.values(), key=_badness)
    fitting = [one for one in ranked if _fits(one.score, aim)]
    return SearchResult(
        aim,
        space.size,
        measures,
        tuple(Point(one.rules, one.score, fits=True) for one in fitting[:best]),
        tuple(Point(one.rules, one.score, _fits(one.score, aim)) for one in _front(ranked)),
    )


def _fits(score: Sequence[int], aim: Aim) -> bool:
    numbers = dict(zip(aim.measures, score, strict=True))
    return all(numbers[measure] <= limit for measure, limit in aim.at_most.items())


def _badness(scored: Scored) -> tuple[int, ...]:
    """Sorts by the most of the first measure, then by the least of each other."""
    most, *costs = scored.score
    return (-most, *costs)


def _front(ranked: Iterable[Scored]) -> list[Scored]:
    """The Pareto front of distinct scores that come sorted by badness.

    A score is bettered by one before it that costs no more in any measure. Only costs that
    none before it undercut need to be kept for that.
    """
    front: list[Scored] = []
    lowest: list[tuple[int, ...]] = []
    for one in ranked:
        costs = one.score[1:]
        better = next((at for at, low in enumerate(lowest) if _is_within(low, costs)), None)
        if better is None:
            front.append(one)
            lowest = [costs, *(low for low in lowest if not _is_within(costs, low))]
        else:  # what betters one mostly betters the next
            lowest.insert(0, lowest.pop(better))
    return front


def _is_within(low: tuple[int, ...], high: tuple[int, ...]) -> bool:
    """Whether no cost of ``low`` is above that of ``high``."""
    return all(map(int.__le__, low, high))
