"""The cancellation policy: eight rules, and the one decision made from them.

Every endpoint, every flag in a response, the preview and the simulation ask here.
Source: domain description, section 2; order-management, "Cancellation Validation
Rules". The table there, in the same order:

    already_cancelled   refuses
    in_progress         refuses
    order_status        defers, or refuses where the shop says so
    invoiced            defers, or refuses where the shop says so
    expired             defers, or refuses where the shop says so
    item_status         defers, or refuses when no request could help
    request_exists      refuses
    needs_request       defers
"""

from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias, assert_never

from order_domain.cancellation.decision import (
    ByRequest,
    Decision,
    Direct,
    Effect,
    Finding,
    Reason,
    Refused,
)
from order_domain.cancellation.facts import CancellationFacts, ItemFacts, facts_of
from order_domain.cancellation.rules import CancellationRules
from order_domain.orders import Order
from order_domain.selections import Selection
from order_domain.statuses import (
    CANCELLED,
    DIRECTLY_CANCELLABLE,
    REFUNDABLE,
    SHIPPED_OR_BEYOND,
    CancellationType,
    OrderStatus,
)

Rule: TypeAlias = Callable[[CancellationFacts, CancellationRules], tuple[Finding, ...]]
"""A rule returns what it found: nothing when it has no objection."""


def already_cancelled(facts: CancellationFacts, rules: CancellationRules) -> tuple[Finding, ...]:
    """The order is canceled."""
    if facts.order_status is not OrderStatus.CANCELED:
        return ()
    return (Finding("already_cancelled", Effect.REFUSES, "Order already cancelled!"),)


def in_progress(facts: CancellationFacts, rules: CancellationRules) -> tuple[Finding, ...]:
    """The order waits for its cancellation, or a direct one of a selected item is under way."""
    waits = facts.order_status is OrderStatus.CANCELLATION_WAITING
    if not waits and not any(item.is_under_way for item in facts.items):
        return ()
    message = "Order cancellation already in progress."
    return (Finding("in_progress", Effect.REFUSES, message),)


def order_status(facts: CancellationFacts, rules: CancellationRules) -> tuple[Finding, ...]:
    """The order's status is not one that can be cancelled directly."""
    if is_directly_cancellable(facts.order_status, rules):
        return ()
    message = "Order can't be cancelled in this status."
    return (_merchants("order_status", message, facts, rules),)


def invoiced(facts: CancellationFacts, rules: CancellationRules) -> tuple[Finding, ...]:
    """The order has an invoice, and the shop minds."""
    if not (rules.has_invoice and facts.is_invoiced):
        return ()
    return (_merchants("invoiced", "Invoiced orders can not cancel", facts, rules),)


def expired(facts: CancellationFacts, rules: CancellationRules) -> tuple[Finding, ...]:
    """The order is older than the time limit; exactly as old is still in time."""
    if not (rules.time_limit_is_active and facts.age > rules.time_limit):
        return ()
    return (_merchants("expired", "Order cancellation expired.", facts, rules),)


def item_status(facts: CancellationFacts, rules: CancellationRules) -> tuple[Finding, ...]:
    """A selected item's own status is not one that can be cancelled directly."""
    return tuple(
        Finding(
            "item_status",
            Effect.REFUSES if _is_beyond_help(item) else Effect.DEFERS,
            "Order Item ({name}) can't be cancelled in this status.",
            line,
        )
        for line, item in enumerate(facts.items)
        if not is_directly_cancellable(item.status, rules)
        or (item.cancellation_type is CancellationType.REFUND and _is_beyond_help(item))
    )


def request_exists(facts: CancellationFacts, rules: CancellationRules) -> tuple[Finding, ...]:
    """A selected item has an open cancellation request."""
    message = "Cancellation request already exists for this order item"
    return tuple(
        Finding("request_exists", Effect.REFUSES, message, line)
        for line, item in enumerate(facts.items)
        if item.has_open_request
    )


def needs_request(facts: CancellationFacts, rules: CancellationRules) -> tuple[Finding, ...]:
    """Only a request can do this: a refund, loyalty money, a part that cannot be told apart."""
    message = "This cancellation needs a request."
    return tuple(
        Finding("needs_request", Effect.DEFERS, message, line)
        for line, item in enumerate(facts.items)
        if item.cancellation_type is CancellationType.REFUND
        or _is_loyalty_money(item, facts)
        or (item.is_part and not item.units_listed)
    )


POLICY: tuple[Rule, ...] = (
    already_cancelled,
    in_progress,
    order_status,
    invoiced,
    expired,
    item_status,
    request_exists,
    needs_request,
)
"""The rules in force, in the order in which reasons are told."""


def judge(
    facts: CancellationFacts, rules: CancellationRules, policy: tuple[Rule, ...] = POLICY
) -> tuple[Finding, ...]:
    """Ask every rule; return all that they found, in the policy's order."""
    findings: list[Finding] = []
    for rule in policy:
        findings += rule(facts, rules)
    return tuple(findings)


def effect_of(findings: tuple[Finding, ...]) -> Effect | None:
    """Return the strongest effect among the findings; None when there are none."""
    if any(finding.effect is Effect.REFUSES for finding in findings):
        return Effect.REFUSES
    return Effect.DEFERS if findings else None


def refuses(
    facts: CancellationFacts, rules: CancellationRules, policy: tuple[Rule, ...] = POLICY
) -> bool:
    """Whether the strongest effect of what the rules find is to refuse; asks no further then."""
    return any(
        finding.effect is Effect.REFUSES for rule in policy for finding in rule(facts, rules)
    )


def decide(
    order: Order,
    selection: Selection,
    rules: CancellationRules,
    now: datetime,
    policy: tuple[Rule, ...] = POLICY,
) -> Decision:
    """Decide whether a selection can be cancelled directly, by request, or not at all.

    Pure and total for a selection of the order's own items.

    Args:
        order: as it is now.
        selection: checked already (:mod:`order_domain.cancellation.checks`).
        rules: the shop's.
        now: an aware datetime.
        policy: the rules to ask; an embedder may pass its own.

    Raises:
        KeyError: an item is not of this order.
        ValueError: a datetime without a time zone.
    """
    return decide_by_facts(order, selection, facts_of(order, selection, now), rules, policy)


def decide_by_facts(
    order: Order,
    selection: Selection,
    facts: CancellationFacts,
    rules: CancellationRules,
    policy: tuple[Rule, ...] = POLICY,
) -> Decision:
    """Decide as :func:`decide` does, by facts that were taken out already.

    The order and the selection only give the reasons their names.
    """
    findings = judge(facts, rules, policy)
    reasons = tuple(_reason(order, selection, finding) for finding in findings)
    effect = effect_of(findings)
    match effect:
        case Effect.REFUSES:
            return Refused(reasons)
        case Effect.DEFERS:
            return ByRequest(reasons)
        case None:
            return Direct()
        case _:
            assert_never(effect)


def is_directly_cancellable(status: OrderStatus, rules: CancellationRules) -> bool:
    """Whether an order or item in this status can be cancelled without a request."""
    return status in DIRECTLY_CANCELLABLE or status in rules.extra_direct_cancellable_statuses


def _is_loyalty_money(item: ItemFacts, facts: CancellationFacts) -> bool:
    own = item.as_loyalty_money
    return facts.as_loyalty_money if own is None else own


def _merchants(
    code: str, message: str, facts: CancellationFacts, rules: CancellationRules
) -> Finding:
    """A finding that defers, or refuses a cancel where the shop says so.

    A refund comes after the order was shipped, and so after every limit on cancelling.
    """
    cancels = any(item.cancellation_type is CancellationType.CANCEL for item in facts.items)
    refuses = cancels and code in rules.refuse
    return Finding(code, Effect.REFUSES if refuses else Effect.DEFERS, message)


def _is_beyond_help(item: ItemFacts) -> bool:
    """Whether no back office could grant this any more, or yet."""
    if item.cancellation_type is CancellationType.REFUND:
        return item.status not in REFUNDABLE
    return item.status in SHIPPED_OR_BEYOND or item.status in CANCELLED


def _reason(order: Order, selection: Selection, finding: Finding) -> Reason:
    if finding.line is None:
        return Reason(finding.code, finding.message, None, finding.effect)
    item = order.item(selection.items[finding.line].order_item)
    message = finding.message.replace("{name}", item.product.name)
    return Reason(finding.code, message, item.pk, finding.effect)
