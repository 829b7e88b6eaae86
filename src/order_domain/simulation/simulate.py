"""What would have happened: counted facts, judged by other rules.

Each distinct facts are judged once for each candidate, by the policy that decides live,
and weigh as much as they were met. There is no second copy of the policy.
"""

from collections.abc import Iterable, Mapping

from attrs import frozen

from order_domain.cancellation.facts import CancellationFacts
from order_domain.cancellation.policy import POLICY, Outcome, Rule
from order_domain.cancellation.rules import CancellationRules
from order_domain.simulation.counts import NOTHING, CountedFacts, Tally, total_of
from order_domain.simulation.judging import Verdicts, judge_all
from order_domain.simulation.verdicts import Verdict

BASELINE = "baseline"
"""The name of the baseline's result."""

MOST_EXAMPLES = 3

_RANKS = {Outcome.DIRECT: 0, Outcome.REQUEST: 1, Outcome.REFUSED: 2}
"""The harder, the higher."""


@frozen
class Flip:
    """Attempts that end otherwise than under the baseline.

    Attributes:
        before: how they end under the baseline.
        after: how they end under the candidate.
        tally: how many, and their money.
        reasons: code → attempts. The reasons responsible: those that decide the harder of
            the two ends, under the rules that lead to it. An attempt may have several.
        examples: the facts met most often among them, with their numbers, most first.
    """

    before: Outcome
    after: Outcome
    tally: Tally
    reasons: Mapping[str, int]
    examples: tuple[tuple[CancellationFacts, int], ...]


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
        policy: the rules to ask; an embedder's own are simulated as well.

    Raises:
        ValueError: a time limit is not a multiple of the steps that ages were counted in.
    """
    for rules in (*candidates.values(), *(() if baseline is None else (baseline,))):
        check_steps(counts, rules)
    judged = judge_all(counts.tallies, policy)
    before = None if baseline is None else judged(baseline)
    return Simulation(
        tuple(
            _result(name, rules, counts, judged(rules), before)
            for name, rules in candidates.items()
        ),
        None
        if baseline is None or before is None
        else _result(BASELINE, baseline, counts, before, None),
        counts.left_out,
    )


def check_steps(counts: CountedFacts, rules: CancellationRules) -> None:
    """Raise ValueError for a time limit that the counts' ages are too coarse for."""
    if rules.time_limit_is_active and rules.time_limit % counts.age_step:
        raise ValueError(
            f"hour_gap.time: {rules.time_limit} is not a multiple of {counts.age_step} "
            "minutes, the steps that ages were counted in."
        )


def _result(
    name: str,
    rules: CancellationRules,
    counts: CountedFacts,
    judged: Verdicts,
    before: Verdicts | None,
) -> CandidateResult:
    by_verdict: dict[Verdict, list[Tally]] = {}
    for verdict, tally in zip(judged, counts.tallies.values(), strict=True):
        by_verdict.setdefault(verdict, []).append(tally)
    totals = {verdict: total_of(tallies) for verdict, tallies in by_verdict.items()}
    return CandidateResult(
        name,
        rules,
        {outcome: _ending_so(totals, outcome) for outcome in Outcome},
        _by_code((verdict.reasons, tally.count) for verdict, tally in totals.items()),
        _by_code((verdict.decisive[:1], tally.count) for verdict, tally in totals.items()),
        () if before is None else _flips(counts, before, judged),
    )


def _ending_so(totals: Mapping[Verdict, Tally], outcome: Outcome) -> Tally:
    tallies = [tally for verdict, tally in totals.items() if verdict.outcome is outcome]
    return total_of(tallies) if tallies else NOTHING


def _by_code(counted: Iterable[tuple[tuple[str, ...], int]]) -> Mapping[str, int]:
    """Add up by code; the most frequent first."""
    numbers: dict[str, int] = {}
    for codes, count in counted:
        for code in codes:
            numbers[code] = numbers.get(code, 0) + count
    return dict(sorted(numbers.items(), key=lambda pair: (-pair[1], pair[0])))


@frozen
class _Moved:
    """Facts that end otherwise; ``harder`` is the harder of the two verdicts."""

    facts: CancellationFacts
    tally: Tally
    harder: Verdict


def _flips(counts: CountedFacts, before: Verdicts, after: Verdicts) -> tuple[Flip, ...]:
    moved: dict[tuple[Outcome, Outcome], list[_Moved]] = {}
    for (facts, tally), old, new in zip(counts.tallies.items(), before, after, strict=True):
        if old.outcome is not new.outcome:
            harder = max(old, new, key=lambda verdict: _RANKS[verdict.outcome])
            ends = (old.outcome, new.outcome)
            moved.setdefault(ends, []).append(_Moved(facts, tally, harder))
    ranked = sorted(moved.items(), key=lambda pair: (_RANKS[pair[0][0]], _RANKS[pair[0][1]]))
    return tuple(_flip(old, new, members) for (old, new), members in ranked)


def _flip(before: Outcome, after: Outcome, members: list[_Moved]) -> Flip:
    often = sorted(members, key=lambda member: -member.tally.count)[:MOST_EXAMPLES]
    return Flip(
        before,
        after,
        total_of(member.tally for member in members),
        _by_code((member.harder.decisive, member.tally.count) for member in members),
        tuple((member.facts, member.tally.count) for member in often),
    )
