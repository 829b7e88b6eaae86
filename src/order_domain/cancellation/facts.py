"""Facts: everything that a cancellation rule may look at, and nothing else.

A small hashable value, so that a decision can be logged, explained, cached and
replayed: equal facts get equal decisions.
"""

from datetime import UTC, datetime, timedelta

from attrs import frozen

from order_domain.orders import Order, OrderItem
from order_domain.selections import SelectedItem, Selection
from order_domain.statuses import CancellationType, OrderStatus

_MINUTE = timedelta(minutes=1)


@frozen(kw_only=True)
class ItemFacts:
    """What a rule may know of one selected item.

    Attributes:
        status: the item's own; canceled when nothing of it is left to ask for.
        is_part: fewer units are asked for than the item has.
        units_listed: Omnitron lists the item's units one by one.
        has_open_request: a cancellation request on the item is open.
        is_under_way: a direct cancellation of the item has not ended.
        as_loyalty_money: the item's refund is asked for in loyalty points, or not;
            None: as for the whole selection.
    """

    status: OrderStatus
    cancellation_type: CancellationType = CancellationType.CANCEL
    is_part: bool = False
    units_listed: bool = True
    has_open_request: bool = False
    is_under_way: bool = False
    as_loyalty_money: bool | None = None


@frozen(kw_only=True)
class CancellationFacts:
    """What a rule may know of an order, a selection and a moment.

    Attributes:
        age: minutes since the order was created, any part of a minute counted as a
            whole one; 0 for an order from the future.
        as_loyalty_money: the refund is asked for in loyalty points, where an item's
            facts do not say otherwise.
        items: one for each selected item, in the selection's order.
    """

    order_status: OrderStatus
    is_invoiced: bool
    age: int
    as_loyalty_money: bool
    items: tuple[ItemFacts, ...]


def facts_of(order: Order, selection: Selection, now: datetime) -> CancellationFacts:
    """Take out of an order what the rules may look at.

    Args:
        order: as it is now.
        selection: items of this order.
        now: an aware datetime.

    Raises:
        KeyError: an item is not of this order.
        ValueError: ``now`` or the order's creation has no time zone.
    """
    return CancellationFacts(
        order_status=order.status,
        is_invoiced=order.is_invoiced,
        age=age_in_minutes(order.created_date, now),
        as_loyalty_money=selection.fully_refund_as_loyalty_money,
        items=tuple(_item_facts(order, line) for line in selection.items),
    )


def age_in_minutes(created: datetime, now: datetime) -> int:
    """Return the minutes from ``created`` to ``now``, rounded up, at least 0.

    Rounded up, "more minutes than the limit" is exact to the microsecond. In UTC,
    because Python ignores a clock change between two datetimes of one zone.

    Raises:
        ValueError: a datetime without a time zone.
    """
    if created.tzinfo is None or now.tzinfo is None:
        raise ValueError("Expected datetimes with a time zone.")
    age = now.astimezone(UTC) - created.astimezone(UTC)
    return max(0, -(-age // _MINUTE))


def _item_facts(order: Order, line: SelectedItem) -> ItemFacts:
    item = order.item(line.order_item)
    return ItemFacts(
        status=_status(item),
        cancellation_type=line.cancellation_type,
        is_part=_is_part(item, line),
        units_listed=item.units_listed,
        has_open_request=item.active_cancellation_request is not None,
        is_under_way=any(
            attempt.is_under_way and attempt.concerns(item.pk) for attempt in order.attempts
        ),
        as_loyalty_money=line.fully_refund_as_loyalty_money,
    )


def _status(item: OrderItem) -> OrderStatus:
    nothing_left = not item.quantity_left and item.active_cancellation_request is None
    return OrderStatus.CANCELED if nothing_left else item.status


def _is_part(item: OrderItem, line: SelectedItem) -> bool:
    asked = item.quantity_left if line.quantity is None else line.quantity
    return asked < item.quantity
