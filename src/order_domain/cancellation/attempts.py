"""The life of a direct cancellation: claimed, sent, settled.

Pure functions from order to order. The claim is saved before Omnitron is told and the
settlement after, so that a process killed in between leaves an attempt that shows what
was asked. Source: domain description, section 4.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeAlias, assert_never

from attrs import evolve, frozen

from order_domain.cancellation.requests import (
    open_requests,
    with_item,
    with_status_of_items,
)
from order_domain.cancellation_records import AttemptState, CancellationAttempt
from order_domain.orders import Order
from order_domain.selections import SelectedItem, Selection
from order_domain.statuses import CANCELLED, OrderStatus


@frozen
class Accepted:
    """Omnitron cancelled the items.

    Attributes:
        note: what it answered.
        sent: its pks of the entries that it was told to cancel.
    """

    note: str = ""
    sent: tuple[int, ...] = ()


@frozen
class NotAccepted:
    """Omnitron refused; ``note`` says with which words."""

    note: str


@frozen
class NotSent:
    """Omnitron surely never heard of the cancellation.

    Attributes:
        note: why.
        unlisted: pks of order items whose units Omnitron turned out not to list one by one.
    """

    note: str
    unlisted: frozenset[int] = frozenset()


@frozen
class OutcomeUnknown:
    """Omnitron may have cancelled: it was told, and no answer that can be trusted came.

    Attributes:
        note: what broke.
        sent: its pks of the entries that it was told to cancel.
    """

    note: str
    sent: tuple[int, ...] = ()


CancelOutcome: TypeAlias = Accepted | NotAccepted | NotSent | OutcomeUnknown
"""How telling Omnitron ended."""


def spell_out(order: Order, selection: Selection) -> Selection:
    """Return the selection with each quantity of None replaced by what is left of the item."""
    return evolve(selection, items=tuple(_with_quantity(order, line) for line in selection.items))


def claim(order: Order, selection: Selection, *, attempt_id: str, now: datetime) -> Order:
    """Return the order with an attempt on the selected items recorded.

    Args:
        order: as it is now.
        selection: items that the policy lets be cancelled directly.
        attempt_id: new and unique.
        now: when the claim is made.

    Raises:
        ValueError: a selected item is under way in another attempt, or fewer units of
            it are left than are selected.
    """
    selection = spell_out(order, selection)
    for line in selection.items:
        if any(other.is_under_way and other.concerns(line.order_item) for other in order.attempts):
            raise ValueError(f"Order item {line.order_item} is being cancelled already.")
        left = order.item(line.order_item).quantity_left
        if not 1 <= (line.quantity or 0) <= left:
            raise ValueError(f"Order item {line.order_item} has {left} units left.")
    attempt = CancellationAttempt(id=attempt_id, selection=selection, claimed_at=now)
    return evolve(order, attempts=(*order.attempts, attempt))


def settle(
    order: Order, attempt_id: str, outcome: CancelOutcome, uuids: Sequence[str], now: datetime
) -> Order:
    """Return the order after Omnitron's answer to a claimed attempt.

    Accepted: the items become cancellation_waiting, and the order once all its items
    are; the attempt names its pictures no more, for nobody has to decide by them.
    Anything else: a request is opened for each selected item, and an unknown outcome
    stays under way. An attempt that is not claimed any more was settled by someone
    else: the order comes back as it is.

    Args:
        order: as it is now.
        attempt_id: of an attempt of this order.
        outcome: how telling Omnitron ended.
        uuids: a new one for each selected item, should requests be needed.
        now: when it is settled.

    Raises:
        KeyError: the order has no such attempt.
    """
    attempt = attempt_of(order, attempt_id)
    if attempt.state is not AttemptState.CLAIMED:
        return order
    match outcome:
        case Accepted(note, sent):
            ended = evolve(
                attempt,
                sent=sent,
                selection=_without_images(attempt.selection),
                state=AttemptState.ACCEPTED,
                note=note,
                settled_at=now,
            )
            return _with_attempt(_cancelled(order, attempt.selection), ended)
        case NotAccepted(note):
            ended = evolve(attempt, state=AttemptState.REFUSED, note=note, settled_at=now)
        case NotSent(note, unlisted):
            order = _unlisted(order, unlisted)
            ended = evolve(attempt, state=AttemptState.NOT_SENT, note=note, settled_at=now)
        case OutcomeUnknown(note, sent):
            unknown = AttemptState.UNKNOWN
            ended = evolve(attempt, state=unknown, sent=sent, note=note, settled_at=now)
        case _:
            assert_never(outcome)
    return _by_request(order, ended, uuids, now)


def attempt_of(order: Order, attempt_id: str) -> CancellationAttempt:
    """Return the attempt with this id.

    Raises:
        KeyError: the order has no such attempt.
    """
    for attempt in order.attempts:
        if attempt.id == attempt_id:
            return attempt
    raise KeyError(attempt_id)


def _with_quantity(order: Order, line: SelectedItem) -> SelectedItem:
    if line.quantity is not None:
        return line
    return evolve(line, quantity=order.item(line.order_item).quantity_left)


def _with_attempt(order: Order, changed: CancellationAttempt) -> Order:
    return evolve(
        order,
        attempts=tuple(changed if old.id == changed.id else old for old in order.attempts),
    )


def _cancelled(order: Order, selection: Selection) -> Order:
    """The order after its selected units were cancelled at Omnitron."""
    for line in selection.items:
        item = order.item(line.order_item)
        units = item.quantity_left if line.quantity is None else line.quantity
        item = evolve(item, cancelled_quantity=item.cancelled_quantity + units)
        if not item.quantity_left and item.status not in CANCELLED:
            item = evolve(item, status=OrderStatus.CANCELLATION_WAITING)
        order = with_item(order, item)
    return with_status_of_items(order)


def _without_images(selection: Selection) -> Selection:
    return evolve(selection, items=tuple(evolve(line, images=()) for line in selection.items))


def _unlisted(order: Order, pks: frozenset[int]) -> Order:
    for pk in pks:
        order = with_item(order, evolve(order.item(pk), units_listed=False))
    return order


def _by_request(
    order: Order, attempt: CancellationAttempt, uuids: Sequence[str], now: datetime
) -> Order:
    """The order with requests for what the attempt did not cancel.

    Units that a request made meanwhile speaks for are not asked for twice.
    """
    selection = attempt.selection
    opened: list[str] = []
    for line, uuid in zip(selection.items, uuids, strict=True):
        left = order.item(line.order_item).quantity_left
        if not left:
            continue
        units = left if line.quantity is None else min(line.quantity, left)
        one = evolve(selection, items=(evolve(line, quantity=units),))
        order = open_requests(order, one, (uuid,), now)
        opened.append(uuid)
    return _with_attempt(order, evolve(attempt, requests=tuple(opened)))
