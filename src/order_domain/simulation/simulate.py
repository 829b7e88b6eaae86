"""What would have happened: counted facts, judged by other rules.

Facts are judged by the policy that decides live, and weigh as much as they were met: one for
each stretch of ages between which the candidates cannot tell. There is no second copy of
the policy.
"""

from collections.abc import Mapping, Sequence

from attrs import frozen

from order_domain.cancellation.decision import Outcome
from order_domain.cancellation.policy import POLICY, Rule
from order_domain.cancellation.rules import CancellationRules
from order_domain.cancellation.verdicts import Verdict
from order_domain.simulation.ages import age_limits
from order_domain.simulation.cells import Cell, cells_of
from order_domain.simulation.counts import CountedFacts
from order_domain.simulation.flips import Flip, by_code, flips_of
from order_domain.simulation.judging import judge_all
from order_domain.simulation.stretches import stretches_of
from order_domain.simulation.tally import NOTHING, Tally, total_of

BASELINE = "baseline"
"""The name of the baseline's result."""

AT_ONCE = 16
"""Candidates that are judged together; the verdicts of all are kept for so long."""


@frozen
class CandidateResult:
    """What one set of rules makes of the history.

    Attributes:
        name: the candidate's.
        rules: that it stands for.
        outcomes: every outcome → attempts that end so, with their money.
        reasons: code → attempts that have the reason, by number; one attempt may have
            several.
        deciding: code → attempts whose deciding reason it is: the first in the policy's
            order that refuses, or, where none refuses, the first that defers. Each attempt
            that is not direct counts once.
        flips: attempts that end otherwise than under the baseline, by the two ends;
            empty without a baseline.
    """

    name: str
    rules: CancellationRules
    outcomes: Mapping[Outcome, Tally]
    reasons: Mapping[str, int]
    deciding: Mapping[str, int]
    flips: tuple[Flip, ...] = ()

    @property
    def total(self) -> int:
        """All attempts."""
        return sum(tally.count for tally in self.outcomes.values())

    def share(self, outcome: Outcome) -> float:
        """Return the part of all attempts that end so, 0 to 1; 0 where there are none."""
        return self.outcomes[outcome].count / self.total if self.total else 0.0


@frozen
class Simulation:
    """What each set of rules makes of one history.

    Attributes:
        candidates: in the order in which they were given.
        baseline: what flips are held against; None: nothing.
        left_out: why rows of the history could not be counted → how many.
    """

    candidates: tuple[CandidateResult, ...]
    baseline: CandidateResult | None
    left_out: Mapping[str, int]


def simulate(
    counts: CountedFacts,
    candidates: Mapping[str, CancellationRules],
    *,
    baseline: CancellationRules | None = None,
    policy: tuple[Rule, ...] = POLICY,
) -> Simulation:
    """Judge a history by other rules.

    Args:
        counts: the history.
        candidates: name → rules.
        baseline: rules that flips are counted against, mostly those in force.
        policy: the rules to ask; an embedder's own are simulated as well, faster if they
            tell their ages (:class:`order_domain.simulation.AgedRule`).

    Raises:
        ValueError: a time limit, or another age at which the policy changes its mind, is not
            a multiple of the steps that ages were counted in.
    """
    for rules in (*candidates.values(), *(() if baseline is None else (baseline,))):
        check_steps(counts, rules)
    before = CancellationRules() if baseline is None else baseline
    named = list(candidates.items())
    results: list[CandidateResult] = []
    for start in range(0, len(named), AT_ONCE):
        some = named[start : start + AT_ONCE]
        cells = _judged(counts, [before, *(rules for _, rules in some)], policy)
        results += [
            _result(name, rules, cells, at, flips=baseline is not None)
            for at, (name, rules) in enumerate(some, start=1)
        ]
    return Simulation(
        tuple(results),
        None
        if baseline is None
        else _result(BASELINE, baseline, _judged(counts, [baseline], policy), 0, flips=False),
        counts.left_out,
    )


def _judged(
    counts: CountedFacts, several: Sequence[CancellationRules], policy: tuple[Rule, ...]
) -> list[Cell]:
    """Judge a history by each of several rules."""
    limits = age_limits(several, policy, age_step=counts.age_step)
    stretches = stretches_of(counts.tallies, limits)
    judged = judge_all([stretch.facts for stretch in stretches], policy)
    return cells_of(stretches, [judged(rules) for rules in several])


def check_steps(counts: CountedFacts, rules: CancellationRules) -> None:
    """Raise ValueError for a time limit that the counts' ages are too coarse for."""
    if rules.time_limit_is_active and rules.time_limit % counts.age_step:
        raise ValueError(
            f"hour_gap.time: {rules.time_limit} is not a multiple of {counts.age_step} "
            "minutes, the steps that ages were counted in."
        )


def _result(
    name: str, rules: CancellationRules, cells: list[Cell], at: int, *, flips: bool
) -> CandidateResult:
    """Sum up the cells' verdicts ``at`` some place; flips are held against those at 0."""
    by_verdict: dict[Verdict, list[Tally]] = {}
    for cell in cells:
        by_verdict.setdefault(cell.verdicts[at], []).append(cell.tally)
    totals = {verdict: total_of(tallies) for verdict, tallies in by_verdict.items()}
    return CandidateResult(
        name,
        rules,
        {outcome: _ending_so(totals, outcome) for outcome in Outcome},
        by_code((verdict.reasons, tally.count) for verdict, tally in totals.items()),
        by_code((verdict.decisive[:1], tally.count) for verdict, tally in totals.items()),
        flips_of(cells, at) if flips else (),
    )


def _ending_so(totals: Mapping[Verdict, Tally], outcome: Outcome) -> Tally:
    tallies = [tally for verdict, tally in totals.items() if verdict.outcome is outcome]
    return total_of(tallies) if tallies else NOTHING
