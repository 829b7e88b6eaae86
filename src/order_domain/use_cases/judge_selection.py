"""Check a selection and decide on it: what previewing, cancelling and requesting share."""

from collections.abc import Callable
from datetime import datetime

from attrs import frozen

from order_domain.cancellation.checks import (
    PICKUP_ADDRESS_REQUIRED,
    SelectionContext,
    check_selection,
    lacks_pickup_address,
)
from order_domain.cancellation.decision import Decision, outcome_of, reasons_of
from order_domain.cancellation.facts import CancellationFacts, facts_of
from order_domain.cancellation.policy import POLICY, Rule, decide_by_facts
from order_domain.cancellation.rules import CancellationRules
from order_domain.customers import Customer
from order_domain.decisions import AskedBy, AskedFor, LoggedDecision, amount_of
from order_domain.field_errors import NO_ERRORS, FieldErrors
from order_domain.orders import Order
from order_domain.ports import CancellationReasons, Customers, IsIban, Report, Settings
from order_domain.selections import NO_UPLOADS, Selection, Uploads
from order_domain.use_cases.outcomes import Invalid, PickupAddressRequired
from order_domain.use_cases.shadowing import shadow_verdict

PictureFault = Callable[[bytes], str | None]
"""Tells what is wrong with a picture, for the customer; None when nothing is."""


@frozen(kw_only=True)
class Judged:
    """A selection that is well-formed, and what the policy says of it.

    Attributes:
        at: the moment that the facts were taken at.
        shadow_rules: a candidate beside the rules in force; None: there is none.
        policy: that was asked.
    """

    order: Order
    selection: Selection
    at: datetime
    facts: CancellationFacts
    rules: CancellationRules
    decision: Decision
    shadow_rules: CancellationRules | None = None
    policy: tuple[Rule, ...] = POLICY

    def logged(self, asked_by: AskedBy, asked_for: AskedFor, *, report: Report) -> LoggedDecision:
        """Return the decision as it is logged, with what the shadow rules make of it.

        Args:
            asked_by: who asked.
            asked_for: what was asked.
            report: is told when the shadow rules could not be asked.
        """
        return LoggedDecision(
            at=self.at,
            asked_by=asked_by,
            asked_for=asked_for,
            customer_id=self.order.customer_id,
            order_pk=self.order.pk,
            order_number=self.order.number,
            order_items=tuple(line.order_item for line in self.selection.items),
            facts=self.facts,
            rules=self.rules,
            outcome=outcome_of(self.decision),
            reasons=reasons_of(self.decision),
            amount=amount_of(self.order, self.selection),
            currency=self.order.currency,
            shadow=shadow_verdict(self.facts, self.shadow_rules, self.policy, report),
        )


def judge_selection(
    order: Order | None,
    selection: Selection,
    customer: Customer,
    now: datetime,
    *,
    customers: Customers,
    reasons: CancellationReasons,
    settings: Settings,
    is_iban: IsIban,
    picture_fault: PictureFault,
    policy: tuple[Rule, ...],
    uploads: Uploads = NO_UPLOADS,
    unreadable: FieldErrors = NO_ERRORS,
    unchecked: frozenset[str] = frozenset(),
) -> Judged | Invalid | PickupAddressRequired:
    """Check the selection against an order, and decide. Changes nothing.

    Args:
        order: what the customer may see of what was asked for; None for nothing, which
            is told of the order items.
        selection: what is asked; blank where it could not be read.
        customer: who asks.
        now: an aware datetime.
        customers: knows the customer's addresses.
        reasons: knows the shop's cancellation reasons.
        settings: gives the rules in force.
        is_iban: tells account numbers from other texts.
        picture_fault: what is wrong with a picture.
        policy: the rules to ask.
        uploads: the pictures sent with each line.
        unreadable: messages for the fields that could not be read; with any, the
            selection is invalid, and its other errors are told beside them.
        unchecked: more fields, of which nothing can be told.
    """
    shop = settings.current()
    own = _own_addresses(order, selection, customer, customers)
    context = SelectionContext(
        reasons=reasons.all(),
        easy_return_enabled=shop.easy_return_enabled,
        own_addresses=own,
        is_iban=is_iban,
        uploads=uploads,
        max_images_per_item=shop.max_images_per_item,
        picture_fault=picture_fault,
        now=now,
        unreadable=frozenset(unreadable) | unchecked,
    )
    errors = {**unreadable, **check_selection(order, selection, context)}
    address_missing = lacks_pickup_address(selection, context)
    if errors and address_missing:
        return Invalid({**errors, "pickup_address": (PICKUP_ADDRESS_REQUIRED,)})
    if errors or order is None:
        return Invalid(errors)
    if address_missing:
        return PickupAddressRequired()
    rules = shop.cancellation_rules
    facts = facts_of(order, selection, now)
    return Judged(
        order=order,
        selection=selection,
        at=now,
        facts=facts,
        rules=rules,
        decision=decide_by_facts(order, selection, facts, rules, policy),
        shadow_rules=shop.shadow_rules,
        policy=policy,
    )


def _own_addresses(
    order: Order | None, selection: Selection, customer: Customer, customers: Customers
) -> frozenset[int]:
    """Those of the named pickup addresses that are the customer's: in their book, or the order's.

    Guests have no book, but the order names where it was sent.
    """
    named = {selection.pickup_address, *(line.pickup_address for line in selection.items)}
    of_order = {order.shipping_address.pk, order.billing_address.pk} if order else set[int]()
    return frozenset(
        pk
        for pk in named
        if pk is not None and (pk in of_order or customers.address(customer.id, pk) is not None)
    )
