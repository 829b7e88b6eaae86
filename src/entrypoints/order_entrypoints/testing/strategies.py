"""Hypothesis strategies for orders, rules, selections and moments.

What they make obeys the domain (amounts with the currency's places, aware datetimes, no
more units cancelled or requested than bought, no item under way twice) and is otherwise
as odd as an order can be: any status beside any other, blank invoice numbers, creation
in the hour of a clock change.

    @given(st.data())
    def test_every_cancellation_is_decided(data: st.DataObject) -> None:
        order, shop = data.draw(orders()), data.draw(rules())
        decide(order, data.draw(selections(order)), shop, data.draw(moments(order, shop)))
"""

from datetime import UTC, datetime, timedelta

from order_adapters import needing

with needing("testing"):
    from hypothesis import strategies as st

from order_domain.addresses import Address
from order_domain.cancellation.rules import MAY_REFUSE, NEVER_CANCELLABLE, CancellationRules
from order_domain.customers import Customer
from order_domain.money import Currency
from order_domain.orders import Order, OrderItem
from order_domain.selections import SelectedItem, Selection
from order_domain.statuses import CancellationType, OrderStatus
from order_entrypoints.testing._items import COURIER, new_item, with_a_past
from order_entrypoints.testing._orders import some_address, some_customer, some_order
from order_entrypoints.testing._time import CLOCK_CHANGES, ZONES, some_instant

__all__ = [
    "CLOCK_CHANGES",
    "LONGEST_LIMIT",
    "ZONES",
    "addresses",
    "customers",
    "items",
    "moments",
    "orders",
    "rules",
    "selections",
    "statuses",
]

LONGEST_LIMIT = 10 * 366 * 24 * 60
"""Minutes; ``moments`` takes a longer time limit for this one, to stay in the calendar."""

_NEAR = [
    sign * off
    for off in (timedelta(0), timedelta(microseconds=1), timedelta(seconds=1), timedelta(minutes=1))
    for sign in (1, -1)
]
_FAR = [timedelta(days=-1), timedelta(hours=23), timedelta(days=1), timedelta(days=400)]

# Made once: building a strategy costs more than drawing from it.
_STATUSES = st.sampled_from(OrderStatus)
_RULES = st.builds(
    CancellationRules,
    extra_direct_cancellable_statuses=st.frozensets(
        st.sampled_from(sorted(set(OrderStatus) - NEVER_CANCELLABLE)), max_size=3
    ),
    has_invoice=st.booleans(),
    time_limit_is_active=st.booleans(),
    time_limit=st.sampled_from((0, 1, 60, 90, 1440)) | st.integers(0, 7 * 1440),
    refuse=st.frozensets(st.sampled_from(sorted(MAY_REFUSE))),
)
_TYPES = st.sampled_from((*CancellationType, CancellationType.CANCEL))
_COMPANIES = st.sampled_from((None, COURIER.pk))
_DESCRIPTIONS = st.sampled_from((None, "Changed my mind."))
_REASONS = st.integers(1, 9)
_ONE_IN_FOUR = st.sampled_from((False, False, False, True))
_FROM_LIMIT = st.sampled_from((True, True, False))
_OFFS = st.sampled_from(_NEAR + _FAR)
_ZONES = st.sampled_from(ZONES)


def statuses() -> st.SearchStrategy[OrderStatus]:
    """Make any status of an order or of an order item."""
    return _STATUSES


def rules() -> st.SearchStrategy[CancellationRules]:
    """Make any cancellation rules that a shop can set; a time limit of a week at most."""
    return _RULES


@st.composite
def customers(draw: st.DrawFn) -> Customer:
    """Make a customer, registered or guest."""
    return some_customer(draw)


@st.composite
def addresses(draw: st.DrawFn, user: int | None = None) -> Address:
    """Make an address.

    Args:
        draw: given by Hypothesis.
        user: id of the customer whose address book holds it; None for nobody's.
    """
    return some_address(draw, user)


@st.composite
def items(draw: st.DrawFn, pk: int = 1, currency: Currency = Currency.TRY) -> OrderItem:
    """Make an order item in any status, some of its units cancelled or requested.

    Args:
        draw: given by Hypothesis.
        pk: of the item and of its product.
        currency: whose decimal places the amounts have.
    """
    item = new_item(draw, pk, currency, draw(_STATUSES))
    return with_a_past(draw, item, some_instant(draw))


@st.composite
def orders(draw: st.DrawFn, customer: Customer | None = None) -> Order:
    """Make an order of one to three items.

    Half of them are as just placed and could be cancelled directly, which chance alone
    would hardly ever make. The other half have a past: any statuses, cancelled units,
    requests and attempts.

    Args:
        draw: given by Hypothesis.
        customer: who placed it; anybody when left out.
    """
    return some_order(draw, some_customer(draw) if customer is None else customer)


@st.composite
def selections(draw: st.DrawFn, order: Order) -> Selection:
    """Make a selection of some of an order's items, none twice.

    A quantity is None or within what is left; an item of which nothing is left may be
    selected too, with None.

    Args:
        draw: given by Hypothesis.
        order: whose items are selected.
    """
    chosen = draw(st.permutations(order.items))[: draw(st.integers(1, len(order.items)))]
    return Selection(
        items=tuple(_line(draw, item) for item in chosen),
        pickup_address=order.shipping_address.pk,
        fully_refund_as_loyalty_money=draw(_ONE_IN_FOUR),
        return_policy=True,
    )


@st.composite
def moments(draw: st.DrawFn, order: Order, rules: CancellationRules) -> datetime:
    """Make an aware moment to decide at, mostly one where the answer may turn.

    At the time limit to the microsecond, just before and just after it; about the
    order's creation; long before and long after. In any of ``ZONES``.

    Args:
        draw: given by Hypothesis.
        order: whose age matters.
        rules: their time limit counts whether it is active or not.
    """
    limit = timedelta(minutes=min(rules.time_limit, LONGEST_LIMIT))
    age = draw(_OFFS) + (limit if draw(_FROM_LIMIT) else timedelta(0))
    return (order.created_date.astimezone(UTC) + age).astimezone(draw(_ZONES))


def _line(draw: st.DrawFn, item: OrderItem) -> SelectedItem:
    left = item.quantity_left
    return SelectedItem(
        order_item=item.pk,
        cancellation_type=draw(_TYPES),
        reason=draw(_REASONS),
        description=draw(_DESCRIPTIONS),
        quantity=draw(st.sampled_from((None, *range(1, left + 1)))),
        shipping_company=draw(_COMPANIES),
    )
