"""Whether an order's address may still change (domain description, section 6)."""

import pytest

from order_domain.address_change import is_address_fixed
from order_domain.statuses import OrderStatus
from unit.examples import an_item, an_order

STILL_OPEN = {
    "cancellation_waiting",
    "canceled",
    "waiting",
    "payment_waiting",
    "confirmation_waiting",
    "approved",
    "preparing",
}


@pytest.mark.parametrize("status", OrderStatus)
def test_an_order_shipped_or_beyond_keeps_its_address(status: OrderStatus) -> None:
    assert is_address_fixed(an_order(status=status)) is (status.value not in STILL_OPEN)


@pytest.mark.parametrize("status", OrderStatus)
def test_one_item_shipped_or_beyond_is_enough(status: OrderStatus) -> None:
    order = an_order(an_item(1), an_item(2, status))

    assert is_address_fixed(order) is (status.value not in STILL_OPEN)
