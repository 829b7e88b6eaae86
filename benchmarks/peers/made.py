"""Small orders for the policy, of the core alone."""

from datetime import UTC, datetime
from decimal import Decimal

from order_domain.addresses import Address, Location
from order_domain.money import Currency
from order_domain.orders import Order, OrderItem
from order_domain.payments import PaymentOption
from order_domain.products import Product
from order_domain.statuses import OrderStatus

ORDERED = datetime(2026, 1, 1, 10, tzinfo=UTC)
PLACE = Location(1, "Here")
HOME = Address(
    pk=1, first_name="A", last_name="L", line="1", title="Home", country=PLACE, city=PLACE
)


def orders_made(count, chance):
    for pk in range(1, count + 1):
        status = chance.choice(list(OrderStatus))
        item = chance.choice([status, chance.choice(list(OrderStatus))])
        yield Order(
            pk=pk,
            number=f"N{pk}",
            customer_id=7,
            status=status,
            currency=Currency.TRY,
            amount=Decimal(10),
            created_date=ORDERED,
            user_email="a@example.com",
            invoice_number=chance.choice([None, None, "INV-1"]),
            shipping_address=HOME,
            billing_address=HOME,
            payment_option=PaymentOption(pk=1, name="Card", payment_type="card", slug="card"),
            items=(
                OrderItem(
                    pk=pk * 10,
                    product=Product(pk=1, sku="S", name="Shirt"),
                    price=Decimal(10),
                    status=item,
                ),
            ),
        )
