"""What an order remembers of its cancellations: requests and attempts that fit it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from attrs import evolve
from hypothesis import strategies as st

from order_domain.cancellation_records import (
    AttemptState,
    CancellationAttempt,
    CancellationRequest,
)
from order_domain.orders import OrderItem
from order_domain.selections import SelectedItem, Selection
from order_domain.statuses import CancellationRequestStatus, CancellationType

# Made once: building a strategy costs more than drawing from it.
_REQUESTS = st.sampled_from((0, 0, 1, 2))
_TYPES = st.sampled_from(CancellationType)
_REQUEST_STATUSES = st.sampled_from(CancellationRequestStatus)
_ATTEMPTS = st.sampled_from((0, 1, 1, 2))


def with_requests(draw: st.DrawFn, item: OrderItem, created: datetime) -> OrderItem:
    """Give an item up to two requests in any status, for no more units than are left.

    Args:
        draw: given by Hypothesis.
        item: without requests.
        created: when its order was; the requests came after.
    """
    for number in range(draw(_REQUESTS)):
        if not item.quantity_left:
            break
        request = CancellationRequest(
            uuid=f"{item.pk:08x}-0000-4000-8000-{number:012x}",
            order_item=item.pk,
            cancellation_type=draw(_TYPES),
            reason=1,
            quantity=draw(st.integers(1, item.quantity_left)),
            created_date=created + timedelta(minutes=number),
            modified_date=created + timedelta(minutes=number),
            status=draw(_REQUEST_STATUSES),
            description="Too blue." if number else None,
        )
        item = evolve(item, cancellation_requests=(*item.cancellation_requests, request))
    return item


_UNSETTLED = frozenset({AttemptState.CLAIMED, AttemptState.SENDING})
_SENT = frozenset(AttemptState) - {
    AttemptState.CLAIMED,
    AttemptState.REFUSED,
    AttemptState.NOT_SENT,
}


def some_attempts(
    draw: st.DrawFn, items: Sequence[OrderItem], created: datetime
) -> tuple[CancellationAttempt, ...]:
    """Make up to two attempts in any state, which share no item.

    Args:
        draw: given by Hypothesis.
        items: of one order, with what became of their units.
        created: when the order was; the attempts came after.
    """
    made: list[CancellationAttempt] = []
    free = list(items)
    for number in range(draw(_ATTEMPTS)):
        states = [state for state in AttemptState if any(_units(item, state) for item in free)]
        if not states:
            break
        state = draw(st.sampled_from(states))
        about = [item for item in free if _units(item, state)]
        about = about[: draw(st.integers(1, len(about)))]
        made.append(_attempt(about, state, number, created))
        free = [item for item in free if item not in about]
    return tuple(made)


def _attempt(
    items: Sequence[OrderItem], state: AttemptState, number: int, created: datetime
) -> CancellationAttempt:
    lines = tuple(
        SelectedItem(
            order_item=item.pk,
            cancellation_type=CancellationType.CANCEL,
            reason=1,
            quantity=_units(item, state),
        )
        for item in items
    )
    is_settled = state not in _UNSETTLED
    return CancellationAttempt(
        id=f"{items[0].pk:08x}-0000-4000-9000-{number:012x}",
        selection=Selection(items=lines),
        claimed_at=created + timedelta(minutes=1),
        state=state,
        settled_at=created + timedelta(minutes=2) if is_settled else None,
        requests=_opened_instead(items, state),
        sent=tuple(item.pk * 100 for item in items) if state in _SENT else (),
        note=f"Omnitron: {state}" if is_settled else "",
    )


def _units(item: OrderItem, state: AttemptState) -> int:
    """How many units of the item an attempt in this state can have been about."""
    if state in _UNSETTLED:
        return item.quantity_left
    if state is AttemptState.ACCEPTED:
        return item.cancelled_quantity
    return sum(request.quantity for request in item.cancellation_requests[-1:])


def _opened_instead(items: Sequence[OrderItem], state: AttemptState) -> tuple[str, ...]:
    if state in _UNSETTLED or state is AttemptState.ACCEPTED:
        return ()
    return tuple(item.cancellation_requests[-1].uuid for item in items)
