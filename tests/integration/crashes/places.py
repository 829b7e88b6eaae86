"""Where a cancellation is killed, and how it must have ended once it was recovered."""

from attrs import frozen

from order_adapters.omnitron.sandbox import Fault
from order_domain.cancellation_records import AttemptState
from order_domain.statuses import CancellationRequestStatus

ACCEPTED, REFUSED = AttemptState.ACCEPTED, AttemptState.REFUSED
NOT_SENT, UNKNOWN = AttemptState.NOT_SENT, AttemptState.UNKNOWN
OPEN, COMPLETED = CancellationRequestStatus.OPEN, CancellationRequestStatus.COMPLETED


@frozen
class Place:
    """A place to be killed at.

    Attributes:
        stop: where the process stops; empty when Omnitron holds it instead.
        fault: what its cancellation meets at Omnitron.
        holds_read: Omnitron holds it while the order is read.
        sent: how often Omnitron was told.
        state: of the attempt, recovered; None where nothing was claimed.
        request: the status of the request that was made; None for no request.
    """

    stop: str = ""
    fault: Fault | None = None
    holds_read: bool = False
    sent: int = 1
    state: AttemptState | None = ACCEPTED
    request: CancellationRequestStatus | None = None


AT_ONCE = {
    "before the claim": Place("claim:before", sent=0, state=None),
    "after the claim": Place("claim:after", sent=0, state=NOT_SENT, request=OPEN),
    "while Omnitron is read": Place(holds_read=True, sent=0, state=NOT_SENT, request=OPEN),
    "after it was read": Place("read:after", sent=0, state=NOT_SENT, request=OPEN),
    "before it is marked": Place("mark:before", sent=0, state=NOT_SENT, request=OPEN),
    "marked, not sent": Place("mark:after", sent=0, state=UNKNOWN, request=OPEN),
    "sent, before Omnitron acts": Place(fault=Fault.HOLD_BEFORE),
    "sent, after Omnitron acted": Place(fault=Fault.HOLD_AFTER),
    "failed, while read again": Place("reread:before", Fault.ERROR_AFTER),
    "answered, before it is settled": Place("settle:before"),
    "settled, before the answer": Place("settle:after"),
    "refused, before it is settled": Place(
        "settle:before", Fault.REFUSE, state=UNKNOWN, request=OPEN
    ),
    "refused and settled": Place("settle:after", Fault.REFUSE, state=REFUSED, request=OPEN),
}
"""All cancellations of one process, which is killed once each is at its place."""

ALONE = {
    "while the claim is committed": Place("claim:during", sent=0, state=None),
    "while the mark is committed": Place("mark:during", sent=0, state=NOT_SENT, request=OPEN),
    "while the end is committed": Place("settle:during"),
}
"""These hold SQLite's lock: one of them to a process."""

SENT_LATE = Place(fault=Fault.HOLD_BEFORE, request=COMPLETED)
"""Omnitron acts only after the first recovery."""
