"""Check a selection and decide on it: what previewing and cancelling have in common."""

from datetime import datetime

from attrs import frozen

from order_domain.cancellation.checks import (
    NO_ERRORS,
    PICKUP_ADDRESS_REQUIRED,
    FieldErrors,
    SelectionContext,
    check_selection,
    lacks_pickup_address,
)
from order_domain.cancellation.policy import Decision, Rule, decide
from order_domain.cancellation.rules import CancellationRules
from order_domain.customers import Customer
from order_domain.orders import Order
from order_domain.ports import CancellationReasons, Customers, Orders, Settings
from order_domain.selections import Selection
from order_domain.use_cases.find_order import order_by_number
from order_domain.use_cases.outcomes import Invalid, OrderNotFound, PickupAddressRequired


@frozen(kw_only=True)
class Judged:
    """A selection that is well-formed, and what the policy says of it."""

    order: Order
    rules: CancellationRules
    decision: Decision


def judge_selection(
    number: str,
    selection: Selection,
    customer: Customer,
    now: datetime,
    *,
    orders: Orders,
    customers: Customers,
    reasons: CancellationReasons,
    settings: Settings,
    policy: tuple[Rule, ...],
    unreadable: FieldErrors = NO_ERRORS,
) -> Judged | OrderNotFound | Invalid | PickupAddressRequired:
    """Find the order, check the selection, decide. Changes nothing.

    Args:
        number: of the order.
        selection: what is asked; blank where it could not be read.
        customer: who asks.
        now: an aware datetime.
        orders: where orders are kept.
        customers: knows the customer's addresses.
        reasons: knows the shop's cancellation reasons.
        settings: gives the rules in force.
        policy: the rules to ask.
        unreadable: messages for the fields that could not be read; with any, the
            selection is invalid, and its other errors are told beside them.
    """
    order = order_by_number(number, customer, orders=orders)
    if order is None:
        return OrderNotFound()
    shop = settings.current()
    context = SelectionContext(
        reasons=reasons.all(),
        easy_return_enabled=shop.easy_return_enabled,
        owns_pickup_address=_owns_pickup_address(selection, customer, customers),
        now=now,
        unreadable=frozenset(unreadable),
    )
    errors = {**unreadable, **check_selection(order, selection, context)}
    address_missing = lacks_pickup_address(selection, context)
    if errors and address_missing:
        return Invalid({**errors, "pickup_address": (PICKUP_ADDRESS_REQUIRED,)})
    if errors:
        return Invalid(errors)
    if address_missing:
        return PickupAddressRequired()
    rules = shop.cancellation_rules
    return Judged(order=order, rules=rules, decision=decide(order, selection, rules, now, policy))


def _owns_pickup_address(selection: Selection, customer: Customer, customers: Customers) -> bool:
    pk = selection.pickup_address
    return pk is not None and customers.address(customer.id, pk) is not None
