"""Who may see which order (domain description, section 1)."""

import pytest
from attrs import evolve

from order_domain.customers import Customer
from order_domain.visibility import LatestOrders, is_visible
from unit.examples import an_order

REGISTERED = Customer(id=70, email="ada@example.com", is_guest=False)
GUEST = evolve(REGISTERED, is_guest=True)


def test_a_registered_customer_sees_every_order_of_theirs() -> None:
    assert is_visible(an_order(), REGISTERED, latest=None)


@pytest.mark.parametrize(
    ("latest", "expected"),
    [
        (LatestOrders(by_pk=7, by_creation=7), True),
        (LatestOrders(by_pk=7, by_creation=6), True),
        (LatestOrders(by_pk=8, by_creation=7), True),
        (LatestOrders(by_pk=8, by_creation=8), False),
        (None, False),
    ],
)
def test_a_guest_sees_their_latest_orders_only(
    latest: LatestOrders | None, expected: object
) -> None:
    assert is_visible(an_order(), GUEST, latest) is expected


@pytest.mark.parametrize("customer", [REGISTERED, GUEST], ids=["registered", "guest"])
def test_nobody_sees_anothers_order_whatever_its_pk(customer: Customer) -> None:
    stranger = evolve(customer, id=71)

    assert not is_visible(an_order(), stranger, latest=LatestOrders(7, 7))
