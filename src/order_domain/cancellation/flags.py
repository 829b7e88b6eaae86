"""What can still be asked for of an item, as responses show it: the policy's word, no other."""

from datetime import UTC, datetime, timedelta

from order_domain.cancellation.decision import Refused
from order_domain.cancellation.policy import POLICY, Rule, decide
from order_domain.cancellation.rules import CancellationRules
from order_domain.orders import Order, OrderItem
from order_domain.selections import SelectedItem, Selection
from order_domain.statuses import CancellationType


def is_cancellable(
    order: Order,
    item: OrderItem,
    rules: CancellationRules,
    now: datetime,
    policy: tuple[Rule, ...] = POLICY,
) -> bool:
    """Whether cancelling what is left of the item would not be refused."""
    selection = _all_of(item, CancellationType.CANCEL)
    return not isinstance(decide(order, selection, rules, now, policy), Refused)


def is_refundable(
    order: Order,
    item: OrderItem,
    rules: CancellationRules,
    now: datetime,
    policy: tuple[Rule, ...] = POLICY,
) -> bool:
    """Whether asking for a refund of what is left of the item would not be refused."""
    selection = _all_of(item, CancellationType.REFUND)
    return not isinstance(decide(order, selection, rules, now, policy), Refused)


def direct_until(order: Order, rules: CancellationRules) -> datetime | None:
    """Return the last moment, in UTC, at which the time limit allows cancelling.

    None without a limit, and with one that ends beyond the calendar. In UTC, because
    Python adds minutes to a local time as if clocks never changed.
    """
    if not rules.time_limit_is_active:
        return None
    try:
        return order.created_date.astimezone(UTC) + timedelta(minutes=rules.time_limit)
    except OverflowError:
        return None


def _all_of(item: OrderItem, cancellation_type: CancellationType) -> Selection:
    """The selection of all that is left of one item; the policy does not look at the reason."""
    line = SelectedItem(order_item=item.pk, cancellation_type=cancellation_type, reason=0)
    return Selection(items=(line,))
