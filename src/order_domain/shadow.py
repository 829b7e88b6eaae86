"""Shadow rules: a candidate beside the rules in force, asked about everything, never obeyed."""

from collections.abc import Mapping
from typing import TypeAlias

from attrs import frozen

from order_domain.cancellation.decision import Effect, Outcome, Reason
from order_domain.cancellation.rules import CancellationRules

Ends: TypeAlias = tuple[Outcome, Outcome]
"""How a decision ended live, and how it would have ended under the candidate."""


@frozen
class ShadowVerdict:
    """What a candidate makes of the facts of a live decision.

    Attributes:
        rules: the candidate.
        outcome: how it would have ended.
        reasons: code of every reason, once, in the policy's order.
        decisive: those among them with the strongest effect.
    """

    rules: CancellationRules
    outcome: Outcome
    reasons: tuple[str, ...] = ()
    decisive: tuple[str, ...] = ()


@frozen
class ShadowCounts:
    """Live decisions that a candidate judged too.

    Attributes:
        ends: live outcome and the candidate's → decisions, those without a difference too.
        reasons: the same for differences alone → code → decisions. The reasons responsible, as
            in a simulation's flips: those that decide the harder of the two ends. One decision
            may have several.
    """

    ends: Mapping[Ends, int]
    reasons: Mapping[Ends, Mapping[str, int]]

    @property
    def total(self) -> int:
        """All decisions that the candidate judged."""
        return sum(self.ends.values())

    @property
    def differing(self) -> int:
        """Those that would have ended otherwise."""
        return sum(count for (live, shadow), count in self.ends.items() if live is not shadow)


def reasons_of_difference(
    outcome: Outcome, reasons: tuple[Reason, ...], shadow: ShadowVerdict
) -> tuple[str, ...]:
    """Return the codes that decide the harder of the two ends; none where they are the same.

    Args:
        outcome: of the live decision.
        reasons: of the live decision.
        shadow: the candidate's verdict on the same facts.
    """
    if outcome is shadow.outcome:
        return ()
    if shadow.outcome.rank > outcome.rank:
        return shadow.decisive
    strongest = Effect.REFUSES if outcome is Outcome.REFUSED else Effect.DEFERS
    decisive = (reason.code for reason in reasons if reason.effect is strongest)
    return tuple(dict.fromkeys(decisive))


def add_up(counted: Mapping[tuple[Outcome, Outcome, tuple[str, ...]], int]) -> ShadowCounts:
    """Add up decisions that were counted by their ends and the reasons of their difference."""
    ends: dict[Ends, int] = {}
    reasons: dict[Ends, dict[str, int]] = {}
    for (live, shadow, codes), count in sorted(counted.items(), key=_order):
        ends[live, shadow] = ends.get((live, shadow), 0) + count
        for code in codes:
            of_ends = reasons.setdefault((live, shadow), {})
            of_ends[code] = of_ends.get(code, 0) + count
    return ShadowCounts(ends, {pair: _most_first(found) for pair, found in reasons.items()})


def _order(counted: tuple[tuple[Outcome, Outcome, tuple[str, ...]], int]) -> tuple[int, int]:
    (live, shadow, _), _ = counted
    return live.rank, shadow.rank


def _most_first(found: Mapping[str, int]) -> Mapping[str, int]:
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))
