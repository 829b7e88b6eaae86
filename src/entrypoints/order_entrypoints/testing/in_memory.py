"""A shop without a database, a network or a clock: every port in memory, put together.

    shop = in_memory_shop(order, rules=CancellationRules(has_invoice=True))
    assert shop.cancel(selection, number=order.number) == ItemsCancelled()

Its Omnitron lists what was ordered. The ports are attributes, to be handed to use cases, to
``create_app`` or to the embedding service's own code, and to be changed by a test.
"""

from collections.abc import Mapping
from datetime import datetime
from itertools import count
from uuid import UUID

from attrs import Factory, define, evolve, field

from order_adapters.memory import (
    InMemoryArchive,
    InMemoryCancellationReasons,
    InMemoryCustomers,
    InMemoryDecisionLog,
    InMemoryOmnitron,
    InMemoryOrderHistory,
    InMemoryOrderProofs,
    InMemoryOrders,
    InMemoryPictures,
    InMemorySessions,
    InMemorySettings,
    InMemoryWorklist,
    PlainSigner,
    any_picture,
)
from order_domain.cancellation.policy import POLICY, Rule
from order_domain.cancellation.rules import CancellationRules
from order_domain.customers import Customer
from order_domain.orders import Order
from order_domain.ports import LogEntry
from order_domain.selections import Selection
from order_domain.settings import ShopSettings
from order_domain.use_cases.cancel_items import CancelResult, cancel_items
from order_domain.use_cases.preview_cancellation import PreviewResult, preview_cancellation
from order_domain.use_cases.request_cancellation import RequestResult, request_cancellation
from order_entrypoints.testing.placing import REASONS, any_iban, listed, placed_by
from order_entrypoints.testing.samples import NOW

MOST = 1_000_000
"""Entries of the log that are read at once."""


@define(kw_only=True)
class InMemoryShop:
    """The ports in memory, and the use cases that ask for most of them.

    Attributes:
        policy: the rules that are asked.
        reported: what went wrong and hindered nobody.
        now: what the clock says: half an hour after the samples were ordered, until a test
            sets it.
    """

    orders: InMemoryOrders = field(factory=InMemoryOrders)
    customers: InMemoryCustomers = field(factory=InMemoryCustomers)
    sessions: InMemorySessions = field(factory=InMemorySessions)
    reasons: InMemoryCancellationReasons = Factory(lambda: InMemoryCancellationReasons(REASONS))
    settings: InMemorySettings = field(factory=InMemorySettings)
    omnitron: InMemoryOmnitron = field(factory=InMemoryOmnitron)
    pictures: InMemoryPictures = field(factory=InMemoryPictures)
    archive: InMemoryArchive = field(factory=InMemoryArchive)
    signer: PlainSigner = field(factory=PlainSigner)
    history: InMemoryOrderHistory = Factory(
        lambda self: InMemoryOrderHistory(self.orders), takes_self=True
    )
    proofs: InMemoryOrderProofs = Factory(
        lambda self: InMemoryOrderProofs(self.orders, self.customers), takes_self=True
    )
    worklist: InMemoryWorklist = Factory(
        lambda self: InMemoryWorklist(self.orders), takes_self=True
    )
    policy: tuple[Rule, ...] = POLICY
    reported: list[str] = field(factory=list[str])
    now: datetime = NOW
    _numbers: "count[int]" = field(factory=lambda: count(1), init=False)

    @property
    def decisions(self) -> InMemoryDecisionLog:
        """The log of decisions."""
        return self.orders.decisions

    @property
    def logged(self) -> tuple[LogEntry, ...]:
        """Every decision logged, oldest first."""
        return self.decisions.entries(most=MOST)

    def place(self, order: Order, customer: Customer | None = None) -> Order:
        """Add an order, with its customer and address book; Omnitron lists it too.

        Args:
            order: as it is now.
            customer: who placed it; None: a registered customer with the order's email.

        Raises:
            DuplicateOrderError: there is one of its pk or number, or with one of its items.
        """
        self.orders.add(order)
        self.customers.put(customer or placed_by(order))
        for address in (order.shipping_address, order.billing_address):
            self.customers.put_address(order.customer_id, address)
        self.omnitron.put(listed(order))
        return order

    def set_rules(
        self,
        rules: CancellationRules | Mapping[str, object],
        shadow: CancellationRules | None = None,
    ) -> None:
        """Change the cancellation rules in force, and the candidate beside them.

        Raises:
            InvalidSettingError: a setting is not valid; every wrong key is named.
        """
        parsed = rules if isinstance(rules, CancellationRules) else CancellationRules.parse(rules)
        self.settings.shop = evolve(
            self.settings.shop, cancellation_rules=parsed, shadow_rules=shadow
        )

    def clock(self) -> datetime:
        """Return ``now`` (port ``Clock``)."""
        return self.now

    def new_uuid(self) -> str:
        """Return an id that a test can foretell (port ``NewUuid``)."""
        return str(UUID(int=next(self._numbers), version=4))

    def cancel(
        self, selection: Selection, customer: Customer | None = None, *, number: str
    ) -> CancelResult:
        """Cancel items of an order, as its customer unless it is said who asks."""
        return cancel_items(
            number,
            selection,
            customer or self._customer(number),
            orders=self.orders,
            customers=self.customers,
            reasons=self.reasons,
            settings=self.settings,
            omnitron=self.omnitron,
            decisions=self.decisions,
            is_iban=any_iban,
            check_picture=any_picture,
            pictures=self.pictures,
            report=self.reported.append,
            clock=self.clock,
            new_uuid=self.new_uuid,
            policy=self.policy,
        )

    def preview(
        self, selection: Selection, customer: Customer | None = None, *, number: str
    ) -> PreviewResult:
        """Say what :meth:`cancel` would do, without doing it."""
        return preview_cancellation(
            number,
            selection,
            customer or self._customer(number),
            orders=self.orders,
            customers=self.customers,
            reasons=self.reasons,
            settings=self.settings,
            is_iban=any_iban,
            check_picture=any_picture,
            clock=self.clock,
            policy=self.policy,
        )

    def request(self, selection: Selection, customer: Customer) -> RequestResult:
        """Ask the back office to cancel items."""
        return request_cancellation(
            selection,
            customer,
            orders=self.orders,
            customers=self.customers,
            reasons=self.reasons,
            settings=self.settings,
            decisions=self.decisions,
            is_iban=any_iban,
            check_picture=any_picture,
            pictures=self.pictures,
            report=self.reported.append,
            clock=self.clock,
            new_uuid=self.new_uuid,
            policy=self.policy,
        )

    def _customer(self, number: str) -> Customer:
        order = self.orders.by_number(number)
        customer = None if order is None else self.customers.by_id(order.customer_id)
        if customer is None:
            raise LookupError(f"Nobody placed an order of number {number} here.")
        return customer


def in_memory_shop(
    *orders: Order,
    rules: CancellationRules | Mapping[str, object] | None = None,
    easy_return_enabled: bool = False,
    policy: tuple[Rule, ...] = POLICY,
    now: datetime = NOW,
) -> InMemoryShop:
    """Return a shop in which these orders were placed.

    Args:
        orders: none twice.
        rules: the cancellation rules in force; by default none of the extra ones.
        easy_return_enabled: a refund then needs a shipping company and a pickup address.
        policy: the rules to ask; an embedder's own, if it has one.
        now: what its clock says, aware; by default half an hour after the samples were ordered.

    Raises:
        InvalidSettingError: a setting is not valid; every wrong key is named.
        DuplicateOrderError: two orders share a key.
    """
    settings = InMemorySettings(ShopSettings(easy_return_enabled=easy_return_enabled))
    shop = InMemoryShop(settings=settings, policy=policy, now=now)
    shop.set_rules(rules or {})
    for order in orders:
        shop.place(order)
    return shop
