"""The log of decisions in memory."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from threading import Lock

from order_domain.cancellation.decision import Outcome
from order_domain.cancellation.rules import CancellationRules
from order_domain.cancellation_records import CancellationAttempt
from order_domain.decisions import LoggedDecision
from order_domain.ports import LogEntry
from order_domain.shadow import ShadowCounts, add_up, reasons_of_difference


def _no_attempts() -> Mapping[str, CancellationAttempt]:
    return {}


class InMemoryDecisionLog:
    """Keeps every decision (ports ``DecisionLog`` and ``ShadowLog`` of the domain).

    Attributes:
        attempts: gives the attempts that are kept now, by id.
    """

    def __init__(self) -> None:
        """Begin empty."""
        self._lock = Lock()
        self._decisions: list[LoggedDecision] = []
        self.attempts: Callable[[], Mapping[str, CancellationAttempt]] = _no_attempts

    def append(self, decision: LoggedDecision) -> None:
        """Keep a decision."""
        with self._lock:
            self._decisions.append(decision)

    def entries(self, *, after: int = 0, most: int) -> tuple[LogEntry, ...]:
        """Return entries of positions above ``after``, by position."""
        with self._lock:
            wanted = list(enumerate(self._decisions, start=1))[after : after + most]
        attempts = self.attempts()
        return tuple(_entry(position, decision, attempts) for position, decision in wanted)

    def shadow_counts(
        self, rules: CancellationRules, *, since: datetime | None = None
    ) -> ShadowCounts:
        """Count what a candidate made of the decisions since a moment, or ever."""
        with self._lock:
            decisions = tuple(self._decisions)
        return add_up(Counter(_ends(decisions, rules, since)))


def _ends(
    decisions: tuple[LoggedDecision, ...], rules: CancellationRules, since: datetime | None
) -> Iterator[tuple[Outcome, Outcome, tuple[str, ...]]]:
    for one in decisions:
        shadow = one.shadow
        if shadow is not None and shadow.rules == rules and (since is None or one.at >= since):
            codes = reasons_of_difference(one.outcome, one.reasons, shadow)
            yield one.outcome, shadow.outcome, codes


def _entry(
    position: int, decision: LoggedDecision, attempts: Mapping[str, CancellationAttempt]
) -> LogEntry:
    attempt = attempts.get(decision.attempt or "")
    if attempt is None:
        return LogEntry(position=position, decision=decision)
    return LogEntry(
        position=position,
        decision=decision,
        attempt_state=attempt.state,
        attempt_settled_at=attempt.settled_at,
        attempt_note=attempt.note,
    )
