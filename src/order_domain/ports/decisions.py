"""Where decisions are logged."""

from datetime import datetime
from typing import Protocol

from attrs import frozen

from order_domain.cancellation.rules import CancellationRules
from order_domain.cancellation_records import AttemptState
from order_domain.decisions import LoggedDecision
from order_domain.shadow import ShadowCounts


@frozen(kw_only=True)
class LogEntry:
    """A decision as it stands in the log.

    Attributes:
        position: grows with each entry.
        attempt_state: how far the direct cancellation that followed has come; None
            without one.
        attempt_settled_at: when that ended.
        attempt_note: what Omnitron answered or what broke.
    """

    position: int
    decision: LoggedDecision
    attempt_state: AttemptState | None = None
    attempt_settled_at: datetime | None = None
    attempt_note: str = ""


class DecisionLog(Protocol):
    """Keeps every decision, for good; may raise ``StorageUnavailableError``.

    A decision that changes an order comes with the order, by ``Orders.save``.
    """

    def append(self, decision: LoggedDecision) -> None:
        """Keep a decision that changed nothing."""
        ...

    def entries(self, *, after: int = 0, most: int) -> tuple[LogEntry, ...]:
        """Return entries of positions above ``after``, by position."""
        ...


class ShadowLog(Protocol):
    """Tells what shadow rules made of the decisions; may raise ``StorageUnavailableError``."""

    def shadow_counts(
        self, rules: CancellationRules, *, since: datetime | None = None
    ) -> ShadowCounts:
        """Count what a candidate made of the decisions since a moment, or ever.

        Args:
            rules: the candidate; what another one made of decisions is not counted.
            since: aware; decisions made then count.
        """
        ...
