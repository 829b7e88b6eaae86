"""Orders on the wire (schema ``UserOrder``)."""

from decimal import Decimal

from attrs import asdict, evolve
from msgspec import field

from order_domain.orders import Order
from order_entrypoints.wire.addresses import AddressShape
from order_entrypoints.wire.items import OrderItemShape, item_shape
from order_entrypoints.wire.values import (
    AwareDatetime,
    Choice,
    CurrencyChoice,
    KeyedShape,
    Shape,
    StatusChoice,
    Wording,
)

ZERO = Decimal(0)


class PaymentOptionShape(KeyedShape, kw_only=True):
    """The payment option chosen (schema ``PaymentOptionSummary``)."""

    name: str
    payment_type: str
    slug: str


class BankShape(KeyedShape, kw_only=True):
    """The bank of a card payment (schema ``BankSummary``)."""

    name: str
    slug: str
    logo: str | None = None
    logo_path: str | None = None


class DiscountItemShape(Shape, kw_only=True):
    """A discount on an order (schema ``DiscountItem``)."""

    name: str
    amount: Decimal
    created_date: AwareDatetime
    order_number: str
    currency: CurrencyChoice


class LoyaltyTransactionShape(KeyedShape, kw_only=True):
    """Loyalty points given or taken (schema ``LoyaltyTransaction``)."""

    uuid: str
    amount: Decimal
    order: int | None = None
    user: int | None = None
    user_email: str | None = None
    reference: str | None = None


class CheckoutShape(KeyedShape, kw_only=True):
    """How the order was placed; flat among the order's own fields."""

    remote_addr: str | None = None
    language_code: str | None = None
    delivery_range: str | None = None
    defined_tracking_url: str | None = None
    shipping_tracking_url: str | None = None
    shipping_option_slug: str | None = None
    payment_option_slug: str | None = None
    basket: int | None = None
    shipping_option: int | None = None
    card: int | None = None
    installment: int | None = None
    segment: int | None = None
    checkout_provider: str | None = None


ORDER_NAMES = {
    "items": "orderitem_set",
    "discounts": "discountitem_set",
    "loyalty_transactions": "loyaltytransaction_set",
}


class OrderShape(CheckoutShape, kw_only=True, rename=ORDER_NAMES):
    """An order (schema ``UserOrder``); computed fields are ignored on the way in."""

    number: str
    status: StatusChoice
    currency: CurrencyChoice
    amount: Decimal
    discount_amount: Decimal = ZERO
    amount_without_discount: Decimal | None = None
    shipping_amount: Decimal = ZERO
    shipping_tax_rate: Decimal | None = None
    refund_amount: Decimal = ZERO
    discount_refund_amount: Decimal = ZERO
    shipping_refund_amount: Decimal = ZERO
    is_cancelled: bool = False
    is_cancellable: bool = False
    is_refundable: bool = False
    is_payable: bool = False
    tracking_url: str | None = None
    tracking_number: str | None = None
    invoice_number: str | None = None
    invoice_date: AwareDatetime | None = None
    e_archive_url: str | None = None
    order_type: Choice | None = None
    user: int | None = None
    user_email: str
    has_gift_box: bool | None = None
    gift_box_note: str | None = None
    notes: str | None = None
    installment_count: int = 1
    installment_interest_amount: Decimal = ZERO
    bin_number: str | None = None
    created_date: AwareDatetime
    modified_date: AwareDatetime | None = None
    shipping_address: AddressShape
    billing_address: AddressShape
    shipping_company: Choice | None = None
    client_type: Choice = field(default_factory=lambda: Choice("default", "Default"))
    payment_option: PaymentOptionShape
    bank: BankShape | None = None
    extra_field: dict[str, object] | None = None
    items: tuple[OrderItemShape, ...]
    discounts: tuple[DiscountItemShape, ...] = ()
    loyalty_transactions: tuple[LoyaltyTransactionShape, ...] = ()


def order_shape(order: Order, wording: Wording) -> OrderShape:
    """Show an order; the policy's flags are not known here."""
    shape = wording.shape(evolve(order, items=()), OrderShape)
    for name, value in asdict(order.checkout).items():
        setattr(shape, name, value)
    shape.user = order.customer_id
    shape.items = tuple(item_shape(item, wording) for item in order.items)
    for item in shape.items:
        item.order = order.pk
        item.price_currency = shape.currency
    return shape
