"""Orders written out once, when they are saved, and shown many times.

Writing an order out takes far longer than reading it. What it shows does not change
until it is saved again, but for what the policy makes of it: that depends on the time
and on the shop's rules too, and is asked anew each time, by the facts kept beside it.
"""

from collections.abc import Callable
from datetime import datetime

from attrs import evolve, frozen

from order_domain.cancellation.facts import (
    CancellationFacts,
    ItemFacts,
    age_in_minutes,
    facts_of,
)
from order_domain.cancellation.policy import Rule, refuses
from order_domain.cancellation.rules import CancellationRules
from order_domain.orders import Order
from order_domain.selections import SelectedItem, Selection
from order_domain.statuses import CancellationType


@frozen(kw_only=True)
class Standing:
    """All of an order that the policy's flags depend on.

    Attributes:
        created_date: when it was placed.
        facts: of cancelling all that is left of each item, in the order's order, at the
            moment in which the order was placed.
    """

    created_date: datetime
    facts: CancellationFacts


@frozen
class Flags:
    """What can still be asked for of an order item."""

    is_cancellable: bool
    is_refundable: bool


@frozen(kw_only=True)
class WrittenOrder:
    """An order as it was written out when it was saved.

    Attributes:
        text: for whoever wrote it.
        standing: what the policy has to know of it.
    """

    text: str
    standing: Standing


@frozen
class OrderForm:
    """How orders are written out.

    Attributes:
        name: another one whenever the same order is written differently: texts of other
            forms are not used.
        write: writes an order out.
    """

    name: str
    write: Callable[[Order], str]


def standing_of(order: Order) -> Standing:
    """Take out of an order what its flags depend on."""
    lines = tuple(
        SelectedItem(order_item=item.pk, cancellation_type=CancellationType.CANCEL, reason=0)
        for item in order.items
    )
    facts = facts_of(order, Selection(items=lines), order.created_date)
    return Standing(created_date=order.created_date, facts=facts)


def flags_of(
    standing: Standing, rules: CancellationRules, now: datetime, policy: tuple[Rule, ...]
) -> tuple[Flags, ...]:
    """Ask the policy about each item of an order, in the order's order.

    Items of which the same is known are asked about once.

    Raises:
        ValueError: ``now`` has no time zone.
    """
    age = age_in_minutes(standing.created_date, now)
    flags: dict[ItemFacts, Flags] = {}
    for item in standing.facts.items:
        if item not in flags:
            refund = evolve(item, cancellation_type=CancellationType.REFUND)
            flags[item] = Flags(
                is_cancellable=not refuses(_alone(item, standing.facts, age), rules, policy),
                is_refundable=not refuses(_alone(refund, standing.facts, age), rules, policy),
            )
    return tuple(flags[item] for item in standing.facts.items)


def _alone(item: ItemFacts, facts: CancellationFacts, age: int) -> CancellationFacts:
    """Facts of one of the items, at a later age."""
    return CancellationFacts(
        order_status=facts.order_status,
        is_invoiced=facts.is_invoiced,
        age=age,
        as_loyalty_money=facts.as_loyalty_money,
        items=(item,),
    )
