"""Decisions for a log: the plainest, and one in which nothing is plain."""

from decimal import Decimal

from attrs import evolve

from order_domain.cancellation.decision import Effect, Outcome, Reason
from order_domain.cancellation.facts import CancellationFacts, ItemFacts
from order_domain.cancellation.rules import CancellationRules
from order_domain.decisions import AskedBy, AskedFor, LoggedDecision
from order_domain.money import Currency
from order_domain.ports import DecisionLog
from order_domain.statuses import CancellationType, OrderStatus
from order_entrypoints.testing.samples import NOW

MOST = 1000


def decision(order_pk: int = 1, attempt: str | None = None) -> LoggedDecision:
    """Return the plainest decision: one approved item may be cancelled."""
    return LoggedDecision(
        at=NOW,
        asked_by=AskedBy.CUSTOMER,
        asked_for=AskedFor.CANCELLATION,
        customer_id=7,
        order_pk=order_pk,
        order_number=f"ORD-{order_pk:06}",
        order_items=(order_pk * 100 + 1,),
        facts=CancellationFacts(
            order_status=OrderStatus.APPROVED,
            is_invoiced=False,
            age=30,
            as_loyalty_money=False,
            items=(ItemFacts(status=OrderStatus.APPROVED),),
        ),
        rules=CancellationRules(),
        outcome=Outcome.DIRECT,
        reasons=(),
        amount=Decimal("149.90"),
        currency=Currency.TRY,
        attempt=attempt,
    )


def rich_decision() -> LoggedDecision:
    """Return a decision in which nothing is plain."""
    items = (
        ItemFacts(
            status=OrderStatus.DELIVERED,
            cancellation_type=CancellationType.REFUND,
            is_part=True,
            units_listed=False,
            has_open_request=True,
            is_under_way=True,
            as_loyalty_money=True,
        ),
        ItemFacts(status=OrderStatus.CANCELED, as_loyalty_money=False),
    )
    rules = CancellationRules(
        extra_direct_cancellable_statuses=frozenset({OrderStatus.PREPARING}),
        has_invoice=True,
        time_limit_is_active=True,
        time_limit=0,
        refuse=frozenset({"invoiced", "expired"}),
    )
    reasons = (
        Reason("invoiced", "Invoiced orders can not cancel", None, Effect.REFUSES),
        Reason("item_status", "Order Item (Köln \U0001f9e6)", 102, Effect.DEFERS),
    )
    return evolve(
        decision(),
        asked_by=AskedBy.ANONYMOUS,
        asked_for=AskedFor.REQUEST,
        order_items=(102, 101),
        facts=CancellationFacts(
            order_status=OrderStatus.DELIVERED,
            is_invoiced=True,
            age=2**40,
            as_loyalty_money=True,
            items=items,
        ),
        rules=rules,
        outcome=Outcome.REFUSED,
        reasons=reasons,
        currency=Currency.KWD,
        amount=Decimal("16.633"),
        attempt="a",
    )


def logged(decisions: DecisionLog) -> list[LoggedDecision]:
    """Return the decisions of the log, without their places."""
    return [entry.decision for entry in decisions.entries(most=MOST)]
