"""Finish direct cancellations that were left open: by a killed process, or by Omnitron.

Source: domain description, section 4, step 4. Omnitron is only read here, and never told
to cancel. Safe to run in several places at once, beside the service and while a
cancellation that was held for dead goes on: whichever settles first, the other finds it
settled.
"""

from datetime import timedelta

from attrs import evolve, frozen

from order_domain.cancellation.attempts import attempt_of, lapse
from order_domain.cancellation.outcomes import Accepted, CancelOutcome, NotSent, OutcomeUnknown
from order_domain.cancellation_records import AttemptState, CancellationAttempt
from order_domain.orders import Order
from order_domain.ports import (
    Clock,
    NewUuid,
    Omnitron,
    OmnitronGarbledError,
    OmnitronOrder,
    OmnitronUnavailableError,
    Orders,
    PictureStore,
    Report,
    SetAside,
    StaleOrderError,
    Task,
    TaskKind,
    Worklist,
)
from order_domain.use_cases.saving import save_newest
from order_domain.use_cases.send_cancellation import settle_and_save
from order_domain.use_cases.tell_omnitron import (
    ALREADY_CANCELLED,
    are_cancelled,
    items_are_cancelled,
)

__all__ = ["Recovery", "recover"]

BATCH = 20
"""Attempts that are taken at once, so that a slow Omnitron does not outlast their lease."""

LONGEST_PAUSE = timedelta(days=1)
"""An attempt whose outcome stays unknown is looked at again at least this often."""

DIED_BEFORE_SENDING = "The cancellation broke off before Omnitron was told."
DIED_WHILE_SENDING = "The cancellation broke off while Omnitron was being told."


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
    while tasks := worklist.take_attempts(started, lease, BATCH):
        for task in tasks:
            done += _finish(
                task,
                orders=orders,
                worklist=worklist,
                omnitron=omnitron,
                pictures=pictures,
                report=report,
                clock=clock,
                new_uuid=new_uuid,
                lease=lease,
            )
    _clear_what_ended(orders, worklist)
    return done


def _clear_what_ended(orders: Orders, worklist: Worklist) -> None:
    """Take attempts that have ended, whoever settled them, off the list for a person."""
    for record in worklist.stuck():
        if record.kind is not TaskKind.ATTEMPT:
            continue
        order = orders.by_number(record.order_number)
        if order is None or _under_way(order, record.key) is None:
            worklist.clear(record.kind, record.key)


def _finish(
    task: Task,
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
    order = orders.by_pk(task.order_pk)
    attempt = None if order is None else _under_way(order, task.key)
    if order is None or attempt is None:
        return Recovery()  # somebody else was quicker
    found = _look(order, attempt, omnitron)
    try:
        settled = settle_and_save(
            order,
            task.key,
            found.outcome,
            orders=orders,
            pictures=pictures,
            report=report,
            clock=clock,
            new_uuid=new_uuid,
            seen=attempt.state,
        )
        if found.is_sure:
            settled = save_newest(
                settled, lambda latest: lapse(latest, task.key, clock()), orders=orders
            )
    except StaleOrderError:
        return Recovery()  # somebody is at it; if not, it is due again after the lease
    except LookupError as error:
        settled, found = (
            order,
            evolve(found, problem=f"The order lacks what the attempt names: {error}."),
        )
    attempt = attempt_of(settled, task.key)
    if not attempt.is_under_way:
        cancelled = attempt.state is AttemptState.ACCEPTED
        return Recovery(cancelled=1) if cancelled else Recovery(requested=1)
    worklist.put_off(task, clock() + _pause(attempt, clock, lease))
    if found.is_sure and not found.problem:
        worklist.clear(task.kind, task.key)  # what was in the way is not any more
    if not found.problem:
        return Recovery(waiting=1)
    is_new = worklist.set_aside(
        SetAside(
            kind=task.kind,
            key=task.key,
            order_number=order.number,
            problem=found.problem,
            since=clock(),
        )
    )
    if is_new:
        report(f"Cancellation of order {order.number} (attempt {task.key}): {found.problem}")
    return Recovery(waiting=1, set_aside=1)


@frozen
class _Found:
    """What reading Omnitron told of an attempt.

    Attributes:
        is_sure: Omnitron was read, and has the order.
        problem: why a person should look at it; empty when nobody need.
    """

    outcome: CancelOutcome
    is_sure: bool
    problem: str = ""


def _look(order: Order, attempt: CancellationAttempt, omnitron: Omnitron) -> _Found:
    try:
        there = omnitron.order(order.number)
    except OmnitronGarbledError as error:
        return _Found(_without_word(attempt), is_sure=False, problem=str(error))
    except OmnitronUnavailableError:
        return _Found(_without_word(attempt), is_sure=False)
    if there is None:
        problem = f"Omnitron does not know order {order.number}."
        return _Found(_without_word(attempt), is_sure=False, problem=problem)
    if _is_cancelled(attempt, there):
        return _Found(Accepted(ALREADY_CANCELLED), is_sure=True)
    return _Found(_without_word(attempt), is_sure=True)


def _is_cancelled(attempt: CancellationAttempt, there: OmnitronOrder) -> bool:
    if attempt.sent:
        return are_cancelled(there, attempt.sent)
    return items_are_cancelled(there, attempt.selection)


def _without_word(attempt: CancellationAttempt) -> CancelOutcome:
    """How an attempt ended, for all that can be told without Omnitron showing it cancelled."""
    if attempt.state is AttemptState.CLAIMED:
        return NotSent(DIED_BEFORE_SENDING)
    return OutcomeUnknown(DIED_WHILE_SENDING)


def _under_way(order: Order, attempt_id: str) -> CancellationAttempt | None:
    return next((one for one in order.attempts if one.id == attempt_id and one.is_under_way), None)


def _pause(attempt: CancellationAttempt, clock: Clock, lease: timedelta) -> timedelta:
    """A lease at first, then a quarter of the attempt's age."""
    return min(max(lease, (clock() - attempt.claimed_at) / 4), LONGEST_PAUSE)
