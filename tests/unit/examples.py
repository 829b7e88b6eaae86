"""Small concrete orders, selections and records for tests to start from.

Each is the plainest of its kind: an approved, uninvoiced order of today that the default
rules let be cancelled directly.
"""

from datetime import UTC, datetime
from decimal import Decimal

from attrs import evolve

from order_domain.addresses import Address, Location
from order_domain.cancellation_records import (
    AttemptState,
    CancellationAttempt,
    CancellationRequest,
)
from order_domain.money import Currency
from order_domain.orders import Order, OrderItem
from order_domain.payments import PaymentOption
from order_domain.products import EasyReturnShippingCompany, Product
from order_domain.selections import SelectedItem, Selection
from order_domain.statuses import CancellationRequestStatus, CancellationType, OrderStatus
from order_domain.values import EnumValue

CREATED = datetime(2025, 6, 2, 10, tzinfo=UTC)
NOW = datetime(2025, 6, 2, 10, 30, tzinfo=UTC)
LATER = datetime(2025, 6, 2, 10, 45, tzinfo=UTC)
COURIER = EasyReturnShippingCompany(
    pk=5, name="Courier", shipping_company=EnumValue("courier", "Courier")
)


def an_item(
    pk: int = 1,
    status: OrderStatus = OrderStatus.APPROVED,
    quantity: int = 1,
    requests: tuple[CancellationRequest, ...] = (),
    cancelled: int = 0,
) -> OrderItem:
    """An item called ``Mug {pk}``."""
    return OrderItem(
        pk=pk,
        product=Product(pk=100 + pk, sku=f"MUG-{pk}", name=f"Mug {pk}"),
        price=Decimal("49.90"),
        status=status,
        quantity=quantity,
        cancelled_quantity=cancelled,
        cancellation_requests=requests,
    )


def an_order(
    *items: OrderItem,
    status: OrderStatus = OrderStatus.APPROVED,
    attempts: tuple[CancellationAttempt, ...] = (),
) -> Order:
    """An order created at ``CREATED``; of ``an_item()`` when no items are given."""
    address = Address(
        pk=41,
        first_name="Ada",
        last_name="Lovelace",
        line="1 Main St",
        title="Home",
        country=Location(1, "Turkey"),
        city=Location(34, "Istanbul"),
    )
    return Order(
        pk=7,
        number="N7",
        customer_id=70,
        status=status,
        currency=Currency.TRY,
        amount=Decimal("99.80"),
        created_date=CREATED,
        user_email="ada@example.com",
        shipping_address=address,
        billing_address=address,
        payment_option=PaymentOption(pk=1, name="Card", payment_type="credit_card", slug="card"),
        items=items or (an_item(),),
        attempts=attempts,
    )


def cancel(order_item: int = 1, quantity: int | None = None) -> SelectedItem:
    """A line that cancels."""
    return SelectedItem(
        order_item=order_item,
        cancellation_type=CancellationType.CANCEL,
        reason=3,
        quantity=quantity,
    )


def refund(order_item: int = 1, quantity: int | None = None) -> SelectedItem:
    """A line that asks for a refund."""
    return evolve(cancel(order_item, quantity), cancellation_type=CancellationType.REFUND)


def a_selection(*lines: SelectedItem) -> Selection:
    """A selection of these lines; of ``cancel()`` when none are given."""
    return Selection(items=lines or (cancel(),))


def a_request(
    uuid: str = "request-1",
    quantity: int = 1,
    status: CancellationRequestStatus = CancellationRequestStatus.OPEN,
    cancellation_type: CancellationType = CancellationType.CANCEL,
) -> CancellationRequest:
    """A request on item 1, made at ``CREATED``."""
    return CancellationRequest(
        uuid=uuid,
        order_item=1,
        cancellation_type=cancellation_type,
        reason=3,
        quantity=quantity,
        created_date=CREATED,
        modified_date=CREATED,
        status=status,
    )


def an_attempt(
    *lines: SelectedItem,
    key: str = "attempt-1",
    state: AttemptState = AttemptState.CLAIMED,
) -> CancellationAttempt:
    """An attempt on these lines; on ``cancel(quantity=1)`` when none are given."""
    return CancellationAttempt(
        id=key,
        selection=Selection(items=lines or (cancel(quantity=1),)),
        claimed_at=CREATED,
        state=state,
    )
