"""The cancellation policy, row by row (domain description, section 2).

Every row tells all the reasons that hold, in the table's order, each with its code, its
exact message, the item it is about and what it does.
"""

from datetime import datetime, timedelta

import pytest
from attrs import evolve, field, frozen

from order_domain.cancellation.decision import ByRequest, Decision, Direct, Effect, Reason, Refused
from order_domain.cancellation.policy import decide
from order_domain.cancellation.rules import CancellationRules
from order_domain.cancellation_records import AttemptState
from order_domain.orders import Order
from order_domain.selections import Selection
from order_domain.statuses import CancellationRequestStatus, OrderStatus
from unit.examples import (
    CREATED,
    NOW,
    a_request,
    a_selection,
    an_attempt,
    an_item,
    an_order,
    cancel,
    refund,
)

DEFERS, REFUSES = Effect.DEFERS, Effect.REFUSES
DEFAULT = CancellationRules()
OVERDUE = CREATED + timedelta(minutes=60, microseconds=1)
HOUR_LIMIT = CancellationRules(time_limit_is_active=True, time_limit=60)
INVOICE_RULE = CancellationRules(has_invoice=True)

MESSAGES = {
    "already_cancelled": "Order already cancelled!",
    "in_progress": "Order cancellation already in progress.",
    "order_status": "Order can't be cancelled in this status.",
    "invoiced": "Invoiced orders can not cancel",
    "expired": "Order cancellation expired.",
    "item_status": "Order Item (Mug {pk}) can't be cancelled in this status.",
    "request_exists": "Cancellation request already exists for this order item",
    "needs_request": "This cancellation needs a request.",
}
"""The documents' exact words; the last two codes are the domain description's own."""


def reason(code: str, effect: Effect, pk: int | None = None) -> Reason:
    return Reason(code, MESSAGES[code].format(pk=pk), pk, effect)


def outcome(*reasons: Reason) -> Decision:
    if not reasons:
        return Direct()
    return Refused(reasons) if REFUSES in {told.effect for told in reasons} else ByRequest(reasons)


@frozen(kw_only=True)
class Row:
    """A case, and everything that the policy must say of it."""

    name: str
    told: tuple[Reason, ...]
    order: Order = field(factory=an_order)
    selection: Selection = field(factory=a_selection)
    rules: CancellationRules = DEFAULT
    now: datetime = NOW


def with_status(status: OrderStatus, *items: OrderStatus) -> Order:
    bought = (an_item(pk, of_item) for pk, of_item in enumerate(items or (status,), start=1))
    return an_order(*bought, status=status)


INVOICED = evolve(an_order(), invoice_number="INV-1")
PART_UNLISTED = an_order(evolve(an_item(quantity=3), units_listed=False))

EVERYTHING_AGAINST_IT = evolve(
    an_order(
        an_item(1, OrderStatus.SHIPPED, requests=(a_request(),)),
        an_item(2, OrderStatus.PREPARING),
        status=OrderStatus.CANCELED,
        attempts=(an_attempt(cancel(2)),),
    ),
    invoice_number="INV-1",
)

ROWS = [
    Row(name="nothing against it", told=()),
    # 1 already_cancelled
    Row(
        name="a canceled order",
        order=with_status(OrderStatus.CANCELED, OrderStatus.APPROVED),
        told=(reason("already_cancelled", REFUSES), reason("order_status", DEFERS)),
    ),
    Row(
        name="a canceled order with its item",
        order=with_status(OrderStatus.CANCELED),
        told=(
            reason("already_cancelled", REFUSES),
            reason("order_status", DEFERS),
            reason("item_status", REFUSES, 1),
        ),
    ),
    # 2 in_progress
    Row(
        name="an order that waits for its cancellation",
        order=with_status(OrderStatus.CANCELLATION_WAITING, OrderStatus.APPROVED),
        told=(reason("in_progress", REFUSES), reason("order_status", DEFERS)),
    ),
    Row(
        name="a claimed attempt on the item",
        order=an_order(attempts=(an_attempt(),)),
        told=(reason("in_progress", REFUSES),),
    ),
    Row(
        name="an attempt with unknown outcome on the item",
        order=an_order(attempts=(an_attempt(state=AttemptState.UNKNOWN),)),
        told=(reason("in_progress", REFUSES),),
    ),
    Row(
        name="attempts on both items are told once",
        order=an_order(
            an_item(1),
            an_item(2),
            attempts=(an_attempt(cancel(1), key="a"), an_attempt(cancel(2), key="b")),
        ),
        selection=a_selection(cancel(1), cancel(2)),
        told=(reason("in_progress", REFUSES),),
    ),
    *(
        Row(
            name=f"an attempt that ended {state}",
            order=an_order(attempts=(an_attempt(state=state),)),
            told=(),
        )
        for state in (AttemptState.ACCEPTED, AttemptState.REFUSED, AttemptState.NOT_SENT)
    ),
    Row(
        name="an attempt on an item not selected",
        order=an_order(an_item(1), an_item(2), attempts=(an_attempt(cancel(2)),)),
        told=(),
    ),
    # 3 order_status
    Row(
        name="an order being packed",
        order=with_status(OrderStatus.PREPARING, OrderStatus.APPROVED),
        told=(reason("order_status", DEFERS),),
    ),
    Row(
        name="an order being packed, where the shop refuses that",
        order=with_status(OrderStatus.PREPARING, OrderStatus.APPROVED),
        rules=CancellationRules(refuse=frozenset({"order_status"})),
        told=(reason("order_status", REFUSES),),
    ),
    Row(
        name="an order being packed, where the shop allows that",
        order=with_status(OrderStatus.PREPARING),
        rules=CancellationRules(
            extra_direct_cancellable_statuses=frozenset({OrderStatus.PREPARING})
        ),
        told=(),
    ),
    # 4 invoiced
    Row(name="an invoiced order where nobody minds", order=INVOICED, told=()),
    Row(
        name="an invoiced order",
        order=INVOICED,
        rules=INVOICE_RULE,
        told=(reason("invoiced", DEFERS),),
    ),
    Row(
        name="an invoiced order, where the shop refuses that",
        order=INVOICED,
        rules=evolve(INVOICE_RULE, refuse=frozenset({"invoiced"})),
        told=(reason("invoiced", REFUSES),),
    ),
    Row(
        name="an invoice number of blanks is none",
        order=evolve(an_order(), invoice_number="  "),
        rules=INVOICE_RULE,
        told=(),
    ),
    # 5 expired
    Row(name="an old order without a limit", now=OVERDUE, told=()),
    Row(
        name="an order as old as the limit",
        now=CREATED + timedelta(minutes=60),
        rules=HOUR_LIMIT,
        told=(),
    ),
    Row(
        name="an order a microsecond older than the limit",
        now=OVERDUE,
        rules=HOUR_LIMIT,
        told=(reason("expired", DEFERS),),
    ),
    Row(
        name="an expired order, where the shop refuses that",
        now=OVERDUE,
        rules=evolve(HOUR_LIMIT, refuse=frozenset({"expired"})),
        told=(reason("expired", REFUSES),),
    ),
    Row(
        name="an order from the future",
        now=CREATED - timedelta(days=1),
        rules=evolve(HOUR_LIMIT, time_limit=0),
        told=(),
    ),
    # 6 item_status: see also the table of statuses below
    Row(
        name="an item being packed and one shipped",
        order=with_status(OrderStatus.APPROVED, OrderStatus.PREPARING, OrderStatus.SHIPPED),
        selection=a_selection(cancel(2), cancel(1)),
        told=(reason("item_status", REFUSES, 2), reason("item_status", DEFERS, 1)),
    ),
    Row(
        name="an item all of whose units were cancelled",
        order=an_order(an_item(quantity=2, cancelled=2)),
        told=(reason("item_status", REFUSES, 1),),
    ),
    Row(
        name="refuse does not reach the item's status",
        order=an_order(an_item(1, OrderStatus.PREPARING)),
        rules=CancellationRules(refuse=frozenset({"order_status", "invoiced", "expired"})),
        told=(reason("item_status", DEFERS, 1),),
    ),
    # 7 request_exists
    *(
        Row(
            name=f"an item with a request that is {status}",
            order=an_order(an_item(quantity=2, requests=(a_request(status=status),))),
            told=(reason("request_exists", REFUSES, 1),),
        )
        for status in CancellationRequestStatus
        if status.value not in {"rejected", "completed"}
    ),
    *(
        Row(
            name=f"an item with a request that was {status}",
            order=an_order(an_item(quantity=2, requests=(a_request(status=status),))),
            told=(),
        )
        for status in (CancellationRequestStatus.REJECTED, CancellationRequestStatus.COMPLETED)
    ),
    Row(
        name="an item whose units are all requested",
        order=an_order(an_item(requests=(a_request(),))),
        told=(reason("request_exists", REFUSES, 1),),
    ),
    Row(
        name="a request on an item not selected",
        order=an_order(an_item(1, requests=(a_request(),)), an_item(2)),
        selection=a_selection(cancel(2)),
        told=(),
    ),
    # 8 needs_request
    Row(
        name="a refund of a delivered order",
        order=with_status(OrderStatus.DELIVERED),
        selection=a_selection(refund()),
        told=(
            reason("order_status", DEFERS),
            reason("item_status", DEFERS, 1),
            reason("needs_request", DEFERS, 1),
        ),
    ),
    Row(
        name="a cancel of one item and a refund of another",
        order=an_order(an_item(1), an_item(2, OrderStatus.DELIVERED)),
        selection=a_selection(cancel(1), refund(2)),
        told=(reason("item_status", DEFERS, 2), reason("needs_request", DEFERS, 2)),
    ),
    Row(
        name="loyalty money, for every line",
        order=an_order(an_item(1), an_item(2)),
        selection=evolve(a_selection(cancel(1), cancel(2)), fully_refund_as_loyalty_money=True),
        told=(reason("needs_request", DEFERS, 1), reason("needs_request", DEFERS, 2)),
    ),
    Row(
        name="a part of units that are listed",
        order=an_order(an_item(quantity=3)),
        selection=a_selection(cancel(quantity=2)),
        told=(),
    ),
    Row(
        name="a part of units that are not listed",
        order=PART_UNLISTED,
        selection=a_selection(cancel(quantity=2)),
        told=(reason("needs_request", DEFERS, 1),),
    ),
    Row(
        name="all of the units that are not listed",
        order=PART_UNLISTED,
        selection=a_selection(cancel(quantity=3)),
        told=(),
    ),
    # all of them
    Row(
        name="everything at once, in the order of the table",
        order=EVERYTHING_AGAINST_IT,
        selection=a_selection(cancel(2), refund(1)),
        rules=CancellationRules(has_invoice=True, time_limit_is_active=True),
        now=OVERDUE,
        told=(
            reason("already_cancelled", REFUSES),
            reason("in_progress", REFUSES),
            reason("order_status", DEFERS),
            reason("invoiced", DEFERS),
            reason("expired", DEFERS),
            reason("item_status", DEFERS, 2),
            reason("item_status", DEFERS, 1),
            reason("request_exists", REFUSES, 1),
            reason("needs_request", DEFERS, 1),
        ),
    ),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_the_policy_tells_every_reason_in_order(row: Row) -> None:
    decision = decide(row.order, row.selection, row.rules, row.now)

    assert decision == outcome(*row.told)


ON_ITEM_STATUS: dict[str, tuple[Effect | None, Effect]] = {
    "waiting": (DEFERS, REFUSES),
    "payment_waiting": (None, REFUSES),
    "confirmation_waiting": (None, REFUSES),
    "approved": (None, REFUSES),
    "preparing": (DEFERS, REFUSES),
    "shipped": (REFUSES, DEFERS),
    "shipped_and_informed": (REFUSES, DEFERS),
    "ready_for_pickup": (REFUSES, DEFERS),
    "attempted_delivery": (REFUSES, DEFERS),
    "review_started": (REFUSES, DEFERS),
    "review_waiting": (REFUSES, DEFERS),
    "waiting_for_payment": (REFUSES, DEFERS),
    "paid": (REFUSES, DEFERS),
    "delivered": (REFUSES, DEFERS),
    "refunded": (REFUSES, REFUSES),
    "cancellation_waiting": (REFUSES, REFUSES),
    "canceled": (REFUSES, REFUSES),
}
"""What ``item_status`` does to a cancel and to a refund of an item in each status."""


@pytest.mark.parametrize("status", OrderStatus)
def test_a_cancel_is_judged_by_the_items_own_status(status: OrderStatus) -> None:
    effect, _ = ON_ITEM_STATUS[status]
    told: tuple[Reason, ...] = () if effect is None else (reason("item_status", effect, 1),)

    decision = decide(an_order(an_item(1, status)), a_selection(cancel()), DEFAULT, NOW)

    assert decision == outcome(*told)


@pytest.mark.parametrize("status", OrderStatus)
def test_a_refund_is_judged_by_the_items_own_status(status: OrderStatus) -> None:
    _, effect = ON_ITEM_STATUS[status]

    decision = decide(an_order(an_item(1, status)), a_selection(refund()), DEFAULT, NOW)

    assert decision == outcome(reason("item_status", effect, 1), reason("needs_request", DEFERS, 1))


@pytest.mark.parametrize("status", OrderStatus)
def test_an_order_defers_in_all_but_three_statuses(status: OrderStatus) -> None:
    order = with_status(status, OrderStatus.APPROVED)

    decision = decide(order, a_selection(), DEFAULT, NOW)

    told = () if isinstance(decision, Direct) else decision.reasons
    expected = status.value not in {"payment_waiting", "confirmation_waiting", "approved"}
    assert (reason("order_status", DEFERS) in told) is expected


@pytest.mark.parametrize(
    "status", sorted(set(OrderStatus) - {"canceled", "cancellation_waiting", "refunded"})
)
def test_an_extra_status_is_direct_for_the_order_and_its_items(status: OrderStatus) -> None:
    rules = CancellationRules(extra_direct_cancellable_statuses=frozenset({status}))

    assert decide(with_status(status), a_selection(), rules, NOW) == Direct()


def test_an_extra_status_does_not_make_a_refund_possible_before_shipping() -> None:
    rules = CancellationRules(extra_direct_cancellable_statuses=frozenset({OrderStatus.PREPARING}))

    decision = decide(with_status(OrderStatus.PREPARING), a_selection(refund()), rules, NOW)

    assert decision == outcome(
        reason("item_status", REFUSES, 1), reason("needs_request", DEFERS, 1)
    )


def test_a_refusal_tells_the_reasons_that_only_defer_too() -> None:
    order = with_status(OrderStatus.CANCELED, OrderStatus.APPROVED)

    decision = decide(order, a_selection(), DEFAULT, NOW)

    assert isinstance(decision, Refused)
    assert [told.effect for told in decision.reasons] == [REFUSES, DEFERS]
