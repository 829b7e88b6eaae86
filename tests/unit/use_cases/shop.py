"""A shop of in-memory ports, with an Omnitron that lists what was ordered."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import count
from typing import Self

from attrs import Factory, define, evolve, field

from order_adapters.memory import (
    InMemoryCancellationReasons,
    InMemoryCustomers,
    InMemoryOmnitron,
    InMemoryOrders,
    InMemorySettings,
)
from order_domain.cancellation.outcomes import CancelOutcome
from order_domain.cancellation.policy import POLICY, Rule
from order_domain.cancellation.rules import CancellationRules
from order_domain.cancellation_records import CancellationRequest
from order_domain.customers import Customer
from order_domain.decisions import LoggedDecision
from order_domain.field_errors import NO_ERRORS, FieldErrors
from order_domain.orders import Order, OrderItem
from order_domain.ports import (
    OmnitronGarbledError,
    OmnitronItem,
    OmnitronOrder,
    RequestRefused,
    RequestTaken,
    StorageUnavailableError,
)
from order_domain.reasons import CancellationReason
from order_domain.selections import NO_UPLOADS, Selection, Uploads
from order_domain.settings import ShopSettings
from order_domain.statuses import (
    CancellationRequestStatus,
    CancellationType,
    OrderStatus,
    UnknownStatusError,
)
from order_domain.use_cases.cancel_items import CancelResult, cancel_items
from order_domain.use_cases.preview_cancellation import PreviewResult, preview_cancellation
from order_domain.use_cases.request_cancellation import RequestResult, request_cancellation
from unit.examples import NOW, an_order
from unit.use_cases.pictures import FailingPictures, picture_unless_bad

ADA = Customer(id=70, email="ada@example.com", is_guest=False)
GUEST = evolve(ADA, is_guest=True)
STRANGER = Customer(id=71, email="eve@example.com", is_guest=False)

CHANGED_MIND, NO_LONGER_USED, TOO_BLUE, TELL_US_MORE = 3, 4, 5, 6
REASONS = (
    CancellationReason(
        id=CHANGED_MIND, cancellation_type=CancellationType.CANCEL, subject="I changed my mind"
    ),
    CancellationReason(
        id=NO_LONGER_USED,
        cancellation_type=CancellationType.CANCEL,
        subject="Millennium bug",
        is_active=False,
    ),
    CancellationReason(
        id=TOO_BLUE, cancellation_type=CancellationType.REFUND, subject="It is too blue"
    ),
    CancellationReason(
        id=TELL_US_MORE,
        cancellation_type=CancellationType.CANCEL,
        subject="Another reason",
        extra_information_needed=True,
    ),
)

Change = Callable[[Order], Order]
"""What somebody else makes of an order before saving it."""


def untouched(order: Order) -> Order:
    """Somebody else saves the order as it is."""
    return order


class BusyOrders(InMemoryOrders):
    """Orders that others save, too.

    Attributes:
        interruptions: each is saved by somebody else just before something is saved here.
        unreadable: pks of orders that cannot be read.
        is_away: whether the database does not answer when an order is read.
    """

    def __init__(self, orders: Iterable[Order] = ()) -> None:
        super().__init__(orders)
        self.interruptions: list[Change] = []
        self.unreadable: set[int] = set()
        self.is_away = False

    def by_pk(self, pk: int) -> Order | None:
        if self.is_away:
            raise StorageUnavailableError
        if pk in self.unreadable:
            raise UnknownStatusError("'eaten' is no status.")
        return super().by_pk(pk)

    def by_number(self, number: str) -> Order | None:
        order = super().by_number(number)
        return None if order is None else self.by_pk(order.pk)

    def save(
        self, order: Order, *, was: Order | None = None, decision: LoggedDecision | None = None
    ) -> Order:
        if self.interruptions:
            newest = self.by_pk(order.pk)
            assert newest is not None
            super().save(self.interruptions.pop(0)(newest))
        return super().save(order, was=was, decision=decision)


class BusyOmnitron(InMemoryOmnitron):
    """An Omnitron during whose answers other things happen.

    Attributes:
        on_order: called, one a reading, before an order is read.
        on_cancel: called, one a cancellation, after it has arrived and before the answer.
        on_request: called, one a request handed over, before it has arrived.
        after_request: likewise, after it has arrived and before the answer.
        garbled: numbers of the orders that it says nonsense of.
    """

    def __init__(self, orders: Iterable[OmnitronOrder] = ()) -> None:
        super().__init__(orders)
        self.on_order: list[Callable[[], object]] = []
        self.on_cancel: list[Callable[[], object]] = []
        self.on_request: list[Callable[[], object]] = []
        self.after_request: list[Callable[[], object]] = []
        self.garbled: frozenset[str] = frozenset()
        self._has_forgotten = False

    def order(self, number: str) -> OmnitronOrder | None:
        if self.on_order:
            self.on_order.pop(0)()
        known = super().order(number)
        if number in self.garbled:
            raise OmnitronGarbledError("Omnitron's status 'eaten' is not known.")
        return None if self._has_forgotten else known

    def cancel(self, order: OmnitronOrder, reasons: dict[int, int]) -> CancelOutcome:
        outcome = super().cancel(order, reasons)
        if self.on_cancel:
            self.on_cancel.pop(0)()
        return outcome

    def send_request(self, request: CancellationRequest) -> RequestTaken | RequestRefused:
        if self.on_request:
            self.on_request.pop(0)()
        answer = super().send_request(request)
        if self.after_request:
            self.after_request.pop(0)()
        return answer

    def goes_down(self) -> None:
        """Answer nothing any more."""
        self.is_down = True

    def forgets(self) -> None:
        """Know no order any more."""
        self._has_forgotten = True

    def statuses(self, number: str) -> dict[str, list[OrderStatus]]:
        """The statuses of the entries of each item of an order, by remote id."""
        order = InMemoryOmnitron.order(self, number)
        assert order is not None
        found: dict[str, list[OrderStatus]] = {}
        for item in order.items:
            found.setdefault(item.remote_id, []).append(item.status)
        return found

    @property
    def told(self) -> list[int]:
        """The pk of every entry that was sent to be cancelled, each time it was."""
        return [pk for _, reasons in self.cancellations for pk in reasons]


def listed(order: Order) -> OmnitronOrder:
    """The order as Omnitron lists it: an entry a unit, or one an item of unlisted units."""
    entries = tuple(entry for item in order.items for entry in _entries(item))
    return OmnitronOrder(pk=9000, number=order.number, status=order.status, items=entries)


def entry(item: int, number: int, status: OrderStatus = OrderStatus.APPROVED) -> OmnitronItem:
    """The ``number``-th entry of an item, from 0."""
    return OmnitronItem(pk=item * 100 + number, remote_id=str(item), status=status)


def requests_of(order: Order) -> tuple[CancellationRequest, ...]:
    """Every request of an order."""
    return tuple(request for item in order.items for request in item.cancellation_requests)


def is_iban(text: str) -> bool:
    """Whether a text is taken for an account number here."""
    return text.upper().startswith("TR")


def _entries(item: OrderItem) -> list[OmnitronItem]:
    units = item.quantity if item.units_listed else 1
    cancelled = item.cancelled_quantity + sum(
        request.quantity
        for request in item.cancellation_requests
        if request.status is CancellationRequestStatus.COMPLETED
    )
    return [
        entry(item.pk, number, OrderStatus.CANCELED if number < cancelled else item.status)
        for number in range(units)
    ]


def _customers() -> InMemoryCustomers:
    customers = InMemoryCustomers([ADA, STRANGER])
    customers.put_address(ADA.id, an_order().shipping_address)
    return customers


@define(kw_only=True)
class Shop:
    """The ports that the use cases ask for, and calls with all of them.

    Attributes:
        now: what the clock says when it is asked next.
        tick: how far it goes on each time it was asked.
    """

    orders: BusyOrders
    omnitron: BusyOmnitron
    customers: InMemoryCustomers = field(factory=_customers)
    reasons: InMemoryCancellationReasons = Factory(lambda: InMemoryCancellationReasons(REASONS))
    settings: InMemorySettings = field(factory=InMemorySettings)
    pictures: FailingPictures = field(factory=FailingPictures)
    reported: list[str] = field(factory=list[str])
    now: datetime = NOW
    tick: timedelta = timedelta(0)
    numbers: "count[int]" = Factory(lambda: count(1))

    @classmethod
    def of(
        cls,
        *orders: Order,
        rules: CancellationRules | None = None,
        easy_return_enabled: bool = True,
    ) -> Self:
        """A shop that has these orders; ``an_order()`` when none are given."""
        kept = orders or (an_order(),)
        shop = ShopSettings(
            cancellation_rules=rules or CancellationRules(),
            easy_return_enabled=easy_return_enabled,
        )
        return cls(
            orders=BusyOrders(kept),
            omnitron=BusyOmnitron(listed(order) for order in kept),
            settings=InMemorySettings(shop),
        )

    def clock(self) -> datetime:
        now = self.now
        self.now += self.tick
        return now

    def new_uuid(self) -> str:
        return f"uuid-{next(self.numbers)}"

    def order(self, pk: int = 7) -> Order:
        """The order as it is kept."""
        order = self.orders.by_pk(pk)
        assert order is not None
        return order

    def cancel(
        self,
        selection: Selection,
        customer: Customer = ADA,
        *,
        number: str = "N7",
        policy: tuple[Rule, ...] = POLICY,
        uploads: Uploads = NO_UPLOADS,
        unreadable: FieldErrors = NO_ERRORS,
        attempt_id: str | None = None,
    ) -> CancelResult:
        return cancel_items(
            number,
            selection,
            customer,
            orders=self.orders,
            customers=self.customers,
            reasons=self.reasons,
            settings=self.settings,
            omnitron=self.omnitron,
            decisions=self.orders.decisions,
            is_iban=is_iban,
            check_picture=picture_unless_bad,
            pictures=self.pictures,
            report=self.reported.append,
            clock=self.clock,
            new_uuid=self.new_uuid,
            policy=policy,
            uploads=uploads,
            unreadable=unreadable,
            attempt_id=attempt_id,
        )

    def preview(
        self,
        selection: Selection,
        customer: Customer = ADA,
        *,
        number: str = "N7",
        policy: tuple[Rule, ...] = POLICY,
        uploads: Uploads = NO_UPLOADS,
        unreadable: FieldErrors = NO_ERRORS,
    ) -> PreviewResult:
        return preview_cancellation(
            number,
            selection,
            customer,
            orders=self.orders,
            customers=self.customers,
            reasons=self.reasons,
            settings=self.settings,
            is_iban=is_iban,
            check_picture=picture_unless_bad,
            clock=self.clock,
            policy=policy,
            uploads=uploads,
            unreadable=unreadable,
        )

    def request(
        self,
        selection: Selection,
        customer: Customer = ADA,
        *,
        policy: tuple[Rule, ...] = POLICY,
        uploads: Uploads = NO_UPLOADS,
        unreadable: FieldErrors = NO_ERRORS,
    ) -> RequestResult:
        return request_cancellation(
            selection,
            customer,
            orders=self.orders,
            customers=self.customers,
            reasons=self.reasons,
            settings=self.settings,
            decisions=self.orders.decisions,
            is_iban=is_iban,
            check_picture=picture_unless_bad,
            pictures=self.pictures,
            report=self.reported.append,
            clock=self.clock,
            new_uuid=self.new_uuid,
            policy=policy,
            uploads=uploads,
            unreadable=unreadable,
        )
