"""Orders on the wire (schema ``UserOrder``)."""

from decimal import Decimal

from attrs import asdict, evolve
from msgspec import field

from order_domain.addresses import Address
from order_domain.orders import Checkout, Order
from order_domain.payments import Bank, DiscountItem, LoyaltyTransaction, PaymentOption
from order_domain.values import EnumValue
from order_entrypoints.wire.addresses import AddressShape
from order_entrypoints.wire.amounts import Amounts, FieldError, finite
from order_entrypoints.wire.attempts import AttemptShape, attempt_shape, attempts_of
from order_entrypoints.wire.items import OrderItemShape, item_of, item_shape
from order_entrypoints.wire.values import (
    AwareDatetime,
    Choice,
    CurrencyChoice,
    KeyedShape,
    Pk,
    Shape,
    StatusChoice,
    Wording,
    key,
    plain,
    to_domain,
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


_NAMES = {
    "items": "orderitem_set",
    "discounts": "discountitem_set",
    "loyalty_transactions": "loyaltytransaction_set",
}


class OrderShape(CheckoutShape, kw_only=True, rename=_NAMES):
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


class OrderRecord(OrderShape, kw_only=True, tag_field="kind", tag="order", rename=_NAMES):
    """An order in an import or export file: everything there is to keep.

    ``attempts`` is this library's, so that an export loses no cancellation under way.
    """

    customer: Pk
    campaigns: tuple[dict[str, object], ...] = ()
    attempts: tuple[AttemptShape, ...] = ()


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


def order_record(order: Order, wording: Wording) -> OrderRecord:
    """Show an order for export."""
    shape = order_shape(order, wording)
    return OrderRecord(
        **{name: getattr(shape, name) for name in OrderShape.__struct_fields__},
        customer=order.customer_id,
        campaigns=tuple(dict(campaign) for campaign in order.campaigns),
        attempts=tuple(attempt_shape(attempt, wording) for attempt in order.attempts),
    )


def order_of(record: OrderRecord) -> Order:
    """Read an order.

    Raises:
        FieldError: a value that cannot be, with its dotted place.
    """
    if not record.items:
        raise FieldError("orderitem_set", "Expected at least one item.")
    amounts = Amounts(record.currency.member)
    return Order(
        pk=key(record),
        number=_number_of(record),
        customer_id=record.customer,
        status=record.status.member,
        currency=record.currency.member,
        amount=amounts.read("amount", record.amount),
        discount_amount=amounts.read("discount_amount", record.discount_amount),
        shipping_amount=amounts.read("shipping_amount", record.shipping_amount),
        shipping_tax_rate=_rate_of(record),
        refund_amount=amounts.read("refund_amount", record.refund_amount),
        discount_refund_amount=amounts.read(
            "discount_refund_amount", record.discount_refund_amount
        ),
        shipping_refund_amount=amounts.read(
            "shipping_refund_amount", record.shipping_refund_amount
        ),
        tracking_url=record.tracking_url,
        tracking_number=record.tracking_number,
        invoice_number=record.invoice_number,
        invoice_date=record.invoice_date,
        e_archive_url=record.e_archive_url,
        order_type=plain(record.order_type),
        user_email=record.user_email,
        has_gift_box=record.has_gift_box,
        gift_box_note=record.gift_box_note,
        notes=record.notes,
        installment_count=record.installment_count,
        installment_interest_amount=amounts.read(
            "installment_interest_amount", record.installment_interest_amount
        ),
        bin_number=record.bin_number,
        created_date=record.created_date,
        modified_date=record.modified_date or record.created_date,
        shipping_address=to_domain(record.shipping_address, Address),
        billing_address=to_domain(record.billing_address, Address),
        shipping_company=plain(record.shipping_company),
        client_type=to_domain(record.client_type, EnumValue),
        payment_option=to_domain(record.payment_option, PaymentOption),
        bank=None if record.bank is None else to_domain(record.bank, Bank),
        extra_field=record.extra_field,
        items=tuple(
            item_of(item, f"orderitem_set.{index}", amounts)
            for index, item in enumerate(record.items)
        ),
        discounts=tuple(
            _discount_of(discount, f"discountitem_set.{index}")
            for index, discount in enumerate(record.discounts)
        ),
        loyalty_transactions=tuple(
            _loyalty_of(each, f"loyaltytransaction_set.{index}")
            for index, each in enumerate(record.loyalty_transactions)
        ),
        campaigns=record.campaigns,
        checkout=to_domain(record, Checkout),
        attempts=attempts_of(record.attempts, [key(item) for item in record.items]),
    )


def _number_of(record: OrderRecord) -> str:
    if not record.number or "/" in record.number:
        raise FieldError("number", "Expected a number without a slash, to stand in URLs.")
    return record.number


def _rate_of(record: OrderRecord) -> Decimal | None:
    rate = record.shipping_tax_rate
    return None if rate is None else finite("shipping_tax_rate", rate)


def _loyalty_of(shape: LoyaltyTransactionShape, at: str) -> LoyaltyTransaction:
    finite(f"{at}.amount", shape.amount)
    return to_domain(shape, LoyaltyTransaction)


def _discount_of(shape: DiscountItemShape, at: str) -> DiscountItem:
    return DiscountItem(
        name=shape.name,
        amount=Amounts(shape.currency.member).read(f"{at}.amount", shape.amount),
        created_date=shape.created_date,
        order_number=shape.order_number,
        currency=shape.currency.member,
    )
