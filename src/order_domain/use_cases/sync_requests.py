"""Exchange cancellation requests with the back office behind Omnitron.

Source: domain description, section 5. New requests are handed over, each known by our
uuid; then the back office's word is read and followed. Safe to run in several places at
once, and to repeat.
"""

from collections.abc import Mapping
from datetime import timedelta

from attrs import frozen

from order_domain.cancellation.requests import MoveNotAllowedError, move_request
from order_domain.cancellation_records import CancellationRequest
from order_domain.orders import Order
from order_domain.ports import (
    Clock,
    KnownRequest,
    OmnitronGarbledError,
    OmnitronRequests,
    OmnitronUnavailableError,
    Orders,
    Report,
    RequestRefused,
    RequestTaken,
    RequestUpdate,
    SetAside,
    StaleOrderError,
    TaskKind,
    UnreadableUpdate,
    Worklist,
)
from order_domain.statuses import CancellationRequestStatus
from order_domain.use_cases.saving import save_newest

__all__ = ["Synced", "sync_requests"]

BATCH = 20
"""Requests that are taken at once, so that a slow Omnitron does not outlast their lease."""

PAUSE = timedelta(hours=1)
"""A request that Omnitron does not take is offered again after this time."""


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
class _Desk:
    """What following the back office's word works with."""

    orders: Orders
    worklist: Worklist
    report: Report
    clock: Clock

    def set_aside(self, kind: TaskKind, key: str, order_number: str, problem: str) -> Synced:
        """Put a record on the list for a person, and report it when it is new there."""
        is_new = self.worklist.set_aside(
            SetAside(
                kind=kind, key=key, order_number=order_number, problem=problem, since=self.clock()
            )
        )
        if is_new:
            of_order = f" of order {order_number}" if order_number else ""
            self.report(f"Cancellation request {key}{of_order}: {problem}")
        return Synced(set_aside=1)


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
    desk = _Desk(orders, worklist, report, clock)
    _clear_decided(worklist)
    while tasks := worklist.take_requests(clock(), lease, BATCH):
        for position, task in enumerate(tasks):
            order = orders.by_pk(task.order_pk)
            request = None if order is None else _open_request(order, task.key)
            if order is None or request is None:
                continue  # decided meanwhile
            try:
                answer = omnitron.send_request(request)
            except OmnitronGarbledError as error:
                answer = RequestRefused(str(error))
            except OmnitronUnavailableError as error:
                for left in tasks[position + 1 :]:  # this one keeps its lease: others go first
                    worklist.put_off(left, clock())
                return done + Synced(problem=str(error))
            if isinstance(answer, RequestTaken):
                worklist.clear(TaskKind.REQUEST, task.key)
                worklist.told(task)  # last: it is not handed out again
                done += Synced(sent=1)
            else:
                worklist.put_off(task, clock() + PAUSE)
                done += desk.set_aside(TaskKind.REQUEST, task.key, order.number, answer.note)
    return done


def _clear_decided(worklist: Worklist) -> None:
    """Take requests that are told, or were decided meanwhile, off the list for a person."""
    stuck = [record.key for record in worklist.stuck() if record.kind is TaskKind.REQUEST]
    known = worklist.known_requests(stuck)
    for uuid in stuck:
        request = known.get(uuid)
        if request is None or request.is_told or request.status is not _NEW:
            worklist.clear(TaskKind.REQUEST, uuid)


_NEW = CancellationRequestStatus.OPEN


def follow_updates(
    *,
    orders: Orders,
    worklist: Worklist,
    omnitron: OmnitronRequests,
    report: Report,
    clock: Clock,
) -> Synced:
    """Follow the back office's word, page by page; the arguments are those of the round."""
    done = Synced()
    desk = _Desk(orders, worklist, report, clock)
    stuck = {record.key for record in worklist.stuck() if record.kind is TaskKind.UPDATE}
    page, has_next = 1, True
    while has_next:
        try:
            updates = omnitron.updates(page)
        except OmnitronUnavailableError as error:
            return done + Synced(problem=str(error))
        known = worklist.known_requests([update.uuid for update in updates.results])
        for update in updates.results:
            if _says_something_new(update, known):
                done += _follow(update, known.get(update.uuid), desk)
            elif update.uuid in stuck:
                worklist.clear(TaskKind.UPDATE, update.uuid)
        page, has_next = page + 1, updates.has_next
    return done


def _says_something_new(
    update: RequestUpdate | UnreadableUpdate, known: Mapping[str, KnownRequest]
) -> bool:
    if isinstance(update, UnreadableUpdate) or update.uuid not in known:
        return True
    return known[update.uuid].status is not update.status


def _follow(
    update: RequestUpdate | UnreadableUpdate, known: KnownRequest | None, desk: _Desk
) -> Synced:
    if isinstance(update, UnreadableUpdate):
        return desk.set_aside(TaskKind.UPDATE, update.uuid, "", update.problem)
    order = None if known is None else desk.orders.by_pk(known.order_pk)
    if order is None:
        return Synced(unknown=1)
    try:
        saved = save_newest(order, lambda latest: _moved(latest, update, desk), orders=desk.orders)
    except MoveNotAllowedError as error:
        return desk.set_aside(TaskKind.UPDATE, update.uuid, order.number, str(error))
    except StaleOrderError:
        return Synced()  # the next round comes here again
    return Synced() if saved is order else Synced(moved=1)


def _moved(order: Order, update: RequestUpdate, desk: _Desk) -> Order:
    request = _request(order, update.uuid)
    if request is None or request.status is update.status:
        return order
    return move_request(order, update.uuid, update.status, desk.clock())


def _request(order: Order, uuid: str) -> CancellationRequest | None:
    requests = (request for item in order.items for request in item.cancellation_requests)
    return next((request for request in requests if request.uuid == uuid), None)


def _open_request(order: Order, uuid: str) -> CancellationRequest | None:
    request = _request(order, uuid)
    return request if request is not None and request.is_open else None
