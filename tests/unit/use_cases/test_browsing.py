"""Customers look at their orders and at the archive."""

from datetime import timedelta

import pytest

from order_adapters.memory import (
    InMemoryArchive,
    InMemoryOrderHistory,
    InMemoryOrders,
    InMemorySettings,
)
from order_domain.lists import ArchiveQuery, OrderFilter, Page, Window
from order_domain.orders import Order
from order_domain.statuses import OrderStatus
from order_domain.use_cases.browse_archive import list_old_orders, view_old_order
from order_domain.use_cases.browse_orders import (
    list_orders,
    view_order,
    view_order_for_cancellation,
)
from order_domain.use_cases.viewing import ViewedDocument, ViewedOrder
from order_entrypoints.testing.contracts.lists import old_order
from samples import NOW, ORDERED, customer, item, order

ADA, GUEST = customer(7), customer(7, is_guest=True)
ALL, EVERY = Window(0, 100), OrderFilter()

# the order of the highest pk is not the one created last
EARLY = order(3, created_date=ORDERED - timedelta(days=2))
LATE = order(2, created_date=ORDERED)
SHIPPED = item(11, status=OrderStatus.SHIPPED)
MIXED = order(1, created_date=ORDERED - timedelta(days=1), items=(item(10), SHIPPED))
BOBS = order(4, customer_id=8)


@pytest.fixture
def orders() -> InMemoryOrders:
    return InMemoryOrders([EARLY, LATE, MIXED, BOBS])


def listed(
    orders: InMemoryOrders, *, is_guest: bool, wanted: OrderFilter = EVERY, window: Window = ALL
) -> Page[ViewedOrder]:
    page = list_orders(
        GUEST if is_guest else ADA,
        wanted,
        window,
        orders=orders,
        history=InMemoryOrderHistory(orders),
        settings=InMemorySettings(),
        clock=lambda: NOW,
    )
    return Page(page.count, tuple(whole(row) for row in page.rows))


def whole(row: ViewedOrder | ViewedDocument) -> ViewedOrder:
    """In memory nothing is written out."""
    assert isinstance(row, ViewedOrder)
    return row


def numbers(page: Page[ViewedOrder]) -> tuple[int, list[int]]:
    return page.count, [row.order.pk for row in page.rows]


def test_a_registered_customer_sees_all_their_orders(orders: InMemoryOrders) -> None:
    assert numbers(listed(orders, is_guest=False)) == (3, [2, 1, 3])
    assert numbers(listed(orders, is_guest=False, window=Window(1, 1))) == (3, [1])


def test_each_order_comes_with_what_can_be_done_with_its_items(orders: InMemoryOrders) -> None:
    mixed = listed(orders, is_guest=False).rows[1]

    assert (mixed.cancellable, mixed.refundable) == (frozenset({10}), frozenset({11}))
    assert (mixed.is_cancellable, mixed.is_refundable) == (True, True)
    assert not listed(orders, is_guest=False).rows[0].is_refundable


def test_a_guests_list_is_the_order_of_the_highest_pk(orders: InMemoryOrders) -> None:
    matching = OrderFilter(search=EARLY.number.lower())

    assert numbers(listed(orders, is_guest=True)) == (1, [3])
    assert numbers(listed(orders, is_guest=True, wanted=matching)) == (1, [3])
    assert numbers(listed(orders, is_guest=True, window=Window(1, 5))) == (1, [])


@pytest.mark.parametrize(
    "wanted",
    [
        OrderFilter(search=LATE.number),
        OrderFilter(created_from=ORDERED),
        OrderFilter(created_to=EARLY.created_date - timedelta(microseconds=1)),
    ],
)
def test_a_filter_that_the_guests_order_fails_leaves_nothing(
    orders: InMemoryOrders, wanted: OrderFilter
) -> None:
    assert numbers(listed(orders, is_guest=True, wanted=wanted)) == (0, [])


def test_a_guest_without_orders_sees_none() -> None:
    assert numbers(listed(InMemoryOrders(), is_guest=True)) == (0, [])


def viewed(orders: InMemoryOrders, pk: int, *, is_guest: bool) -> tuple[Order | None, Order | None]:
    """The order, and the order on the cancellation page."""
    who = GUEST if is_guest else ADA
    pages = (
        view(
            pk,
            who,
            orders=orders,
            history=InMemoryOrderHistory(orders),
            settings=InMemorySettings(),
            clock=lambda: NOW,
        )
        for view in (view_order, view_order_for_cancellation)
    )
    first, second = (None if page is None else whole(page).order for page in pages)
    return first, second


def test_a_registered_customer_sees_the_order_they_name(orders: InMemoryOrders) -> None:
    assert viewed(orders, 1, is_guest=False) == (MIXED, MIXED)
    assert viewed(orders, BOBS.pk, is_guest=False) == (None, None)
    assert viewed(orders, 99, is_guest=False) == (None, None)


def test_a_guest_sees_the_latest_whatever_they_name(orders: InMemoryOrders) -> None:
    for pk in (1, 2, 3, 4, 99):
        assert viewed(orders, pk, is_guest=True) == (EARLY, LATE)
    assert viewed(InMemoryOrders([BOBS]), BOBS.pk, is_guest=True) == (None, None)


def test_the_archive_is_for_registered_customers() -> None:
    archive = InMemoryArchive([old_order(1), old_order(2, customer_id=8)])

    assert list_old_orders(ADA, ArchiveQuery(), ALL, archive=archive).rows == (old_order(1),)
    assert view_old_order(1, ADA, archive=archive) == old_order(1)
    assert view_old_order(2, ADA, archive=archive) is None
    assert list_old_orders(GUEST, ArchiveQuery(), ALL, archive=archive) == Page(0, ())
    assert view_old_order(1, GUEST, archive=archive) is None
