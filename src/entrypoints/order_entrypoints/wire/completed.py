"""A completed order (schemas ``CompletedOrderResponse`` and ``OrderDetail``).

These schemas allow no null where an order may have none: a missing tax rate shows as
``"0"``, a missing shipping company as empty texts.
"""

from decimal import Decimal

from order_domain.addresses import Address
from order_domain.orders import Order, OrderItem
from order_domain.values import EnumValue
from order_entrypoints.wire.values import (
    AwareDatetime,
    Choice,
    CurrencyChoice,
    KeyedShape,
    Shape,
    StatusChoice,
    Wording,
)

NO_COMPANY = EnumValue("", "")
ZERO = Decimal(0)


class ProductSummaryShape(KeyedShape, kw_only=True):
    """A product (schema ``ProductSummary``)."""

    sku: str
    name: str
    image: str | None


class OrderItemSummaryShape(KeyedShape, kw_only=True):
    """An item (schema ``OrderItemSummary``)."""

    product: ProductSummaryShape
    status: StatusChoice
    price: Decimal
    quantity: int
    discount_amount: Decimal
    tracking_number: str | None
    shipping_company: Choice


class PlaceShape(KeyedShape, kw_only=True):
    """A city or country by name."""

    name: str


class AddressSummaryShape(KeyedShape, kw_only=True):
    """An address (schema ``AddressSummary``)."""

    title: str
    first_name: str
    last_name: str
    line: str
    city: PlaceShape
    country: PlaceShape


class OrderDetailShape(KeyedShape, kw_only=True):
    """An order (schema ``OrderDetail``)."""

    number: str
    status: StatusChoice
    currency: CurrencyChoice
    amount: Decimal
    discount_amount: Decimal
    shipping_amount: Decimal
    shipping_tax_rate: Decimal
    created_date: AwareDatetime
    orderitem_set: tuple[OrderItemSummaryShape, ...]
    shipping_address: AddressSummaryShape
    billing_address: AddressSummaryShape


class CompletedOrderShape(Shape, kw_only=True):
    """A completed order with its campaigns (schema ``CompletedOrderResponse``)."""

    order: OrderDetailShape
    campaigns: tuple[dict[str, object], ...]


def completed_order_shape(order: Order, wording: Wording) -> CompletedOrderShape:
    """Show a completed order."""
    return CompletedOrderShape(
        order=_order_shape(order, wording),
        campaigns=tuple(dict(campaign) for campaign in order.campaigns),
    )


def _order_shape(order: Order, wording: Wording) -> OrderDetailShape:
    return OrderDetailShape(
        pk=order.pk,
        number=order.number,
        status=StatusChoice(*wording.texts(order.status)),
        currency=CurrencyChoice(*wording.texts(order.currency)),
        amount=order.amount,
        discount_amount=order.discount_amount,
        shipping_amount=order.shipping_amount,
        shipping_tax_rate=_or_zero(order.shipping_tax_rate),
        created_date=order.created_date,
        orderitem_set=tuple(_item_shape(item, wording) for item in order.items),
        shipping_address=_address_shape(order.shipping_address, wording),
        billing_address=_address_shape(order.billing_address, wording),
    )


def _item_shape(item: OrderItem, wording: Wording) -> OrderItemSummaryShape:
    return OrderItemSummaryShape(
        pk=item.pk,
        product=wording.shape(item.product, ProductSummaryShape),
        status=StatusChoice(*wording.texts(item.status)),
        price=item.price,
        quantity=item.quantity,
        discount_amount=_or_zero(item.discount_amount),
        tracking_number=item.tracking_number,
        shipping_company=wording.shape(item.shipping_company or NO_COMPANY, Choice),
    )


def _or_zero(number: Decimal | None) -> Decimal:
    """A zero that is there keeps its places."""
    return ZERO if number is None else number


def _address_shape(address: Address, wording: Wording) -> AddressSummaryShape:
    return wording.shape(address, AddressSummaryShape)
