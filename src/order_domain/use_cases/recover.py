"""Finish direct cancellations that were left open: by a killed process, or by Omnitron.

Source: domain description, section 4, step 4. Omnitron is only read here, and never told
to cancel. Safe to run in several places at once, beside the service and while a
cancellation that was held for dead goes on: whichever settles first, the other finds it
settled.
"""

from datetime import datetime, timedelta

from attrs import frozen

from order_domain.cancellation.attempts import attempt_of, lapse
from order_domain.cancellation_records import AttemptState, CancellationAttempt
from order_domain.orders import Order
from order_domain.ports import (
    Clock,
    NewUuid,
    Omnitron,
    Orders,
    PictureStore,
    Report,
    SetAside,
    StaleOrderError,
    StorageUnavailableError,
    Task,
    TaskKind,
    Worklist,
)
from order_domain.use_cases.find_outcome import Found, find_outcome
from order_domain.use_cases.saving import save_newest
from order_domain.use_cases.send_cancellation import settle_and_save
from order_domain.use_cases.setting_aside import in_words, set_aside

__all__ = ["Recovery", "recover"]

BATCH = 20
"""Attempts that are taken at once, so that a slow Omnitron does not outlast their lease."""

LONGEST_PAUSE = timedelta(days=1)
"""An attempt whose outcome stays unknown is looked at again at least this often."""


@frozen(kw_only=True)
class Recovery:
    """What a round of recovery did.

    Attributes:
        cancelled: attempts that Omnitron turned out to have cancelled.
        requested: attempts that became requests, or were left to them.
        waiting: attempts whose outcome is still unknown; they are looked at again later.
        set_aside: those among the waiting that a person should look at.
    """

    cancelled: int = 0
    requested: int = 0
    waiting: int = 0
    set_aside: int = 0

    def __add__(self, other: "Recovery") -> "Recovery":
        return Recovery(
            cancelled=self.cancelled + other.cancelled,
            requested=self.requested + other.requested,
            waiting=self.waiting + other.waiting,
            set_aside=self.set_aside + other.set_aside,
        )


def recover(
    *,
    orders: Orders,
    worklist: Worklist,
    omnitron: Omnitron,
    pictures: PictureStore,
    report: Report,
    clock: Clock,
    new_uuid: NewUuid,
    lease: timedelta,
) -> Recovery:
    """Finish every attempt that is due: claimed, or last looked at, a lease ago.

    Each is looked at once, however long the round takes: one that comes due meanwhile is
    left to the next round, so that a slow Omnitron neither holds the round for ever nor
    keeps it from those further down.

    Args:
        orders: where orders are kept.
        worklist: hands out their attempts.
        omnitron: is read.
        pictures: the store of the attempts' pictures.
        report: is told of each attempt that a person should look at.
        clock: the time now.
        new_uuid: names requests.
        lease: how long after its claim an attempt is held for left open.

    Raises:
        StorageUnavailableError: what was not finished is due again after a lease.
    """
    done, started = Recovery(), clock()
    desk = _Desk(
        orders=orders,
        worklist=worklist,
        omnitron=omnitron,
        pictures=pictures,
        report=report,
        clock=clock,
        new_uuid=new_uuid,
        lease=lease,
    )
    while tasks := worklist.take_attempts(started, lease, BATCH):
        for task in tasks:
            try:
                done += desk.finish(task)
            except StorageUnavailableError:
                raise
            except Exception as error:  # noqa: BLE001  (the others are finished all the same)
                done += desk.give_up(task, error)
    _clear_what_ended(orders, worklist)
    return done


def _clear_what_ended(orders: Orders, worklist: Worklist) -> None:
    """Take attempts that have ended, whoever settled them, off the list for a person."""
    for record in worklist.stuck():
        if record.kind is TaskKind.ATTEMPT and _has_ended(record, orders):
            worklist.clear(record.kind, record.key)


def _has_ended(record: SetAside, orders: Orders) -> bool:
    """Whether an attempt is seen to have ended; an order that cannot be read shows nothing."""
    if not record.order_number:
        return False
    try:
        order = orders.by_number(record.order_number)
    except StorageUnavailableError:
        raise
    except Exception:  # noqa: BLE001  (the round has told of it)
        return False
    return order is None or _under_way(order, record.key) is None


@frozen(kw_only=True)
class _Desk:
    """What a round works with."""

    orders: Orders
    worklist: Worklist
    omnitron: Omnitron
    pictures: PictureStore
    report: Report
    clock: Clock
    new_uuid: NewUuid
    lease: timedelta

    def finish(self, task: Task) -> Recovery:
        """Finish an attempt, as far as Omnitron tells how it ended."""
        order = self.orders.by_pk(task.order_pk)
        attempt = None if order is None else _under_way(order, task.key)
        if order is None or attempt is None:
            return Recovery()  # somebody else was quicker
        found = find_outcome(order, attempt, self.omnitron)
        try:
            attempt = self._settled(order, attempt, found)
        except StaleOrderError:
            return Recovery()  # somebody is at it; if not, it is due again after the lease
        if attempt.is_under_way:
            return self._leave(task, order, attempt, found)
        self.worklist.clear(task.kind, task.key)
        if attempt.state is AttemptState.ACCEPTED:
            return Recovery(cancelled=1)
        return Recovery(requested=1)

    def give_up(self, task: Task, error: Exception) -> Recovery:
        """Leave an attempt that breaks whoever works on it."""
        self.worklist.put_off(task, self.clock() + self.lease)
        return self._set_aside(task, "", in_words(error))

    def _settled(
        self, order: Order, attempt: CancellationAttempt, found: Found
    ) -> CancellationAttempt:
        if found.outcome is None:
            return attempt
        saved = settle_and_save(
            order,
            attempt.id,
            found.outcome,
            orders=self.orders,
            pictures=self.pictures,
            report=self.report,
            clock=self.clock,
            new_uuid=self.new_uuid,
            seen=attempt.state,
        )
        if found.is_sure:
            saved = save_newest(
                saved, lambda latest: lapse(latest, attempt.id, self.clock()), orders=self.orders
            )
        return attempt_of(saved, attempt.id)

    def _leave(
        self, task: Task, order: Order, attempt: CancellationAttempt, found: Found
    ) -> Recovery:
        """Leave an attempt whose outcome is still unknown to a later round."""
        now = self.clock()
        self.worklist.put_off(task, now + _pause(attempt, now, self.lease))
        if found.problem:
            return self._set_aside(task, order.number, found.problem)
        if found.is_sure:
            self.worklist.clear(task.kind, task.key)  # what was in the way is not any more
        return Recovery(waiting=1)

    def _set_aside(self, task: Task, order_number: str, problem: str) -> Recovery:
        """Put an attempt on the list for a person, and report it when it is new there."""
        set_aside(
            task.kind,
            task.key,
            order_number,
            problem,
            worklist=self.worklist,
            report=self.report,
            now=self.clock(),
        )
        return Recovery(waiting=1, set_aside=1)


def _under_way(order: Order, attempt_id: str) -> CancellationAttempt | None:
    return next((one for one in order.attempts if one.id == attempt_id and one.is_under_way), None)


def _pause(attempt: CancellationAttempt, now: datetime, lease: timedelta) -> timedelta:
    """A lease at first, then a quarter of the attempt's age."""
    return min(max(lease, (now - attempt.claimed_at) / 4), LONGEST_PAUSE)
