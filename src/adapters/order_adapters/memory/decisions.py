"""The log of decisions in memory."""

from collections.abc import Callable, Mapping
from threading import Lock

from order_domain.cancellation_records import CancellationAttempt
from order_domain.decisions import LoggedDecision
from order_domain.ports import LogEntry


def _no_attempts() -> Mapping[str, CancellationAttempt]:
    return {}


class InMemoryDecisionLog:
    """Keeps every decision (port :class:`order_domain.ports.DecisionLog`).

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
