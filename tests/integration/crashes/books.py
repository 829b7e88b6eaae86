"""What must hold once everything was recovered: our books agree with Omnitron's.

The sandbox's ledger is what Omnitron knows: which entries it was told to cancel, and
which it did.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from sqlalchemy import Engine

from order_adapters.omnitron.sandbox import SandboxOmnitron
from order_adapters.omnitron.sandbox.pks import ENTRIES_AN_ITEM
from order_adapters.sqlalchemy import SqlDecisionLog
from order_domain.cancellation_records import AttemptState, CancellationRequest
from order_domain.orders import Order, OrderItem
from order_domain.statuses import CancellationRequestStatus, OrderStatus

from .clients import Answer, Wish

UNFINISHED = {AttemptState.CLAIMED, AttemptState.SENDING}
COMPLETED = CancellationRequestStatus.COMPLETED


def check_books(omnitron: SandboxOmnitron, orders: Iterable[Order]) -> None:
    """No entry was sent twice, and no item is in two states."""
    told = Counter(pk for call in omnitron.ledger.cancels for pk in call.items)
    assert max(told.values(), default=0) <= 1, told
    acted = (pk for call in omnitron.ledger.cancels if call.acted for pk in call.items)
    cancelled = Counter(pk // ENTRIES_AN_ITEM for pk in acted)
    for order in orders:
        assert not UNFINISHED & {attempt.state for attempt in order.attempts}, order.attempts
        for item in order.items:
            check_item(item, cancelled[item.pk])
            check_claims(order, item)


def check_item(item: OrderItem, cancelled_there: int) -> None:
    requests = item.cancellation_requests
    completed = sum(each.quantity for each in requests if each.status is COMPLETED)
    assert item.cancelled_quantity + completed == cancelled_there, item
    assert item.cancelled_quantity + sum(each.quantity for each in requests) <= item.quantity
    is_over = cancelled_there == item.quantity
    assert item.status is (OrderStatus.CANCELLATION_WAITING if is_over else OrderStatus.APPROVED)


def check_claims(order: Order, item: OrderItem) -> None:
    """Every unit that was claimed was cancelled or is asked for: nothing is lost."""
    claimed = sum(
        line.quantity or 0
        for attempt in order.attempts
        for line in attempt.selection.items
        if line.order_item == item.pk
    )
    asked = sum(each.quantity for each in item.cancellation_requests)
    assert item.cancelled_quantity + asked == min(claimed, item.quantity), (item, claimed)


def check_answer(order: Order, wish: Wish, answer: Answer) -> None:
    """What a customer was told is so."""
    if answer.status == 204:
        for pk, units in wish.units:
            item = order.item(pk)
            assert item.cancelled_quantity + _completed(item) >= (units or item.quantity), item
    if answer.status == 200:
        known = {each.uuid for each in requests_of(order)}
        assert known >= set(answer.requests)
    if answer.status == 503:
        assert answer.retry_after > 0


def check_told(omnitron: SandboxOmnitron, orders: Iterable[Order]) -> None:
    """Every open request is at the back office, and was handed over once."""
    told = Counter(call.remote_id for call in omnitron.ledger.requests)
    assert max(told.values(), default=0) <= 1, told
    still_open = {each.uuid for order in orders for each in requests_of(order) if each.is_open}
    assert still_open <= set(told)


def check_log(engine: Engine, orders: Iterable[Order]) -> None:
    """Every attempt was decided on, and that was logged with its claim, once."""
    entries = SqlDecisionLog(engine).entries(most=1_000_000)
    logged = sorted(entry.decision.attempt for entry in entries if entry.decision.attempt)
    assert logged == sorted(attempt.id for order in orders for attempt in order.attempts)


def requests_of(order: Order) -> Sequence[CancellationRequest]:
    return [each for item in order.items for each in item.cancellation_requests]


def _completed(item: OrderItem) -> int:
    requests = item.cancellation_requests
    return sum(each.quantity for each in requests if each.status is COMPLETED)
