"""Archived orders on the wire (schemas ``UserOldOrder`` and ``UserOldOrderItem``)."""

from decimal import Decimal

import msgspec
from msgspec.structs import asdict

from order_domain.archive import OldOrder, OldOrderItem
from order_entrypoints.wire.amounts import Amounts
from order_entrypoints.wire.values import (
    AwareDatetime,
    Choice,
    CurrencyChoice,
    KeyedShape,
    Pk,
    Wording,
    key,
    plain,
)

_NAMES = {"items": "oldorderitem_set"}


class OldOrderItemShape(KeyedShape, kw_only=True):
    """An item of an archived order."""

    product: str | None = None
    sku: str | None = None
    quantity: int | None = None
    price: Decimal
    image: str | None = None
    image_url: str | None = None
    extra_field: dict[str, object] = msgspec.field(default_factory=dict[str, object])


class OldOrderShape(KeyedShape, kw_only=True, rename=_NAMES):
    """An archived order."""

    number: str
    user_email: str
    status: str
    created_date: AwareDatetime
    amount: Decimal
    discount_amount: Decimal = Decimal(0)
    currency: CurrencyChoice
    payment_type: str | None = None
    bank: str | None = None
    installment_count: int = 1
    tracking_number: str | None = None
    shipping_company: Choice | None = None
    shipping_address: str | None = None
    billing_address: str | None = None
    extra_field: dict[str, object] = msgspec.field(default_factory=dict[str, object])
    items: tuple[OldOrderItemShape, ...] = ()


class OldOrderRecord(OldOrderShape, kw_only=True, tag_field="kind", tag="old_order", rename=_NAMES):
    """An archived order in an import or export file."""

    customer: Pk


def old_order_shape(order: OldOrder, wording: Wording) -> OldOrderShape:
    """Show an archived order."""
    return wording.shape(order, OldOrderShape)


def old_order_record(order: OldOrder, wording: Wording) -> OldOrderRecord:
    """Show an archived order for export."""
    shape = old_order_shape(order, wording)
    return OldOrderRecord(**asdict(shape), customer=order.customer_id)


def old_order_of(record: OldOrderRecord) -> OldOrder:
    """Read an archived order.

    Raises:
        FieldError: an amount that its currency cannot hold.
    """
    amounts = Amounts(record.currency.member)
    return OldOrder(
        pk=key(record),
        number=record.number,
        customer_id=record.customer,
        user_email=record.user_email,
        status=record.status,
        created_date=record.created_date,
        amount=amounts.read("amount", record.amount),
        discount_amount=amounts.read("discount_amount", record.discount_amount),
        currency=record.currency.member,
        payment_type=record.payment_type,
        bank=record.bank,
        installment_count=record.installment_count,
        tracking_number=record.tracking_number,
        shipping_company=plain(record.shipping_company),
        shipping_address=record.shipping_address,
        billing_address=record.billing_address,
        extra_field=record.extra_field,
        items=tuple(
            _item_of(item, f"oldorderitem_set.{index}", amounts)
            for index, item in enumerate(record.items)
        ),
    )


def _item_of(shape: OldOrderItemShape, at: str, amounts: Amounts) -> OldOrderItem:
    return OldOrderItem(
        pk=key(shape),
        product=shape.product,
        sku=shape.sku,
        quantity=shape.quantity,
        price=amounts.read(f"{at}.price", shape.price),
        image=shape.image,
        image_url=shape.image_url,
        extra_field=shape.extra_field,
    )
