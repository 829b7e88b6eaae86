"""The public strategies make what they promise, and reach what matters."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from attrs import frozen
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from order_domain.addresses import Address
from order_domain.cancellation.decision import ByRequest, Decision, Direct, Refused
from order_domain.cancellation.policy import decide
from order_domain.cancellation.rules import CancellationRules
from order_domain.cancellation_records import AttemptState, CancellationRequest
from order_domain.customers import Customer
from order_domain.money import Currency, amount_in
from order_domain.orders import Order, OrderItem
from order_domain.selections import Selection
from order_domain.statuses import CancellationRequestStatus, OrderStatus
from order_entrypoints.testing import strategies as some
from unit.examples import an_order

HOUR_LIMIT = CancellationRules(time_limit_is_active=True, time_limit=60)
HOUR, INSTANT = timedelta(hours=1), timedelta(microseconds=1)


@frozen
class Drawn:
    """What every strategy of a decision made."""

    order: Order
    selection: Selection
    rules: CancellationRules
    decision: Decision


@st.composite
def drawn(draw: st.DrawFn) -> Drawn:
    order, rules = draw(some.orders()), draw(some.rules())
    now = draw(some.moments(order, HOUR_LIMIT))
    selection = draw(some.selections(order))
    return Drawn(
        order=order,
        selection=selection,
        rules=rules,
        decision=decide(order, selection, rules, now),
    )


@pytest.fixture(scope="module")
def sample() -> list[Drawn]:
    """Eight hundred drawings, nearly the same ones each time."""
    made: list[Drawn] = []

    @settings(max_examples=800, derandomize=True, database=None, phases=[Phase.generate])
    @given(one=drawn())
    def collect(one: Drawn) -> None:
        made.append(one)

    collect()
    return made


def requests_of(order: Order) -> list[CancellationRequest]:
    return [request for item in order.items for request in item.cancellation_requests]


def test_amounts_have_the_places_of_their_currency(sample: list[Drawn]) -> None:
    amounts = [
        (one.order.currency, amount)
        for one in sample
        for amount in (
            one.order.amount,
            one.order.shipping_amount,
            *(item.price for item in one.order.items),
            *(item.discount_amount for item in one.order.items),
        )
        if amount is not None
    ]

    assert [str(amount_in(*amount)) for amount in amounts] == [str(one) for _, one in amounts]


def test_datetimes_have_a_zone_and_history_comes_after_creation(sample: list[Drawn]) -> None:
    histories = [
        (
            one.order.created_date,
            *(request.created_date for request in requests_of(one.order)),
            *(attempt.claimed_at for attempt in one.order.attempts),
            *(attempt.settled_at for attempt in one.order.attempts if attempt.settled_at),
        )
        for one in sample
    ]

    assert all(moment.tzinfo is not None for history in histories for moment in history)
    assert all(min(history) == history[0] for history in histories)


def test_no_unit_is_cancelled_or_requested_twice(sample: list[Drawn]) -> None:
    items = [item for one in sample for item in one.order.items]
    requested = [
        sum(
            request.quantity
            for request in item.cancellation_requests
            if request.status is not CancellationRequestStatus.REJECTED
        )
        for item in items
    ]

    assert all(
        item.cancelled_quantity + units <= item.quantity
        for item, units in zip(items, requested, strict=True)
    )


def test_attempts_are_about_units_of_their_order(sample: list[Drawn]) -> None:
    lines = [
        (one.order.item(line.order_item), line)
        for one in sample
        for attempt in one.order.attempts
        for line in attempt.selection.items
    ]

    assert all(1 <= (line.quantity or 0) <= item.quantity for item, line in lines)


def test_no_item_is_in_two_attempts(sample: list[Drawn]) -> None:
    attempted = [
        [line.order_item for attempt in one.order.attempts for line in attempt.selection.items]
        for one in sample
    ]

    assert all(len(set(pks)) == len(pks) for pks in attempted)


def test_what_must_be_unique_is(sample: list[Drawn]) -> None:
    pks = [[item.pk for item in one.order.items] for one in sample]
    names = [
        [request.uuid for request in requests_of(one.order)]
        + [attempt.id for attempt in one.order.attempts]
        for one in sample
    ]

    assert all(len(set(found)) == len(found) for found in pks + names)
    assert {len(name) for found in names for name in found} == {36}


def test_a_selection_is_valid_for_its_order(sample: list[Drawn]) -> None:
    selected = [[line.order_item for line in one.selection.items] for one in sample]
    quantities = [
        (one.order.item(line.order_item).quantity_left, line.quantity)
        for one in sample
        for line in one.selection.items
    ]

    assert all(pks and len(set(pks)) == len(pks) for pks in selected)
    assert all(asked is None or 1 <= asked <= left for left, asked in quantities)


def test_rules_are_such_as_a_shop_can_set(sample: list[Drawn]) -> None:
    assert all(CancellationRules.parse(one.rules.to_setting()) == one.rules for one in sample)


@given(data=st.data(), customer=some.customers())
def test_an_order_can_be_made_for_a_customer(data: st.DataObject, customer: Customer) -> None:
    order = data.draw(some.orders(customer))

    assert (order.customer_id, order.user_email) == (customer.id, customer.email)
    assert order.shipping_address.user == customer.id


@given(address=some.addresses(), own=some.addresses(7))
def test_an_address_is_in_the_book_of_whoever_was_named(address: Address, own: Address) -> None:
    assert address.user is None
    assert own.user == 7


@given(item=some.items(9, Currency.KWD))
def test_an_item_has_the_pk_and_the_currency_asked_for(item: OrderItem) -> None:
    assert item.pk == 9
    assert amount_in(Currency.KWD, item.price).as_tuple() == item.price.as_tuple()


def test_every_outcome_is_reached_often(sample: list[Drawn]) -> None:
    outcomes = Counter(type(one.decision) for one in sample)

    assert set(outcomes) == {Direct, ByRequest, Refused}
    assert min(outcomes.values()) > 25


def test_moments_are_made_exactly_where_the_answer_turns() -> None:
    placed = an_order()
    ages: set[timedelta] = set()

    @settings(max_examples=2_000, derandomize=True, database=None, phases=[Phase.generate])
    @given(now=some.moments(placed, HOUR_LIMIT))
    def collect(now: datetime) -> None:
        ages.add(now - placed.created_date)

    collect()
    assert ages >= {HOUR, HOUR - INSTANT, HOUR + INSTANT, timedelta(0), -INSTANT}


def test_attempts_and_requests_are_made_in_every_state(sample: list[Drawn]) -> None:
    attempts = [attempt for one in sample for attempt in one.order.attempts]
    requests = [request for one in sample for request in requests_of(one.order)]

    assert {attempt.state for attempt in attempts} == set(AttemptState)
    assert {request.status for request in requests} == set(CancellationRequestStatus)


def test_orders_and_items_are_made_in_every_status_and_mixed(sample: list[Drawn]) -> None:
    pairs = {(one.order.status, item.status) for one in sample for item in one.order.items}

    assert {status for pair in pairs for status in pair} == set(OrderStatus)
    assert len({pair for pair in pairs if pair[0] is not pair[1]}) > 20


def test_orders_are_created_while_clocks_change(sample: list[Drawn]) -> None:
    nearest = min(
        abs(one.order.created_date - change) for one in sample for change in some.CLOCK_CHANGES
    )
    folds = {one.order.created_date.fold for one in sample}

    assert nearest < timedelta(minutes=30)
    assert folds == {0, 1}


@given(data=st.data(), order=some.orders())
def test_a_limit_of_centuries_does_not_leave_the_calendar(
    data: st.DataObject, order: Order
) -> None:
    rules = CancellationRules(time_limit_is_active=True, time_limit=10**15)

    assert data.draw(some.moments(order, rules)).year < 2045


@given(status=some.statuses())
def test_a_status_is_a_status(status: OrderStatus) -> None:
    assert OrderStatus.parse(status.code) is status
