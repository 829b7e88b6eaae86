"""A decision as it is logged: what it rested on, and what it was.

Source: domain description, section 8. It holds ids and no other personal data, and
everything that the simulation needs to judge the same facts by other rules.
"""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from attrs import frozen

from order_domain.cancellation.decision import Outcome, Reason
from order_domain.cancellation.facts import CancellationFacts
from order_domain.cancellation.rules import CancellationRules
from order_domain.customers import Customer
from order_domain.money import Currency, rounded
from order_domain.orders import Order
from order_domain.selections import SelectedItem, Selection
from order_domain.shadow import ShadowVerdict


class AskedBy(StrEnum):
    """Who asked."""

    CUSTOMER = "customer"
    """A registered customer with a session."""
    GUEST = "guest"
    """A guest with a session."""
    ANONYMOUS = "anonymous"
    """A visitor who proved a guest's order."""

    @classmethod
    def with_session(cls, customer: Customer) -> "AskedBy":
        """Return what a customer with a session is."""
        return cls.GUEST if customer.is_guest else cls.CUSTOMER


class AskedFor(StrEnum):
    """What the decision was made for."""

    CANCELLATION = "cancellation"
    """A cancellation, direct if possible."""
    REQUEST = "request"
    """A request, even where it could be cancelled directly."""


@frozen(kw_only=True)
class LoggedDecision:
    """One decision of the policy on what somebody asked.

    Attributes:
        at: when it was made; the age in the facts is counted to it.
        customer_id: whose order it is.
        order_items: pks of the selected items, in the order of ``facts.items``.
        amount: what was paid for the selected units, in ``currency``.
        attempt: id of the direct cancellation that followed; None without one.
        shadow: what the shadow rules made of the same facts; None where there were none,
            or where they could not be asked.
    """

    at: datetime
    asked_by: AskedBy
    asked_for: AskedFor
    customer_id: int
    order_pk: int
    order_number: str
    order_items: tuple[int, ...]
    facts: CancellationFacts
    rules: CancellationRules
    outcome: Outcome
    reasons: tuple[Reason, ...]
    amount: Decimal
    currency: Currency
    attempt: str | None = None
    shadow: ShadowVerdict | None = None


def amount_of(order: Order, selection: Selection) -> Decimal:
    """Return what was paid for the selected units, in the order's currency.

    An item's price is for all its units.
    """
    shares = (_share(order, line) for line in selection.items)
    return rounded(sum(shares, start=Decimal(0)), order.currency)


def _share(order: Order, line: SelectedItem) -> Decimal:
    item = order.item(line.order_item)
    units = item.quantity_left if line.quantity is None else line.quantity
    return item.discounted_price * units / item.quantity
