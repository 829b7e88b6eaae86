"""What both halves of the exchange with the back office share: what they work with, and did."""

from attrs import frozen

from order_domain.cancellation_records import CancellationRequest
from order_domain.orders import Order
from order_domain.ports import Clock, Orders, Report, TaskKind, Worklist
from order_domain.use_cases.setting_aside import set_aside


@frozen(kw_only=True)
class Synced:
    """What a round of exchange did.

    Attributes:
        sent: requests that the back office now knows of.
        moved: requests whose status was moved by its word.
        set_aside: records that a person should look at.
        unknown: updates of requests that are not ours; another shop's on this channel.
        problem: why the round broke off; empty when it came to its end.
    """

    sent: int = 0
    moved: int = 0
    set_aside: int = 0
    unknown: int = 0
    problem: str = ""

    def __add__(self, other: "Synced") -> "Synced":
        return Synced(
            sent=self.sent + other.sent,
            moved=self.moved + other.moved,
            set_aside=self.set_aside + other.set_aside,
            unknown=self.unknown + other.unknown,
            problem=" ".join(dict.fromkeys(filter(None, (self.problem, other.problem)))),
        )


@frozen
class Desk:
    """What a round of exchange works with."""

    orders: Orders
    worklist: Worklist
    report: Report
    clock: Clock

    def set_aside(self, kind: TaskKind, key: str, order_number: str, problem: str) -> Synced:
        """Put a record on the list for a person, and report it when it is new there."""
        set_aside(
            kind,
            key,
            order_number,
            problem,
            worklist=self.worklist,
            report=self.report,
            now=self.clock(),
        )
        return Synced(set_aside=1)


def request_of(order: Order, uuid: str) -> CancellationRequest | None:
    """Return a request on one of the order's items; None when it has none of this uuid."""
    requests = (request for item in order.items for request in item.cancellation_requests)
    return next((request for request in requests if request.uuid == uuid), None)
