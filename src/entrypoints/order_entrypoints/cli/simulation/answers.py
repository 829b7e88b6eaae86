"""All that one run found out."""

from attrs import frozen

from order_domain.cancellation.decision import Outcome
from order_domain.cancellation.rules import CancellationRules
from order_domain.simulation import (
    CandidateResult,
    CountedFacts,
    Measure,
    SearchResult,
    Simulation,
    Space,
    Sweep,
)
from order_domain.simulation.scoring import scores
from order_domain.simulation.simulate import check_steps

OUTCOMES = (Outcome.DIRECT, Outcome.REQUEST, Outcome.REFUSED)
"""From the mildest to the hardest, as everything is shown."""


@frozen
class SweepPoint:
    """How many attempts end how under one time limit.

    Attributes:
        minutes: the limit.
        numbers: one for each of ``OUTCOMES``.
    """

    minutes: int
    numbers: tuple[int, ...]


@frozen
class Answer:
    """What became of the question.

    Attributes:
        source: what was counted, for people.
        counts: the history.
        baseline_name: what the simulation's baseline is called.
        simulation: the baseline and the candidates.
        sweep: one point for each time limit; None: not asked for.
        found: what was searched for; None: nothing.
    """

    source: str
    counts: CountedFacts
    baseline_name: str
    simulation: Simulation
    sweep: tuple[SweepPoint, ...] | None = None
    found: SearchResult | None = None

    @property
    def baseline(self) -> CandidateResult:
        """What the others are held against."""
        if self.simulation.baseline is None:
            raise LookupError("simulated without a baseline")
        return self.simulation.baseline

    @property
    def results(self) -> tuple[tuple[str, CandidateResult], ...]:
        """Every set of rules with its name, the baseline first."""
        candidates = ((result.name, result) for result in self.simulation.candidates)
        return ((self.baseline_name, self.baseline), *candidates)


def sweep_of(counts: CountedFacts, sweep: Sweep, base: CancellationRules) -> tuple[SweepPoint, ...]:
    """Count the outcomes under every time limit of a sweep; all else is as in ``base``.

    Raises:
        ValueError: a time limit lies between the steps that ages were counted in.
    """
    for rules in sweep.candidates(base).values():
        check_steps(counts, rules)
    space = Space(
        extra_statuses=(base.extra_direct_cancellable_statuses,),
        has_invoice=(base.has_invoice,),
        time_limits=tuple(sweep.values),
        refuse=(base.refuse,),
    )
    scored = scores(counts, space, [Measure(outcome) for outcome in OUTCOMES])
    return tuple(
        SweepPoint(minutes, one.score) for minutes, one in zip(sweep.values, scored, strict=True)
    )
