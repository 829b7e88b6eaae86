"""How an order was paid for, and what came off its price."""

from datetime import datetime
from decimal import Decimal

from attrs import frozen

from order_domain.money import Currency


@frozen(kw_only=True)
class PaymentOption:
    """The payment option chosen (schema ``PaymentOptionSummary``)."""

    pk: int
    name: str
    payment_type: str
    slug: str


@frozen(kw_only=True)
class Bank:
    """The bank of a card payment (schema ``BankSummary``)."""

    pk: int
    name: str
    slug: str
    logo: str | None = None
    logo_path: str | None = None


@frozen(kw_only=True)
class DiscountItem:
    """A discount on an order (schema ``DiscountItem``)."""

    name: str
    amount: Decimal
    created_date: datetime
    order_number: str
    currency: Currency


@frozen(kw_only=True)
class LoyaltyTransaction:
    """Loyalty points given or taken for an order (schema ``LoyaltyTransaction``)."""

    pk: int
    uuid: str
    amount: Decimal
    order: int | None = None
    user: int | None = None
    user_email: str | None = None
    reference: str | None = None
