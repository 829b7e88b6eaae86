"""Orders in import and export files: as on the wire, with everything that there is to keep."""

from decimal import Decimal

from msgspec.structs import asdict

from order_domain.addresses import Address
from order_domain.orders import Checkout, Order
from order_domain.payments import Bank, DiscountItem, LoyaltyTransaction, PaymentOption
from order_domain.values import EnumValue
from order_entrypoints.wire.amounts import Amounts, FieldError, finite
from order_entrypoints.wire.attempts import AttemptShape, attempt_shape, attempts_of
from order_entrypoints.wire.items import item_of
from order_entrypoints.wire.orders import (
    ORDER_NAMES,
    DiscountItemShape,
    LoyaltyTransactionShape,
    OrderShape,
    order_shape,
)
from order_entrypoints.wire.values import Pk, Wording, key, plain, to_domain


class OrderRecord(OrderShape, kw_only=True, tag_field="kind", tag="order", rename=ORDER_NAMES):
    """An order in an import or export file: everything there is to keep.

    ``attempts`` is this library's, so that an export loses no cancellation under way.
    """

    customer: Pk
    campaigns: tuple[dict[str, object], ...] = ()
    attempts: tuple[AttemptShape, ...] = ()


def order_record(order: Order, wording: Wording) -> OrderRecord:
    """Show an order for export."""
    shape = order_shape(order, wording)
    return OrderRecord(
        **asdict(shape),
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
