"""Follow what the back office has decided on cancellation requests.

Source: domain description, section 5.
"""

from collections.abc import Mapping

from order_domain.cancellation.requests import MoveNotAllowedError, move_request
from order_domain.orders import Order
from order_domain.ports import (
    Clock,
    KnownRequest,
    OmnitronRequests,
    OmnitronUnavailableError,
    Orders,
    Report,
    RequestUpdate,
    StaleOrderError,
    StorageUnavailableError,
    TaskKind,
    UnreadableUpdate,
    Worklist,
)
from order_domain.use_cases.exchange_desk import Desk, Synced, request_of
from order_domain.use_cases.saving import save_newest
from order_domain.use_cases.setting_aside import in_words


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
    desk = Desk(orders, worklist, report, clock)
    stuck = {record.key for record in worklist.stuck() if record.kind is TaskKind.UPDATE}
    page, has_next = 1, True
    while has_next:
        try:
            updates = omnitron.updates(page)
        except OmnitronUnavailableError as error:
            return done + Synced(problem=str(error))
        known = worklist.known_requests([update.uuid for update in updates.results])
        for update in updates.results:
            if not _says_something_new(update, known):
                if update.uuid in stuck:
                    worklist.clear(TaskKind.UPDATE, update.uuid)
                continue
            try:
                done += _follow(update, known.get(update.uuid), desk)
            except StorageUnavailableError:
                raise
            except Exception as error:  # noqa: BLE001  (the others are followed all the same)
                done += desk.set_aside(TaskKind.UPDATE, update.uuid, "", in_words(error))
        page, has_next = page + 1, updates.has_next
    return done


def _says_something_new(
    update: RequestUpdate | UnreadableUpdate, known: Mapping[str, KnownRequest]
) -> bool:
    if isinstance(update, UnreadableUpdate) or update.uuid not in known:
        return True
    return known[update.uuid].status is not update.status


def _follow(
    update: RequestUpdate | UnreadableUpdate, known: KnownRequest | None, desk: Desk
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


def _moved(order: Order, update: RequestUpdate, desk: Desk) -> Order:
    request = request_of(order, update.uuid)
    if request is None or request.status is update.status:
        return order
    return move_request(order, update.uuid, update.status, desk.clock())
