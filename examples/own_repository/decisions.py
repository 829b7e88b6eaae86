"""The log of decisions: the port `order_domain.ports.DecisionLog`, on the same store.

It belongs to this folder's example; see `orders_test.py` for how to run it.
"""

from attrs import frozen

from order_domain.decisions import LoggedDecision
from order_domain.ports import LogEntry
from own_repository.store import dump, find, load, opened

LOG = "INSERT INTO decisions (document) VALUES (?)"
READ = "SELECT position, document FROM decisions WHERE position > ? ORDER BY position LIMIT ?"


@frozen
class DocumentDecisions:
    path: str

    def append(self, decision: LoggedDecision) -> None:
        with opened(self.path) as db:
            db.execute(LOG, (dump(decision),))

    def entries(self, *, after: int = 0, most: int) -> tuple[LogEntry, ...]:
        with opened(self.path) as db:
            rows = db.execute(READ, (after, most)).fetchall()
        return tuple(self._entry(position, load(text, LoggedDecision)) for position, text in rows)

    def _entry(self, position: int, decision: LoggedDecision) -> LogEntry:
        """Tell with the decision how far the cancellation that followed has come."""
        order = find(self.path, "pk", decision.order_pk) if decision.attempt else None
        for attempt in order.attempts if order else ():
            if attempt.id == decision.attempt:
                return LogEntry(
                    position=position,
                    decision=decision,
                    attempt_state=attempt.state,
                    attempt_settled_at=attempt.settled_at,
                    attempt_note=attempt.note,
                )
        return LogEntry(position=position, decision=decision)
