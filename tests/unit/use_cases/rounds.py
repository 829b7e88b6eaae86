"""A shop in which attempts are recovered and requests exchanged with the back office."""

from collections.abc import Callable
from datetime import datetime, timedelta

from attrs import Factory, define

from order_adapters.memory import InMemoryOrders, InMemoryWorklist
from order_domain.cancellation_records import AttemptState, CancellationAttempt
from order_domain.ports import Task, TaskKind
from order_domain.use_cases.recover import Recovery, recover
from order_domain.use_cases.sync_requests import Synced, sync_requests
from unit.use_cases.shop import Shop

LEASE = timedelta(minutes=2)
TICK = timedelta(microseconds=1)


class KilledError(BaseException):
    """The process dies here; nothing after it happens."""


def raising(error: BaseException) -> Callable[[], None]:
    """Something that raises this when it is called."""

    def raise_it() -> None:
        raise error

    return raise_it


class Ghosts(InMemoryWorklist):
    """Hands out, once, tasks on an order that is gone and tasks that their order has not."""

    def __init__(self, orders: InMemoryOrders) -> None:
        super().__init__(orders)
        self._gone = {kind: (Task(kind, "a", 99), Task(kind, "b", 7)) for kind in TaskKind}

    def take_attempts(self, now: datetime, lease: timedelta, most: int) -> tuple[Task, ...]:
        ghosts = self._gone.pop(TaskKind.ATTEMPT, ())
        return ghosts or super().take_attempts(now, lease, most)

    def take_requests(self, now: datetime, lease: timedelta, most: int) -> tuple[Task, ...]:
        ghosts = self._gone.pop(TaskKind.REQUEST, ())
        return ghosts or super().take_requests(now, lease, most)


@define(kw_only=True)
class RoundsShop(Shop):
    """A shop with a list of what is still to be done, and calls that do it."""

    worklist: InMemoryWorklist = Factory(
        lambda self: InMemoryWorklist(self.orders), takes_self=True
    )

    def recover(self, after: timedelta = LEASE) -> Recovery:
        """Let time pass, then recover once."""
        self.now += after
        return recover(
            orders=self.orders,
            worklist=self.worklist,
            omnitron=self.omnitron,
            pictures=self.pictures,
            report=self.reported.append,
            clock=self.clock,
            new_uuid=self.new_uuid,
            lease=LEASE,
        )

    def a_lease_passes(self) -> None:
        self.now += LEASE

    def sync(self, after: timedelta = timedelta(0)) -> Synced:
        """Let time pass, then exchange requests once."""
        self.now += after
        return sync_requests(
            orders=self.orders,
            worklist=self.worklist,
            omnitron=self.omnitron,
            report=self.reported.append,
            clock=self.clock,
            lease=LEASE,
        )

    def attempt(self, pk: int = 7) -> CancellationAttempt:
        """The first attempt on an order as it is kept."""
        return self.order(pk).attempts[0]

    @property
    def state(self) -> AttemptState:
        """How far the first attempt has come."""
        return self.attempt().state

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What a person should look at: keys and problems."""
        return [(record.key, record.problem) for record in self.worklist.stuck()]
