"""The shop that everybody who is measured serves: its customers and their orders."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final

from order_domain.money import Currency
from order_domain.orders import Order, OrderItem
from order_domain.payments import Bank, DiscountItem, PaymentOption
from order_domain.products import Product, ShippingOptionGroup
from order_domain.statuses import OrderStatus
from order_domain.values import EnumValue
from order_entrypoints.testing.samples import address, item, order

ORDERED: Final = datetime(2026, 1, 1, 10, 0, 0, 123456, tzinfo=UTC)
ITEMS: Final = 3
STATUSES: Final = (
    OrderStatus.APPROVED,
    OrderStatus.PREPARING,
    OrderStatus.SHIPPED,
    OrderStatus.DELIVERED,
    OrderStatus.CANCELED,
)
CARE: Final = "Washed flax from the lower valley, woven in small runs."


def orders_of(customer: int, first: int, count: int) -> Iterator[Order]:
    """Yield a customer's orders, a quarter of an hour apart.

    Args:
        customer: the customer's id.
        first: pk of the first; those after it count up.
        count: how many.
    """
    for number in range(count):
        yield order_of(first + number, customer, STATUSES[number % len(STATUSES)])


def cancellable(customer: int, first: int, count: int) -> Iterator[Order]:
    """Yield orders that can be cancelled, as :func:`orders_of` does."""
    for number in range(count):
        yield order_of(first + number, customer, OrderStatus.APPROVED)


def number_of(pk: int) -> str:
    """Return the number of an order."""
    return f"ORD-{pk:09}"


def order_of(pk: int, customer: int, status: OrderStatus) -> Order:
    """Return an order of three items, about 7 KB as the API shows it."""
    created = ORDERED + timedelta(minutes=15 * (pk % 10_000))
    return order(
        pk,
        customer_id=customer,
        status=status,
        number=number_of(pk),
        created_date=created,
        modified_date=created,
        user_email=f"customer{customer}@example.com",
        currency=Currency.TRY,
        amount=Decimal("449.70"),
        shipping_address=address(pk * 2, user=customer, notes="Ring twice, the bell is quiet."),
        billing_address=address(pk * 2 + 1, user=customer, title="Work", company_name="Engines"),
        discount_amount=Decimal("25.00"),
        bank=Bank(pk=4, name="Ziraat", slug="ziraat", logo="/media/banks/ziraat.png"),
        payment_option=PaymentOption(pk=3, name="Card", payment_type="credit_card", slug="card"),
        client_type=EnumValue("default", "Default"),
        discounts=(
            DiscountItem(
                name="Spring",
                amount=Decimal("25.00"),
                created_date=created,
                order_number=number_of(pk),
                currency=Currency.TRY,
            ),
        ),
        items=tuple(item_of(pk * 10 + number, status) for number in range(ITEMS)),
    )


def item_of(pk: int, status: OrderStatus) -> OrderItem:
    """Return an item of an order."""
    product = Product(
        pk=1000 + pk % 1000,
        sku=f"SKU-{pk % 1000:05}",
        name=f"Linen shirt, washed, with a long sleeve, no. {pk % 1000}",
        base_code="LINEN",
        image=f"https://cdn.example.com/products/2026/{pk % 1000:05}/front-large.jpg",
        absolute_url=f"/women/shirts/linen-shirt-washed-long-sleeve-{pk % 1000}/",
        attributes={"color": "blue", "size": "M", "care": CARE},
        category={"pk": 12, "name": "Shirts", "path": "women/shirts"},
    )
    return item(
        pk,
        status=status,
        product=product,
        discount_amount=Decimal("8.33"),
        shipping_option_group=ShippingOptionGroup(
            pk=2, amount=Decimal("29.90"), shipping_option_name="Standard delivery"
        ),
    )
