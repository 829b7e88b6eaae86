"""Exchange cancellation requests with the back office behind Omnitron.

Source: domain description, section 5. New requests are handed over, each known by our
uuid; then the back office's word is read and followed. Safe to run in several places at
once, and to repeat.
"""

from datetime import timedelta

from order_domain.cancellation_records import CancellationRequest
from order_domain.orders import Order
from order_domain.ports import (
    Clock,
    OmnitronGarbledError,
    OmnitronRequests,
    OmnitronUnavailableError,
    Orders,
    Report,
    RequestRefused,
    RequestTaken,
    StorageUnavailableError,
    Task,
    TaskKind,
    Worklist,
)
from order_domain.statuses import CancellationRequestStatus
from order_domain.use_cases.exchange_desk import Desk, Synced, request_of
from order_domain.use_cases.follow_updates import follow_updates
from order_domain.use_cases.setting_aside import in_words

__all__ = ["Synced", "sync_requests"]

BATCH = 20
"""Requests that are taken at once, so that a slow Omnitron does not outlast their lease."""

PAUSE = timedelta(hours=1)
"""A request that Omnitron does not take is offered again after this time."""


def sync_requests(
    *,
    orders: Orders,
    worklist: Worklist,
    omnitron: OmnitronRequests,
    report: Report,
    clock: Clock,
    lease: timedelta,
) -> Synced:
    """Hand new requests over, then follow the back office's word.

    Args:
        orders: where orders are kept.
        worklist: hands out their requests.
        omnitron: takes requests and tells of updates.
        report: is told of each record that a person should look at.
        clock: the time now.
        lease: how long a request that was taken to be sent is not given to others.

    Raises:
        StorageUnavailableError: what was not done is done by the next round.
    """
    sent = send_requests(
        orders=orders,
        worklist=worklist,
        omnitron=omnitron,
        report=report,
        clock=clock,
        lease=lease,
    )
    followed = follow_updates(
        orders=orders, worklist=worklist, omnitron=omnitron, report=report, clock=clock
    )
    return sent + followed


def send_requests(
    *,
    orders: Orders,
    worklist: Worklist,
    omnitron: OmnitronRequests,
    report: Report,
    clock: Clock,
    lease: timedelta,
) -> Synced:
    """Hand every new request to the back office; the arguments are those of the round."""
    done = Synced()
    desk = Desk(orders, worklist, report, clock)
    _clear_decided(worklist)
    while tasks := worklist.take_requests(clock(), lease, BATCH):
        for position, task in enumerate(tasks):
            try:
                done += _hand_over(task, omnitron, desk)
            except OmnitronUnavailableError as error:
                for left in tasks[position + 1 :]:  # this one keeps its lease: others go first
                    worklist.put_off(left, clock())
                return done + Synced(problem=str(error))
            except StorageUnavailableError:
                raise
            except Exception as error:  # noqa: BLE001  (the others are handed over all the same)
                worklist.put_off(task, clock() + PAUSE)
                done += desk.set_aside(TaskKind.REQUEST, task.key, "", in_words(error))
    return done


def _hand_over(task: Task, omnitron: OmnitronRequests, desk: Desk) -> Synced:
    """Hand a request over.

    Raises:
        OmnitronUnavailableError: Omnitron does not answer anybody.
    """
    order = desk.orders.by_pk(task.order_pk)
    request = None if order is None else _open_request(order, task.key)
    if order is None or request is None:
        return Synced()  # decided meanwhile
    try:
        answer = omnitron.send_request(request)
    except OmnitronGarbledError as error:
        answer = RequestRefused(str(error))
    if isinstance(answer, RequestTaken):
        desk.worklist.clear(TaskKind.REQUEST, task.key)
        desk.worklist.told(task)  # last: it is not handed out again
        return Synced(sent=1)
    desk.worklist.put_off(task, desk.clock() + PAUSE)
    return desk.set_aside(TaskKind.REQUEST, task.key, order.number, answer.note)


def _clear_decided(worklist: Worklist) -> None:
    """Take requests that are told, or were decided meanwhile, off the list for a person."""
    stuck = [record.key for record in worklist.stuck() if record.kind is TaskKind.REQUEST]
    known = worklist.known_requests(stuck)
    for uuid in stuck:
        request = known.get(uuid)
        if request is None or request.is_told or request.status is not _NEW:
            worklist.clear(TaskKind.REQUEST, uuid)


_NEW = CancellationRequestStatus.OPEN


def _open_request(order: Order, uuid: str) -> CancellationRequest | None:
    request = request_of(order, uuid)
    return request if request is not None and request.is_open else None
