"""What would have become of attempts under other rules, said so that a test reads well.

    outcome = simulate({"extra_direct_cancellable_statuses": ["delivered"]}, attempts)
    assert not outcome.direct.with_item(OrderStatus.DELIVERED)
    assert outcome.refused.share <= 0.05

Each of the attempts is judged by the policy that decides live. For several candidates, sweeps
and searches see :mod:`order_domain.simulation`.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple, TypeAlias

from attrs import evolve, frozen

from order_domain.cancellation.decision import Outcome
from order_domain.cancellation.facts import CancellationFacts, facts_of
from order_domain.cancellation.policy import POLICY, Rule
from order_domain.cancellation.rules import CancellationRules
from order_domain.decisions import LoggedDecision
from order_domain.orders import Order
from order_domain.ports import LogEntry
from order_domain.selections import Selection
from order_domain.simulation import (
    CandidateResult,
    CountedFacts,
    Flip,
    Tally,
    total_of,
)
from order_domain.simulation import simulate as simulate_all
from order_domain.simulation.judging import judge_all
from order_domain.statuses import OrderStatus

Candidate: TypeAlias = CancellationRules | Mapping[str, object]
"""Rules, or the setting ``EXTRA_CANCEL_RULES`` as it is documented."""

NAME = "candidate"
"""What the rules are called in the core's result."""


class Attempt(NamedTuple):
    """What somebody asked, of which order, and when.

    Attributes:
        now: an aware datetime.
    """

    order: Order
    selection: Selection
    now: datetime

    def __repr__(self) -> str:
        """Return what matters of it on one line: a whole order would fill a screen."""
        order, lines = self.order, self.selection.items
        asked = ", ".join(f"{line.cancellation_type} {line.order_item}" for line in lines)
        placed = f"order {order.number}, {order.status}, of {order.created_date.isoformat()}"
        return f"<Attempt to {asked} of {placed}, at {self.now.isoformat()}>"


Row: TypeAlias = (
    Attempt | tuple[Order, Selection, datetime] | CancellationFacts | LoggedDecision | LogEntry
)
"""One attempt, in any form that it is met in."""

Attempts: TypeAlias = CountedFacts | Iterable[Row]
"""A history: counted already (``order_adapters.frames`` does it for files), or row by row."""


@frozen
class Ending:
    """The attempts that end alike; false when there are none.

    Attributes:
        facts: each distinct facts among them → how many attempts had them.
        attempts: all of the history, whatever their end.
    """

    facts: Mapping[CancellationFacts, int]
    attempts: int

    @property
    def count(self) -> int:
        """How many attempts end so."""
        return sum(self.facts.values())

    @property
    def share(self) -> float:
        """The part of all attempts that ends so, 0 to 1; 0 where there are no attempts."""
        return self.count / self.attempts if self.attempts else 0.0

    def __bool__(self) -> bool:
        return bool(self.facts)

    def where(self, holds: Callable[[CancellationFacts], bool]) -> "Ending":
        """Return those among them whose facts are so."""
        return evolve(self, facts={each: n for each, n in self.facts.items() if holds(each)})

    def with_item(self, *statuses: OrderStatus) -> "Ending":
        """Return those among them that ask for an item in one of these statuses."""
        return self.where(lambda facts: any(item.status in statuses for item in facts.items))


@frozen
class WhatIf:
    """What some rules make of a history.

    Attributes:
        result: the core's, with reasons and money.
        direct: what would be cancelled directly.
        requests: what the back office would have to decide.
        refused: what would be refused.
    """

    result: CandidateResult
    direct: Ending
    requests: Ending
    refused: Ending

    @property
    def attempts(self) -> int:
        """How many attempts were judged."""
        return self.result.total

    @property
    def flips(self) -> tuple[Flip, ...]:
        """What ends otherwise than under the baseline; nothing without one."""
        return self.result.flips


def simulate(
    rules: Candidate,
    attempts: Attempts,
    *,
    baseline: Candidate | None = None,
    policy: tuple[Rule, ...] = POLICY,
) -> WhatIf:
    """Judge a history by some rules.

    Args:
        rules: the candidate.
        attempts: the history.
        baseline: rules that flips are held against, mostly those in force.
        policy: the rules to ask; an embedder's own, if it has one.

    Raises:
        InvalidSettingError: a setting is not valid; every wrong key is named.
        ValueError: a moment without a time zone, or a time limit that counted ages are too
            coarse for.
    """
    counts, candidate = count_attempts(attempts), _rules(rules)
    held_against = None if baseline is None else _rules(baseline)
    simulation = simulate_all(counts, {NAME: candidate}, baseline=held_against, policy=policy)
    endings: dict[Outcome, dict[CancellationFacts, int]] = {each: {} for each in Outcome}
    verdicts = judge_all(counts.tallies, policy)(candidate)
    for (facts, tally), verdict in zip(counts.tallies.items(), verdicts, strict=True):
        endings[verdict.outcome][facts] = tally.count
    result = simulation.candidates[0]
    direct, requests, refused = (
        Ending(endings[outcome], result.total)
        for outcome in (Outcome.DIRECT, Outcome.REQUEST, Outcome.REFUSED)
    )
    return WhatIf(result, direct, requests, refused)


def count_attempts(attempts: Attempts) -> CountedFacts:
    """Count a history row by row; one that is counted already is returned as it is.

    Raises:
        ValueError: a moment without a time zone.
    """
    if isinstance(attempts, CountedFacts):
        return attempts
    tallies: dict[CancellationFacts, list[Tally]] = {}
    moments: list[datetime] = []
    for row in attempts:
        facts, tally, at = _counted(row)
        tallies.setdefault(facts, []).append(tally)
        moments += [] if at is None else [at]
    return CountedFacts(
        {facts: total_of(several) for facts, several in tallies.items()},
        first=min(moments, default=None),
        last=max(moments, default=None),
    )


def _counted(row: Row) -> tuple[CancellationFacts, Tally, datetime | None]:
    match row:
        case CancellationFacts():
            return row, Tally(1), None
        case LogEntry():
            return _counted(row.decision)
        case LoggedDecision():
            return row.facts, Tally(1, 1, {row.currency: row.amount}), row.at
        case (order, selection, now):
            return facts_of(order, selection, now), Tally(1), now


def _rules(candidate: Candidate) -> CancellationRules:
    if isinstance(candidate, CancellationRules):
        return candidate
    return CancellationRules.parse(candidate)
