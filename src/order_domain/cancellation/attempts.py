"""The life of a direct cancellation: claimed, sent, settled.

Pure functions from order to order, each saved before the next step is taken, so that a
process killed in between leaves an attempt that shows how far it came::

    claimed ──► sending ──► accepted | refused | not_sent
       │            └─────► unknown ──► accepted | refused | not_sent | lapsed (──► accepted)
       └──────────────────► accepted | not_sent

Omnitron is told only by whoever saved that it is ``sending``. An attempt that is still
``claimed`` was therefore surely not sent, and once somebody else has settled it, it never
will be. Source: domain description, section 4.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import assert_never

from attrs import evolve

from order_domain.cancellation.accepting import cancelled
from order_domain.cancellation.outcomes import (
    Accepted,
    CancelOutcome,
    NotAccepted,
    NotSent,
    OutcomeUnknown,
)
from order_domain.cancellation.requests import open_requests, with_item, with_status_of_items
from order_domain.cancellation_records import AttemptState, CancellationAttempt
from order_domain.orders import Order
from order_domain.selections import SelectedItem, Selection


class NotClaimedError(ValueError):
    """The attempt is not claimed any more: somebody else has settled it."""


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


def send(order: Order, attempt_id: str, entries: Collection[int]) -> Order:
    """Return the order with the attempt marked as being sent.

    Args:
        order: as it is now.
        attempt_id: of an attempt of this order.
        entries: Omnitron's pks of the entries that it is going to be told to cancel.

    Raises:
        KeyError: the order has no such attempt.
        NotClaimedError: it was settled meanwhile, and must not be sent.
    """
    attempt = attempt_of(order, attempt_id)
    if attempt.state is not AttemptState.CLAIMED:
        raise NotClaimedError(f"Cancellation attempt {attempt_id} is {attempt.state}.")
    sending = evolve(attempt, state=AttemptState.SENDING, sent=tuple(sorted(entries)))
    return _with_attempt(order, sending)


def settle(
    order: Order, attempt_id: str, outcome: CancelOutcome, uuids: Sequence[str], now: datetime
) -> Order:
    """Return the order after what is known of an attempt's end.

    Accepted: the items become cancellation_waiting, and the order once all its items are.
    Requests that were made meanwhile for the units that Omnitron has cancelled are
    completed. The attempt drops its pictures: nobody has to decide by them any more.

    Anything else: a request is opened for each selected item, unless that was done
    already. An unknown outcome stays under way, and any later outcome ends it. An attempt
    that has ended stays as it is: the order comes back unchanged. Only one that has lapsed
    may yet turn out to be accepted.

    Args:
        order: as it is now.
        attempt_id: of an attempt of this order.
        outcome: how telling Omnitron ended.
        uuids: a new one for each selected item, should requests be needed.
        now: when it is settled.

    Raises:
        KeyError: the order has no such attempt, or lacks an item that it names.
    """
    attempt = attempt_of(order, attempt_id)
    is_late = attempt.state is AttemptState.LAPSED and isinstance(outcome, Accepted)
    if not attempt.is_under_way and not is_late:
        return order
    match outcome:
        case Accepted(note):
            return _accepted(order, attempt, note, now)
        case NotAccepted(note):
            ended = evolve(attempt, state=AttemptState.REFUSED, sent=(), note=note)
        case NotSent(note, unlisted):
            order = _unlisted(order, unlisted)
            ended = evolve(attempt, state=AttemptState.NOT_SENT, sent=(), note=note)
        case OutcomeUnknown(note):
            if attempt.state is AttemptState.UNKNOWN:
                return order
            ended = evolve(attempt, state=AttemptState.UNKNOWN, note=note)
        case _:
            assert_never(outcome)
    ended = evolve(ended, settled_at=now)
    if attempt.state is AttemptState.UNKNOWN:  # its requests are open already
        return _with_attempt(order, ended)
    return _by_request(order, ended, uuids, now)


def lapse(order: Order, attempt_id: str, now: datetime) -> Order:
    """Return the order with an unknown attempt given up, once nobody waits for it.

    That is when none of its items has an open request any more. The order comes back
    unchanged when one has, or when the attempt is not unknown.

    Raises:
        KeyError: the order has no such attempt, or lacks an item that it names.
    """
    attempt = attempt_of(order, attempt_id)
    items = (order.item(line.order_item) for line in attempt.selection.items)
    awaited = any(item.active_cancellation_request is not None for item in items)
    if awaited or attempt.state is not AttemptState.UNKNOWN:
        return order
    return _with_attempt(order, evolve(attempt, state=AttemptState.LAPSED, settled_at=now))


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


def _accepted(order: Order, attempt: CancellationAttempt, note: str, now: datetime) -> Order:
    for line in attempt.selection.items:
        order = with_item(order, cancelled(order.item(line.order_item), line, attempt, now))
    ended = evolve(
        attempt,
        state=AttemptState.ACCEPTED,
        selection=_without_images(attempt.selection),
        note=note,
        settled_at=now,
    )
    return with_status_of_items(_with_attempt(order, ended))


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
