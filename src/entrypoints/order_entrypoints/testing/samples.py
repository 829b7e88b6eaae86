"""Orders and what belongs to them, with realistic values, for tests to change.

    order(pk=7, status=OrderStatus.SHIPPED)

Numbers and pks follow from the pk, so that samples of different pks share nothing.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import TypeVar

from attrs import AttrsInstance, asdict

from order_domain.addresses import Address, Location
from order_domain.cancellation_records import CancellationAttempt, CancellationRequest
from order_domain.customers import Customer
from order_domain.money import Currency
from order_domain.orders import Order, OrderItem
from order_domain.payments import PaymentOption
from order_domain.products import EasyReturnShippingCompany, Product
from order_domain.reasons import CancellationReason
from order_domain.selections import SelectedItem, Selection
from order_domain.statuses import CancellationType, OrderStatus
from order_domain.values import EnumValue

__all__ = ["NOW", "ORDERED", "address", "attempt", "customer", "item", "order", "reason", "request"]

_Record = TypeVar("_Record", bound=AttrsInstance)

NOW = datetime(2024, 3, 15, 12, 0, tzinfo=UTC)
"""When the samples take place; they were ordered half an hour before."""

ORDERED = datetime(2024, 3, 15, 11, 30, 0, 123456, tzinfo=UTC)


def customer(pk: int = 7, *, is_guest: bool = False) -> Customer:
    """Return a registered customer, or a guest."""
    return Customer(id=pk, email=f"customer{pk}@example.com", is_guest=is_guest)


def address(pk: int = 41, **changes: object) -> Address:
    """Return an address in Istanbul."""
    sample = Address(
        pk=pk,
        title="Home",
        first_name="Ada",
        last_name="Lovelace",
        phone_number="05321234567",
        line="Bağdat Caddesi 12/3",
        country=Location(1, "Türkiye", "tr"),
        city=Location(34, "İstanbul"),
        township=Location(402, "Kadıköy"),
        postcode="34710",
    )
    return _with(sample, changes)


def item(pk: int = 1, **changes: object) -> OrderItem:
    """Return an approved item of one unit that can be fetched back by a company."""
    sample = OrderItem(
        pk=pk,
        product=Product(
            pk=1000 + pk,
            sku=f"SKU-{pk}",
            name=f"Linen shirt {pk}",
            base_code="LINEN",
            absolute_url=f"/linen-shirt-{pk}/",
            attributes={"color": "blue", "size": "M"},
        ),
        price=Decimal("149.90"),
        status=OrderStatus.APPROVED,
        tax_rate=Decimal("20.00"),
        retail_price=Decimal("199.90"),
        available_easy_return_shipping_companies=(
            EasyReturnShippingCompany(
                pk=5, name="Yurtiçi Kargo", shipping_company=EnumValue("yurtici", "Yurtiçi Kargo")
            ),
        ),
    )
    return _with(sample, changes)


def order(pk: int = 1, **changes: object) -> Order:
    """Return an approved order of two items, the pks of which begin with the order's."""
    sample = Order(
        pk=pk,
        number=f"ORD-{pk:06}",
        customer_id=7,
        status=OrderStatus.APPROVED,
        currency=Currency.TRY,
        amount=Decimal("299.80"),
        created_date=ORDERED,
        user_email="customer7@example.com",
        shipping_address=address(),
        billing_address=address(42, title="Work", company_name="Analytical Engines"),
        payment_option=PaymentOption(
            pk=3, name="Credit card", payment_type="credit_card", slug="credit-card"
        ),
        items=(item(pk * 100 + 1), item(pk * 100 + 2)),
        shipping_amount=Decimal("29.90"),
        client_type=EnumValue("default", "Default"),
    )
    return _with(sample, changes)


def request(uuid: str, order_item: int = 101, **changes: object) -> CancellationRequest:
    """Return an open request to cancel one unit, not saved yet."""
    sample = CancellationRequest(
        uuid=uuid,
        order_item=order_item,
        cancellation_type=CancellationType.CANCEL,
        reason=3,
        quantity=1,
        created_date=NOW,
        modified_date=NOW,
    )
    return _with(sample, changes)


def attempt(id: str, order_item: int = 101, **changes: object) -> CancellationAttempt:  # noqa: A002
    """Return a direct cancellation of an item that was claimed and has not ended."""
    line = SelectedItem(
        order_item=order_item, cancellation_type=CancellationType.CANCEL, reason=3, quantity=1
    )
    sample = CancellationAttempt(id=id, selection=Selection(items=(line,)), claimed_at=NOW)
    return _with(sample, changes)


def reason(id: int = 3, **changes: object) -> CancellationReason:  # noqa: A002
    """Return an active reason for a cancellation."""
    sample = CancellationReason(
        id=id, cancellation_type=CancellationType.CANCEL, subject="I changed my mind"
    )
    return _with(sample, changes)


def _with(sample: _Record, changes: Mapping[str, object]) -> _Record:
    make: Callable[..., _Record] = type(sample)
    return make(**{**asdict(sample, recurse=False), **changes})
