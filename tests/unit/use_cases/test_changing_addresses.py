"""Asking Omnitron for another address on an order (domain description, section 6)."""

from collections.abc import Collection
from datetime import timedelta

import pytest
from attrs import evolve

from order_domain.address_change import AddressType
from order_domain.customers import Customer
from order_domain.field_errors import FieldErrors
from order_domain.orders import Order
from order_domain.ports import (
    AddressChangeAccepted,
    AddressChangeRefused,
    OmnitronUnavailableError,
)
from order_domain.statuses import OrderStatus
from order_domain.use_cases.change_address import (
    AddressChangeResult,
    AddressFixed,
    change_address,
)
from order_domain.use_cases.outcomes import Invalid
from order_entrypoints.wire.bodies import AddressChangeBody
from order_entrypoints.wire.reading import read
from unit.examples import NOW, an_item, an_order
from unit.use_cases.shop import ADA, GUEST, STRANGER, Shop

BOTH = (AddressType.BILLING, AddressType.SHIPPING)


def changed(
    shop: Shop,
    order: int = 7,
    address: int = 41,
    types: Collection[AddressType] = BOTH,
    *,
    customer: Customer = ADA,
    unreadable: FieldErrors | None = None,
) -> AddressChangeResult:
    return change_address(
        order,
        address,
        types,
        customer,
        orders=shop.orders,
        customers=shop.customers,
        omnitron=shop.omnitron,
        unreadable=unreadable or {},
    )


def changed_by(shop: Shop, body: object) -> AddressChangeResult:
    """Change an address as a body asks for it."""
    reading = read(body, AddressChangeBody)
    asked = reading.value
    return changed(
        shop, asked.order, asked.address, asked.order_address_types, unreadable=reading.errors
    )


def unknown(pk: int) -> tuple[str, ...]:
    return (f'Invalid pk "{pk}" - object does not exist.',)


def test_omnitron_is_asked_for_the_customers_address() -> None:
    shop = Shop.of()
    shop.omnitron.address_answer = AddressChangeAccepted(status=202)

    result = changed(shop)

    assert result == AddressChangeAccepted(status=202)
    assert shop.omnitron.address_changes == [
        (7, an_order().shipping_address, frozenset(AddressType))
    ]


def test_the_order_keeps_its_address_until_omnitrons_own_update() -> None:
    shop = Shop.of()
    before = shop.order()

    changed(shop)

    assert shop.order() is before


def test_what_omnitron_refuses_is_told_in_its_words() -> None:
    shop = Shop.of()
    refused = AddressChangeRefused({"address": ["Not in our town."]})
    shop.omnitron.address_answer = refused

    assert changed(shop, types=(AddressType.BILLING,)) == refused


def test_an_omnitron_that_is_down_is_a_fault() -> None:
    shop = Shop.of()
    shop.omnitron.goes_down()

    with pytest.raises(OmnitronUnavailableError):
        changed(shop)


@pytest.mark.parametrize(
    "order",
    [
        an_order(status=OrderStatus.SHIPPED),
        an_order(an_item(1), an_item(2, status=OrderStatus.DELIVERED)),
    ],
    ids=["the order is shipped", "an item is delivered"],
)
def test_the_address_of_what_is_on_its_way_is_fixed(order: Order) -> None:
    shop = Shop.of(order)

    assert changed(shop) == AddressFixed()
    assert shop.omnitron.address_changes == []


def test_every_error_is_told_at_once() -> None:
    shop = Shop.of(an_order(status=OrderStatus.SHIPPED))

    assert changed(shop, 8, 42, ()) == Invalid(
        {
            "order": unknown(8),
            "address": unknown(42),
            "order_address_types": ("This list may not be empty.",),
        }
    )
    assert shop.omnitron.address_changes == []


def test_orders_and_addresses_of_somebody_else_do_not_exist() -> None:
    assert changed(Shop.of(), customer=STRANGER) == Invalid(
        {"order": unknown(7), "address": unknown(41)}
    )


def test_a_guest_changes_the_latest_order_only() -> None:
    older = evolve(an_order(an_item(2)), pk=6, number="N6", created_date=NOW - timedelta(days=2))
    shop = Shop.of(older, an_order())

    assert changed(shop, 6, customer=GUEST) == Invalid({"order": unknown(6)})
    assert changed(shop, 7, customer=GUEST) == AddressChangeAccepted(status=200)


def test_an_error_is_told_although_the_rest_is_fit() -> None:
    unreadable = {"channel_id": ("A valid integer is required.",)}

    assert changed(Shop.of(), unreadable=unreadable) == Invalid(unreadable)


UNREADABLE: list[object] = [
    None,
    [],
    {},
    {"order": "x", "address": None, "order_address_types": "billing"},
    {"order": 7, "address": 41, "order_address_types": ["home"]},
    {"order": 7, "address": 41, "order_address_types": None},
    {"order": 7, "address": [], "order_address_types": ["billing"]},
]


@pytest.mark.parametrize("body", UNREADABLE, ids=str)
def test_the_blank_that_stands_for_an_unreadable_value_causes_no_second_message(
    body: object,
) -> None:
    shop = Shop.of()

    assert changed_by(shop, body) == Invalid(read(body, AddressChangeBody).errors)
    assert shop.omnitron.address_changes == []


def test_what_could_be_read_is_checked_beside_what_could_not() -> None:
    body: dict[str, object] = {"order": 8, "address": "home", "order_address_types": []}

    result = changed_by(Shop.of(), body)

    assert isinstance(result, Invalid)
    assert set(result.errors) == {"order", "address", "order_address_types"}
    assert result.errors["order"] == unknown(8)
