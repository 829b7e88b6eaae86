"""A shop in memory, with one customer and an order of two mugs and three glasses."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

from attrs import evolve, field, frozen
from starlette.applications import Starlette

from order_adapters.memory import (
    InMemoryCancellationReasons,
    InMemoryCustomers,
    InMemoryOmnitron,
    InMemoryOrders,
    InMemorySessions,
    InMemorySettings,
    PlainSigner,
)
from order_domain.addresses import Address, Location
from order_domain.cancellation.rules import CancellationRules
from order_domain.customers import Customer
from order_domain.money import Currency
from order_domain.orders import Order, OrderItem
from order_domain.payments import PaymentOption
from order_domain.ports import OmnitronItem, OmnitronOrder
from order_domain.products import Product
from order_domain.reasons import CancellationReason
from order_domain.settings import ShopSettings
from order_domain.statuses import CancellationType, OrderStatus
from order_entrypoints.http import HttpConfig, create_app

NOW = datetime(2025, 6, 2, 10, 30, tzinfo=UTC)
ADA = Customer(70, "ada@example.com", is_guest=False)
SESSION = "s3ssion"

REASONS = (
    CancellationReason(id=1, cancellation_type=CancellationType.CANCEL, subject="Ordered twice"),
    CancellationReason(
        id=2,
        cancellation_type=CancellationType.CANCEL,
        subject="Something else",
        extra_information_needed=True,
    ),
    CancellationReason(
        id=3, cancellation_type=CancellationType.CANCEL, subject="Withdrawn", is_active=False
    ),
    CancellationReason(id=4, cancellation_type=CancellationType.REFUND, subject="Broken"),
)

HOME = Address(
    pk=41,
    first_name="Ada",
    last_name="Lovelace",
    line="12 St James's Square\nFlat 5",
    title="Home",
    country=Location(1, "Türkiye"),
    city=Location(34, "İstanbul"),
    township=Location(3, "Kadıköy"),
    postcode="34710",
)

MUG = OrderItem(
    pk=11,
    product=Product(pk=111, sku="MUG", name="Blue mug"),
    price=Decimal("1249.90"),
    discount_amount=Decimal("24.90"),
    status=OrderStatus.APPROVED,
)
GLASSES = OrderItem(
    pk=12,
    product=Product(pk=112, sku="GLASS", name="Drinking glass"),
    price=Decimal("300.00"),
    status=OrderStatus.APPROVED,
    quantity=3,
)
SHIPPED = OrderItem(
    pk=13,
    product=Product(pk=113, sku="JUG", name="Glass jug"),
    price=Decimal("80.00"),
    status=OrderStatus.SHIPPED,
)

ORDER = Order(
    pk=7,
    number="N7",
    customer_id=ADA.id,
    status=OrderStatus.APPROVED,
    currency=Currency.TRY,
    amount=Decimal("1654.90"),
    discount_amount=Decimal("24.90"),
    shipping_amount=Decimal("49.90"),
    created_date=datetime(2025, 6, 2, 10, tzinfo=UTC),
    user_email=ADA.email,
    shipping_address=HOME,
    billing_address=evolve(HOME, pk=42, company_name="Engines Ltd", line="1 Mill Lane"),
    payment_option=PaymentOption(pk=1, name="Card", payment_type="credit_card", slug="card"),
    items=(MUG, GLASSES, SHIPPED),
)

PATH = f"/orders/completed/{PlainSigner().sign(ORDER.number)}/"

HOUR_LIMIT = CancellationRules(time_limit_is_active=True, time_limit=60)


def at_omnitron(order: Order) -> OmnitronOrder:
    """The order as Omnitron has it, every unit an entry."""
    units = [item for item in order.items for _ in range(item.quantity)]
    entries = tuple(
        OmnitronItem(pk=500 + index, remote_id=str(item.pk), status=item.status)
        for index, item in enumerate(units)
    )
    return OmnitronOrder(pk=900, number=order.number, status=order.status, items=entries)


@frozen(kw_only=True)
class Shop:
    """The ports that a test looks into, and the application over them."""

    orders: InMemoryOrders
    omnitron: InMemoryOmnitron
    settings: InMemorySettings = field(factory=InMemorySettings)
    reasons: tuple[CancellationReason, ...] = REASONS

    @classmethod
    def of(cls, order: Order = ORDER, reasons: tuple[CancellationReason, ...] = REASONS) -> "Shop":
        """A shop that has this order."""
        return cls(
            orders=InMemoryOrders([order]),
            omnitron=InMemoryOmnitron([at_omnitron(order)]),
            reasons=reasons,
        )

    def app(self, config: HttpConfig | None = None) -> Starlette:
        """The service; half an hour after the order was placed."""
        sessions = InMemorySessions()
        sessions.open_session(SESSION, ADA, NOW + timedelta(days=1))
        return create_app(
            orders=self.orders,
            customers=InMemoryCustomers([ADA]),
            sessions=sessions,
            reasons=InMemoryCancellationReasons(self.reasons),
            settings=self.settings,
            omnitron=self.omnitron,
            signer=PlainSigner(),
            clock=lambda: NOW,
            new_uuid=lambda: str(uuid4()),
            config=config or HttpConfig(secure_cookies=False),
        )

    def use_rules(self, rules: CancellationRules) -> None:
        """Put cancellation rules in force."""
        self.settings.shop = ShopSettings(cancellation_rules=rules)

    def order(self) -> Order:
        """The order as last saved."""
        order = self.orders.by_pk(ORDER.pk)
        assert order is not None
        return order

    def item(self, pk: int) -> OrderItem:
        """An item of the order as last saved."""
        return self.order().item(pk)

    def change(self, order: Order) -> None:
        """Save the order behind the page's back."""
        self.orders.save(order)
