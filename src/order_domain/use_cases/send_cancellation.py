"""Carry a claimed cancellation out: find it at Omnitron, send it once, settle it.

Source: domain description, section 4. Each step is saved before the next is taken, so
that :mod:`order_domain.use_cases.recover` can finish what a killed process leaves.
"""

from collections.abc import Callable

from order_domain.cancellation.attempts import NotClaimedError, attempt_of, send, settle
from order_domain.cancellation.outcomes import CancelOutcome
from order_domain.cancellation.rules import CancellationRules
from order_domain.cancellation_records import AttemptState
from order_domain.orders import Order
from order_domain.ports import (
    Clock,
    NewUuid,
    Omnitron,
    Orders,
    PictureStore,
    Report,
    StaleOrderError,
)
from order_domain.use_cases.keep_pictures import remove_picture
from order_domain.use_cases.saving import newest, save_newest, uuids_for
from order_domain.use_cases.tell_omnitron import ToSend, prepare, tell_once


def send_cancellation(
    order: Order,
    attempt_id: str,
    rules: CancellationRules,
    *,
    orders: Orders,
    omnitron: Omnitron,
    pictures: PictureStore,
    report: Report,
    clock: Clock,
    new_uuid: NewUuid,
) -> Order:
    """Tell Omnitron what an attempt has claimed, and save how it ended.

    Args:
        order: as saved with the claim.
        attempt_id: of the claimed attempt.
        rules: what Omnitron's entries must be cancellable by, like ours.
        orders: where orders are kept.
        omnitron: is told at most once.
        pictures: the store of the attempt's pictures.
        report: is told of a picture that could not be removed.
        clock: the time now.
        new_uuid: names requests.

    Returns:
        The order as saved, with the attempt settled: by this call, or by somebody who
        held its process for dead before Omnitron was told.

    Raises:
        StaleOrderError: others kept saving the order; the attempt is left to recovery.
        StorageUnavailableError: the attempt is left to recovery.
    """
    attempt = attempt_of(order, attempt_id)
    prepared = prepare(order, attempt.selection, rules, omnitron=omnitron)
    if isinstance(prepared, ToSend):
        try:
            order = save_newest(order, _sending(attempt_id, prepared), orders=orders)
        except NotClaimedError:
            return newest(order, orders=orders)
        outcome: CancelOutcome = tell_once(prepared, omnitron=omnitron)
    else:
        outcome = prepared
    return settle_and_save(
        order,
        attempt_id,
        outcome,
        orders=orders,
        pictures=pictures,
        report=report,
        clock=clock,
        new_uuid=new_uuid,
    )


def settle_and_save(
    order: Order,
    attempt_id: str,
    outcome: CancelOutcome,
    *,
    orders: Orders,
    pictures: PictureStore,
    report: Report,
    clock: Clock,
    new_uuid: NewUuid,
    seen: AttemptState | None = None,
) -> Order:
    """Settle an attempt on the newest state of its order, and save that.

    The pictures of a cancellation that was accepted are removed: nobody has to decide by
    them any more.

    Args:
        order: with the attempt.
        attempt_id: of the attempt.
        outcome: how telling Omnitron ended.
        orders: where orders are kept.
        pictures: the store of the attempt's pictures.
        report: is told of a picture that could not be removed.
        clock: the time now.
        new_uuid: names requests.
        seen: the state that the outcome was concluded from. An attempt in another one by
            now is somebody's who is not dead, and is left alone. None: whatever it is.

    Raises:
        StaleOrderError: others kept saving the order, or the attempt is not as it was
            seen; it is left to recovery.
        StorageUnavailableError: the attempt is left to recovery.
        KeyError: the order has no such attempt, or lacks an item that it names.
    """
    attempt = attempt_of(order, attempt_id)
    uuids = uuids_for(attempt.selection, new_uuid)

    def settled(latest: Order) -> Order:
        if seen not in {None, attempt_of(latest, attempt_id).state}:
            raise StaleOrderError(latest.number, "somebody else has gone on with the attempt")
        return settle(latest, attempt_id, outcome, uuids, clock())

    saved = save_newest(order, settled, orders=orders)
    if attempt_of(saved, attempt_id).state is AttemptState.ACCEPTED:
        for name in _pictures(order, attempt_id) - _pictures_of_requests(saved):
            remove_picture(name, store=pictures, report=report)
    return saved


def _sending(attempt_id: str, prepared: ToSend) -> Callable[[Order], Order]:
    return lambda latest: send(latest, attempt_id, prepared.reasons.keys())


def _pictures(order: Order, attempt_id: str) -> set[str]:
    lines = attempt_of(order, attempt_id).selection.items
    return {image.image for line in lines for image in line.images}


def _pictures_of_requests(order: Order) -> set[str]:
    requests = (request for item in order.items for request in item.cancellation_requests)
    return {image.image for request in requests for image in request.images}
