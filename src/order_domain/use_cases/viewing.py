"""An order together with what its customer can still do with it."""

from datetime import datetime

from attrs import frozen

from order_domain.cancellation.flags import direct_until, is_cancellable, is_refundable
from order_domain.cancellation.policy import Rule
from order_domain.cancellation.rules import CancellationRules
from order_domain.documents import Flags, WrittenOrder, flags_of
from order_domain.orders import Order

__all__ = ["ViewedDocument", "ViewedOrder"]


@frozen(kw_only=True)
class ViewedOrder:
    """An order and the policy's flags.

    Attributes:
        cancellable: pks of items whose cancellation would not be refused.
        refundable: pks of items whose refund would not be refused.
        direct_until: end of the shop's time limit for cancelling without a request;
            None without a limit.
    """

    order: Order
    cancellable: frozenset[int]
    refundable: frozenset[int]
    direct_until: datetime | None

    @property
    def is_cancellable(self) -> bool:
        """Whether any item can be cancelled."""
        return bool(self.cancellable)

    @property
    def is_refundable(self) -> bool:
        """Whether any item can be refunded."""
        return bool(self.refundable)


@frozen(kw_only=True)
class ViewedDocument:
    """An order that was written out, and the policy's flags.

    Attributes:
        items: of each item, in the order's order.
    """

    text: str
    items: tuple[Flags, ...]

    @property
    def is_cancellable(self) -> bool:
        """Whether any item can be cancelled."""
        return any(item.is_cancellable for item in self.items)

    @property
    def is_refundable(self) -> bool:
        """Whether any item can be refunded."""
        return any(item.is_refundable for item in self.items)


def viewed_as_kept(
    kept: Order | WrittenOrder, rules: CancellationRules, now: datetime, policy: tuple[Rule, ...]
) -> ViewedOrder | ViewedDocument:
    """Ask the policy about every item of an order, written out or not."""
    if isinstance(kept, Order):
        return viewed(kept, rules, now, policy)
    return ViewedDocument(text=kept.text, items=flags_of(kept.standing, rules, now, policy))


def viewed(
    order: Order, rules: CancellationRules, now: datetime, policy: tuple[Rule, ...]
) -> ViewedOrder:
    """Ask the policy about every item of an order."""
    return ViewedOrder(
        order=order,
        cancellable=frozenset(
            item.pk for item in order.items if is_cancellable(order, item, rules, now, policy)
        ),
        refundable=frozenset(
            item.pk for item in order.items if is_refundable(order, item, rules, now, policy)
        ),
        direct_until=direct_until(order, rules),
    )
