"""A shop's orders, kept in a dictionary, and where an address in them is spelled out whole."""

from datetime import UTC, datetime
from decimal import Decimal

from attrs import field, frozen

from order_domain.addresses import Address, Location
from order_domain.money import Currency
from order_domain.orders import Order, OrderItem
from order_domain.payments import PaymentOption
from order_domain.products import Product
from order_domain.statuses import OrderStatus
from order_domain.values import EnumValue

ADDRESS = Address(
    pk=41,
    first_name="Ada",
    last_name="Lovelace",
    line="12 St James's Square",
    title="Ev ğüş",
    country=Location(1, "Türkiye", "tr"),
    city=Location(34, "İstanbul", "34"),
    phone_number="+905550000000",
    email="ada@example.com",
    township=Location(3, "Kadıköy", "k"),
    district=Location(4, "Moda", "m"),
    postcode="34710",
    notes="second door",
    company_name="Engines Ltd",
    tax_office="Kadıköy",
    tax_no="123",
    e_bill_taxpayer=True,
    hash_data="h",
    address_type=EnumValue("customer", "Customer"),
    retail_store={"pk": 5, "open": [1, 2]},
    remote_id="r-41",
    identity_number="11111111111",
    extra_field={"a": {"b": None}},
    user=7,
    is_corporate=False,
    primary=True,
)


def item(
    pk: int, status: OrderStatus = OrderStatus.APPROVED, *, quantity: int = 1, listed: bool = True
) -> OrderItem:
    product = Product(pk=pk, sku=f"sku-{pk}", name=f"Product {pk}")
    return OrderItem(
        pk=pk,
        product=product,
        price=Decimal(10),
        status=status,
        quantity=quantity,
        units_listed=listed,
    )


def order(
    pk: int, *items: OrderItem, number: str = "", status: OrderStatus = OrderStatus.APPROVED
) -> Order:
    return Order(
        pk=pk,
        number=number or f"N{pk}",
        customer_id=7,
        status=status,
        currency=Currency.TRY,
        amount=Decimal(10),
        created_date=datetime(2026, 1, 1, tzinfo=UTC),
        user_email="ada@example.com",
        shipping_address=ADDRESS,
        billing_address=ADDRESS,
        payment_option=PaymentOption(pk=1, name="Card", payment_type="card", slug="card"),
        items=items or (item(pk * 10),),
    )


@frozen
class Shop:
    """Orders by pk, as a database would have them."""

    orders: dict[int, Order] = field(factory=dict[int, Order])

    def add(self, new: Order) -> Order:
        self.orders[new.pk] = new
        return new

    def by_pk(self, pk: int) -> Order | None:
        return self.orders.get(pk)

    def by_number(self, number: str) -> Order | None:
        return next((each for each in self.orders.values() if each.number == number), None)
