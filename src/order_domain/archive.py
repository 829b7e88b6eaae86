"""Archived orders: history from before this shop system, shown and never changed.

Source: schemas ``UserOldOrder`` and ``UserOldOrderItem``.
"""

from datetime import datetime
from decimal import Decimal

from attrs import field, frozen

from order_domain.money import Currency
from order_domain.values import EnumValue, JsonObject


@frozen(kw_only=True)
class OldOrderItem:
    """An item of an archived order (schema ``UserOldOrderItem``)."""

    pk: int
    price: Decimal
    product: str | None = None
    sku: str | None = None
    quantity: int | None = None
    image: str | None = None
    image_url: str | None = None
    extra_field: JsonObject = field(factory=dict[str, object])


@frozen(kw_only=True)
class OldOrder:
    """An archived order (schema ``UserOldOrder``); amounts in its currency.

    Attributes:
        status: as the legacy system wrote it; no status of ours.
    """

    pk: int
    number: str
    customer_id: int
    user_email: str
    status: str
    created_date: datetime
    amount: Decimal
    currency: Currency
    discount_amount: Decimal = Decimal(0)
    payment_type: str | None = None
    bank: str | None = None
    installment_count: int = 1
    tracking_number: str | None = None
    shipping_company: EnumValue | None = None
    shipping_address: str | None = None
    billing_address: str | None = None
    extra_field: JsonObject = field(factory=dict[str, object])
    items: tuple[OldOrderItem, ...] = ()
