"""What holds of every cancellation, whatever the order, the rules and Omnitron's answers."""

from collections import Counter
from datetime import datetime
from functools import partial

from attrs import evolve, frozen
from hypothesis import event, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from order_adapters.memory import InMemoryCancellationReasons
from order_domain.cancellation.decision import ByRequest, Direct, Refused
from order_domain.cancellation.outcomes import (
    Accepted,
    CancelOutcome,
    NotAccepted,
    NotSent,
    OutcomeUnknown,
)
from order_domain.cancellation.rules import CancellationRules
from order_domain.cancellation_records import AttemptState
from order_domain.customers import Customer
from order_domain.orders import Order
from order_domain.ports import StaleOrderError
from order_domain.reasons import CancellationReason
from order_domain.selections import SelectedItem, Selection
from order_domain.statuses import CANCELLED, CancellationType, OrderStatus
from order_domain.use_cases.cancel_items import ItemsCancelled
from order_domain.use_cases.outcomes import Invalid, OrderNotFound, PickupAddressRequired
from order_domain.use_cases.preview_cancellation import Preview
from order_domain.use_cases.saving import TRIES, RequestsCreated
from order_entrypoints.testing import strategies as some
from unit.use_cases.shop import Shop, listed, requests_of, untouched

FOR_CANCEL, FOR_REFUND, UNKNOWN_REASON = 1, 2, 3
REASONS = (
    CancellationReason(
        id=FOR_CANCEL, cancellation_type=CancellationType.CANCEL, subject="Changed my mind"
    ),
    CancellationReason(
        id=FOR_REFUND, cancellation_type=CancellationType.REFUND, subject="Too blue"
    ),
)
OUTCOMES: tuple[CancelOutcome, ...] = (
    Accepted(),
    NotAccepted("no"),
    NotSent("no"),
    OutcomeUnknown("?"),
)


class ProcessKilled(BaseException):
    """The process dies here; nothing after it happens."""


def killed() -> None:
    raise ProcessKilled


@frozen
class Case:
    """A shop with one order, its customer, and what is asked."""

    shop: Shop
    customer: Customer
    number: str
    pk: int
    selection: Selection

    @property
    def order(self) -> Order:
        return self.shop.order(self.pk)


def a_shop(order: Order, rules: CancellationRules, now: datetime, *, easy_return: bool) -> Shop:
    shop = Shop.of(order, rules=rules, easy_return_enabled=easy_return)
    shop.reasons = InMemoryCancellationReasons(REASONS)
    shop.customers.put_address(order.customer_id, order.shipping_address)
    shop.now = now
    return shop


def with_a_reason(line: SelectedItem) -> SelectedItem:
    """The line with a reason of its type; one line in nine has one that is unknown."""
    is_cancel = line.cancellation_type is CancellationType.CANCEL
    of_type = FOR_CANCEL if is_cancel else FOR_REFUND
    return evolve(line, reason=UNKNOWN_REASON if line.reason == 9 else of_type)


def all_cancelled(selection: Selection) -> Selection:
    """The selection without refunds, which alone may be direct."""
    lines = (
        evolve(line, cancellation_type=CancellationType.CANCEL, reason=FOR_CANCEL)
        for line in selection.items
    )
    return evolve(selection, items=tuple(lines), fully_refund_as_loyalty_money=False)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Half of the cases ask only for what a shop with few rules may do directly."""
    customer, is_simple = draw(some.customers()), draw(st.booleans())
    order = draw(some.orders(customer))
    rules = CancellationRules() if is_simple else draw(some.rules())
    drawn = draw(some.selections(order))
    selection = evolve(
        drawn,
        items=tuple(with_a_reason(line) for line in drawn.items),
        pickup_address=draw(st.sampled_from((drawn.pickup_address, drawn.pickup_address, None))),
    )
    now = draw(some.moments(order, rules))
    shop = a_shop(order, rules, now, easy_return=draw(st.booleans()))
    asked = all_cancelled(selection) if is_simple else selection
    return Case(shop, customer, order.number, order.pk, asked)


@given(case=cases())
def test_a_preview_says_what_cancelling_does_when_omnitron_accepts(case: Case) -> None:
    before = case.order

    preview = case.shop.preview(case.selection, case.customer, number=case.number)
    after_preview = case.order
    result = case.shop.cancel(case.selection, case.customer, number=case.number)

    assert after_preview is before
    decision = preview.decision if isinstance(preview, Preview) else None
    event(type(decision or preview).__name__)
    match decision:
        case Direct():
            assert result == ItemsCancelled()
        case ByRequest(reasons):
            assert isinstance(result, RequestsCreated)
            assert (result.reasons, result.note) == (reasons, "")
        case Refused():
            assert result == decision
        case None:
            assert result == preview


@given(case=cases())
def test_what_is_not_granted_leaves_the_order_and_omnitron_alone(case: Case) -> None:
    before = case.order

    result = case.shop.cancel(case.selection, case.customer, number=case.number)

    event(type(result).__name__)
    if isinstance(result, ItemsCancelled | RequestsCreated):
        assert case.order.version > before.version
    else:
        assert case.order is before
        assert case.shop.omnitron.reads == []


@given(case=cases(), outcome=st.sampled_from(OUTCOMES))
def test_every_selected_unit_is_cancelled_or_asked_for(case: Case, outcome: CancelOutcome) -> None:
    # given
    case.shop.omnitron.outcome = outcome
    before = case.order

    # when
    result = case.shop.cancel(case.selection, case.customer, number=case.number)

    # then
    lost = {
        item.pk: item.quantity_left - case.order.item(item.pk).quantity_left
        for item in before.items
    }
    asked = Counter(
        {
            line.order_item: line.quantity or before.item(line.order_item).quantity_left
            for line in case.selection.items
        }
    )
    changed = isinstance(result, ItemsCancelled | RequestsCreated)
    assert lost == {item.pk: asked[item.pk] if changed else 0 for item in before.items}
    if isinstance(result, RequestsCreated):
        assert {each.order_item: each.quantity for each in result.requests} == asked
        assert set(result.requests) <= set(requests_of(case.order))


@given(case=cases(), times=st.integers(0, 9))
def test_others_who_save_the_order_as_it_is_do_not_change_the_result(
    case: Case, times: int
) -> None:
    quiet = a_shop(
        case.order,
        case.shop.settings.shop.cancellation_rules,
        case.shop.now,
        easy_return=case.shop.settings.shop.easy_return_enabled,
    )
    case.shop.orders.interruptions = [untouched] * times

    result = case.shop.cancel(case.selection, case.customer, number=case.number)

    expected = quiet.cancel(case.selection, case.customer, number=case.number)
    assert type(result) is type(expected)
    assert case.shop.omnitron.cancellations == quiet.omnitron.cancellations


class Cancelling(RuleBasedStateMachine):
    """One order, clients who cancel at once and again, and an Omnitron that may do anything."""

    def __init__(self) -> None:
        super().__init__()
        self.customer: Customer
        self.pk: int
        self.shop: Shop

    @initialize(data=st.data())
    def open_shop(self, data: st.DataObject) -> None:
        self.customer = data.draw(some.customers())
        placed = data.draw(some.orders(self.customer))
        bought_anew = tuple(
            evolve(
                item, status=OrderStatus.APPROVED, cancelled_quantity=0, cancellation_requests=()
            )
            for item in placed.items
        )
        order = evolve(placed, items=bought_anew, status=OrderStatus.APPROVED, attempts=())
        self.pk = order.pk
        rules = CancellationRules()
        self.shop = a_shop(order, rules, order.created_date, easy_return=False)
        as_omnitron_lists_it = tuple(
            evolve(item, units_listed=data.draw(st.booleans())) for item in order.items
        )
        self.shop.omnitron.put(listed(evolve(order, items=as_omnitron_lists_it)))

    def a_selection(self, data: st.DataObject) -> Selection:
        return all_cancelled(data.draw(some.selections(self.shop.order(self.pk))))

    def call(self, selection: Selection) -> None:
        result = self.shop.cancel(selection, self.customer, number=self.shop.order(self.pk).number)
        assert not isinstance(result, Invalid | OrderNotFound | PickupAddressRequired)

    def prepare(self, data: st.DataObject) -> None:
        """Choose what Omnitron will answer, and whether it does what it was told."""
        omnitron = self.shop.omnitron
        omnitron.outcome = data.draw(st.sampled_from(OUTCOMES))
        is_unknown = isinstance(omnitron.outcome, OutcomeUnknown)
        omnitron.cancels = data.draw(st.booleans()) if is_unknown else None

    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        self.prepare(data)
        self.call(self.a_selection(data))

    @rule(data=st.data())
    def cancel_and_lose_sight_of_it(self, data: st.DataObject) -> None:
        self.prepare(data)
        self.shop.omnitron.on_cancel = [self.shop.omnitron.goes_down]
        self.call(self.a_selection(data))
        self.shop.omnitron.on_cancel = []
        self.shop.omnitron.is_down = False

    @rule(data=st.data(), when=st.sampled_from(("on_order", "on_cancel")))
    def two_cancel_at_once(self, data: st.DataObject, when: str) -> None:
        self.prepare(data)
        first, second = self.a_selection(data), self.a_selection(data)
        setattr(self.shop.omnitron, when, [lambda: self.call(second)])
        self.call(first)
        setattr(self.shop.omnitron, when, [])

    @rule(data=st.data(), when=st.sampled_from(("on_order", "on_cancel")))
    def cancel_and_be_killed(self, data: st.DataObject, when: str) -> None:
        self.prepare(data)
        selection = self.a_selection(data)
        setattr(self.shop.omnitron, when, [killed])
        try:
            self.call(selection)
        except ProcessKilled:
            step = {"on_order": AttemptState.CLAIMED, "on_cancel": AttemptState.SENDING}[when]
            assert self.shop.order(self.pk).attempts[-1].state is step
        setattr(self.shop.omnitron, when, [])

    @rule(data=st.data())
    def cancel_among_others_who_never_stop_saving(self, data: st.DataObject) -> None:
        self.prepare(data)
        save_on = partial(self.shop.orders.interruptions.extend, [untouched] * TRIES)
        self.shop.omnitron.on_cancel = [save_on]
        try:
            self.call(self.a_selection(data))
        except StaleOrderError:
            assert self.shop.order(self.pk).attempts[-1].state is AttemptState.SENDING
        self.shop.omnitron.on_cancel = []
        self.shop.orders.interruptions = []

    @invariant()
    def no_entry_was_sent_twice(self) -> None:
        assert [pk for pk, times in Counter(self.shop.omnitron.told).items() if times > 1] == []

    @invariant()
    def what_is_cancelled_here_is_cancelled_there(self) -> None:
        order = self.shop.order(self.pk)
        there = self.shop.omnitron.statuses(order.number)
        for item in order.items:
            entries = there[str(item.pk)]
            cancelled = sum(status in CANCELLED for status in entries)
            assert cancelled >= min(item.cancelled_quantity, len(entries))


TestCancelling = Cancelling.TestCase
TestCancelling.settings = settings(max_examples=40, stateful_step_count=8)
