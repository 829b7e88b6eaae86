"""A shop in memory, with one customer and an order of a mug, three glasses and a jug."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

from attrs import evolve, field, frozen
from starlette.applications import Starlette
from starlette.routing import Mount

from order_adapters.memory import (
    InMemoryArchive,
    InMemoryCancellationReasons,
    InMemoryCustomers,
    InMemoryOmnitron,
    InMemoryOrderHistory,
    InMemoryOrders,
    InMemoryPictures,
    InMemorySessions,
    InMemorySettings,
    PlainSigner,
    any_picture,
)
from order_domain.cancellation.rules import CancellationRules
from order_domain.orders import Order, OrderItem
from order_domain.ports import OmnitronItem, OmnitronOrder
from order_domain.reasons import CancellationReason
from order_domain.settings import ShopSettings
from order_domain.statuses import CancellationType, OrderStatus
from order_entrypoints.http import HttpConfig, create_app
from order_entrypoints.testing import samples
from order_entrypoints.testing.samples import NOW

ADA = samples.customer()
SESSION = "s3ssion"

REASONS = (
    samples.reason(1, subject="Ordered twice"),
    samples.reason(2, subject="Something else", extra_information_needed=True),
    samples.reason(3, subject="Withdrawn", is_active=False),
    samples.reason(4, subject="Broken", cancellation_type=CancellationType.REFUND),
)


def named(name: str, pk: int, **changes: object) -> OrderItem:
    """An item whose product has this name."""
    sample = samples.item(pk, **changes)
    return evolve(sample, product=evolve(sample.product, name=name))


MUG = named("Blue mug", 11, price=Decimal("1249.90"), discount_amount=Decimal("24.90"))
GLASSES = named("Drinking glass", 12, price=Decimal("300.00"), quantity=3)
JUG = named("Glass jug", 13, price=Decimal("80.00"), status=OrderStatus.SHIPPED)

ORDER = samples.order(
    7,
    amount=Decimal("1654.90"),
    discount_amount=Decimal("24.90"),
    shipping_amount=Decimal("49.90"),
    items=(MUG, GLASSES, JUG),
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
    def of(cls, *items: OrderItem, reasons: tuple[CancellationReason, ...] = REASONS) -> "Shop":
        """A shop that has the order, with these items if any are given."""
        return cls.with_order(evolve(ORDER, items=items or ORDER.items), reasons)

    @classmethod
    def with_order(cls, order: Order, reasons: tuple[CancellationReason, ...] = REASONS) -> "Shop":
        """A shop that has this order."""
        omnitron = InMemoryOmnitron([at_omnitron(order)])
        return cls(orders=InMemoryOrders([order]), omnitron=omnitron, reasons=reasons)

    def app(self, config: HttpConfig | None = None, prefix: str = "") -> Starlette:
        """The service, half an hour after the order was placed; mounted under a prefix if given."""
        sessions = InMemorySessions()
        sessions.open_session(SESSION, ADA, NOW + timedelta(days=1))
        app = create_app(
            orders=self.orders,
            history=InMemoryOrderHistory(self.orders),
            archive=InMemoryArchive(),
            customers=InMemoryCustomers([ADA]),
            sessions=sessions,
            reasons=InMemoryCancellationReasons(self.reasons),
            settings=self.settings,
            omnitron=self.omnitron,
            decisions=self.orders.decisions,
            signer=PlainSigner(),
            pictures=InMemoryPictures(),
            check_picture=any_picture,
            is_iban=bool,
            clock=lambda: NOW,
            new_uuid=lambda: str(uuid4()),
            config=config or HttpConfig(secure_cookies=False),
        )
        return Starlette(routes=[Mount(prefix, app)]) if prefix else app

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
