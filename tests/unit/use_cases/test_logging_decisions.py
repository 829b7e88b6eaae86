"""Every decision on what somebody asked is logged once, with all that it rested on."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from attrs import evolve

from order_domain.cancellation.decision import Outcome
from order_domain.cancellation.facts import CancellationFacts, ItemFacts
from order_domain.cancellation.outcomes import NotAccepted, OutcomeUnknown
from order_domain.cancellation.rules import CancellationRules
from order_domain.cancellation_records import AttemptState
from order_domain.customers import Customer
from order_domain.decisions import AskedBy, AskedFor, LoggedDecision, amount_of
from order_domain.money import Currency
from order_domain.orders import Order, OrderItem
from order_domain.ports import LogEntry, StaleOrderError, StorageUnavailableError
from order_domain.selections import Selection
from order_domain.statuses import CancellationType, OrderStatus
from order_domain.use_cases.outcomes import PickupAddressRequired
from order_domain.use_cases.request_cancellation import request_on
from order_domain.use_cases.saving import TRIES
from unit.examples import (
    COURIER,
    NOW,
    a_request,
    a_selection,
    an_item,
    an_order,
    cancel,
    refund,
)
from unit.use_cases.pictures import picture_unless_bad
from unit.use_cases.shop import (
    ADA,
    GUEST,
    STRANGER,
    TOO_BLUE,
    Shop,
    is_iban,
    untouched,
)

Ask = Callable[[Shop, Selection], object]


def cancelling(shop: Shop, selection: Selection) -> object:
    return shop.cancel(selection)


def requesting(shop: Shop, selection: Selection) -> object:
    return shop.request(selection)


def entries(shop: Shop) -> tuple[LogEntry, ...]:
    return shop.orders.decisions.entries(most=1000)


def only_entry(shop: Shop) -> LogEntry:
    [entry] = entries(shop)
    return entry


def test_a_direct_cancellation_is_logged_with_its_facts_rules_and_end() -> None:
    # given
    rules = CancellationRules(has_invoice=True)
    shop = Shop.of(an_order(an_item(1, quantity=3), an_item(2)), rules=rules)
    shop.tick = timedelta(seconds=1)

    # when
    shop.cancel(a_selection(cancel(2), cancel(1, 2)))

    # then
    entry = only_entry(shop)
    attempt = shop.order().attempts[0]
    assert entry == LogEntry(
        position=1,
        decision=LoggedDecision(
            at=NOW,
            asked_by=AskedBy.CUSTOMER,
            asked_for=AskedFor.CANCELLATION,
            customer_id=70,
            order_pk=7,
            order_number="N7",
            order_items=(2, 1),
            facts=CancellationFacts(
                order_status=OrderStatus.APPROVED,
                is_invoiced=False,
                age=30,
                as_loyalty_money=False,
                items=(
                    ItemFacts(status=OrderStatus.APPROVED),
                    ItemFacts(status=OrderStatus.APPROVED, is_part=True),
                ),
            ),
            rules=rules,
            outcome=Outcome.DIRECT,
            reasons=(),
            amount=Decimal("83.17"),
            currency=Currency.TRY,
            attempt=attempt.id,
        ),
        attempt_state=AttemptState.ACCEPTED,
        attempt_settled_at=attempt.settled_at,
    )


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (NotAccepted("Too late."), AttemptState.REFUSED),
        (OutcomeUnknown("Too late."), AttemptState.UNKNOWN),
    ],
)
def test_what_omnitron_made_of_it_stands_beside_the_decision(
    outcome: NotAccepted | OutcomeUnknown, state: AttemptState
) -> None:
    shop = Shop.of()
    shop.omnitron.outcome = outcome

    shop.cancel(a_selection())

    entry = only_entry(shop)
    assert (entry.decision.outcome, entry.attempt_state) == (Outcome.DIRECT, state)
    assert (entry.attempt_note, entry.attempt_settled_at) == ("Too late.", NOW)


@pytest.mark.parametrize(
    ("ask", "asked_for"),
    [(cancelling, AskedFor.CANCELLATION), (requesting, AskedFor.REQUEST)],
)
def test_what_goes_by_request_is_logged_with_every_reason(ask: Ask, asked_for: AskedFor) -> None:
    shop = Shop.of(
        evolve(an_order(status=OrderStatus.PREPARING), invoice_number="I-1"),
        rules=CancellationRules(has_invoice=True),
    )

    ask(shop, a_selection())

    decision = only_entry(shop).decision
    assert (decision.asked_for, decision.outcome) == (asked_for, Outcome.REQUEST)
    assert [reason.code for reason in decision.reasons] == ["order_status", "invoiced"]
    assert decision.attempt is None
    assert decision.amount == Decimal("49.90")
    assert decision.facts.is_invoiced


@pytest.mark.parametrize("ask", [cancelling, requesting])
def test_what_is_refused_is_logged_and_nothing_is_saved(ask: Ask) -> None:
    shop = Shop.of(an_order(an_item(requests=(a_request(),), quantity=2)))

    ask(shop, a_selection())

    decision = only_entry(shop).decision
    assert decision.outcome is Outcome.REFUSED
    assert [(reason.code, reason.order_item) for reason in decision.reasons] == [
        ("request_exists", 1)
    ]
    assert decision.amount == Decimal("24.95")
    assert shop.order().version == 1


@pytest.mark.parametrize("ask", [cancelling, requesting])
@pytest.mark.parametrize("times", [1, 4, TRIES - 1])
def test_a_decision_is_logged_once_however_often_others_save_the_order(
    ask: Ask, times: int
) -> None:
    shop = Shop.of(an_order(status=OrderStatus.PREPARING))
    shop.orders.interruptions = [untouched] * times
    shop.tick = timedelta(minutes=1)

    ask(shop, a_selection())

    assert shop.order().version == times + 2
    assert only_entry(shop).decision.outcome is Outcome.REQUEST
    assert only_entry(shop).decision.facts.age > 30


@pytest.mark.parametrize("times", [1, TRIES - 1])
def test_a_direct_decision_is_logged_once_however_often_others_save_the_order(
    times: int,
) -> None:
    shop = Shop.of()
    shop.orders.interruptions = [untouched] * times

    shop.cancel(a_selection())

    assert only_entry(shop).decision.attempt == shop.order().attempts[0].id


@pytest.mark.parametrize("ask", [cancelling, requesting])
def test_only_the_last_decision_is_logged_when_others_change_what_it_rests_on(ask: Ask) -> None:
    shop = Shop.of()

    def canceled(order: Order) -> Order:
        return evolve(order, status=OrderStatus.CANCELED)

    shop.orders.interruptions = [canceled]

    ask(shop, a_selection())

    decision = only_entry(shop).decision
    assert decision.outcome is Outcome.REFUSED
    assert decision.facts.order_status is OrderStatus.CANCELED


@pytest.mark.parametrize("ask", [cancelling, requesting])
def test_nothing_is_logged_when_the_order_cannot_be_saved(ask: Ask) -> None:
    shop = Shop.of()
    shop.orders.interruptions = [untouched] * TRIES

    with pytest.raises(StaleOrderError):
        ask(shop, a_selection())

    assert entries(shop) == ()


@pytest.mark.parametrize("ask", [cancelling, requesting])
def test_nothing_is_logged_when_the_database_breaks(ask: Ask) -> None:
    shop = Shop.of()

    def breaks(_: Order) -> Order:
        raise StorageUnavailableError("The database is locked.")

    shop.orders.interruptions = [breaks]

    with pytest.raises(StorageUnavailableError):
        ask(shop, a_selection())

    assert entries(shop) == ()


def test_of_two_at_once_both_are_logged() -> None:
    shop = Shop.of()
    shop.omnitron.on_order.append(lambda: shop.cancel(a_selection()))

    shop.cancel(a_selection())

    direct, refused = (entry.decision for entry in entries(shop))
    assert (direct.outcome, refused.outcome) == (Outcome.DIRECT, Outcome.REFUSED)
    assert [reason.code for reason in refused.reasons] == ["in_progress"]
    assert refused.facts.items[0].is_under_way


@pytest.mark.parametrize(
    "selection",
    [
        a_selection(cancel(9)),
        a_selection(cancel(1, 0)),
        a_selection(cancel(1, 2)),
        a_selection(evolve(cancel(), reason=TOO_BLUE)),
    ],
)
@pytest.mark.parametrize("ask", [cancelling, requesting])
def test_what_is_not_decided_is_not_logged(ask: Ask, selection: Selection) -> None:
    shop = Shop.of()

    ask(shop, selection)

    assert entries(shop) == ()


def test_a_missing_pickup_address_is_not_a_decision() -> None:
    item = evolve(
        an_item(status=OrderStatus.DELIVERED), available_easy_return_shipping_companies=(COURIER,)
    )
    shop = Shop.of(an_order(item, status=OrderStatus.DELIVERED))
    line = evolve(refund(), reason=TOO_BLUE, shipping_company=COURIER.pk)

    assert shop.cancel(a_selection(line)) == PickupAddressRequired()
    assert entries(shop) == ()


def test_what_others_may_not_see_is_not_logged() -> None:
    shop = Shop.of()

    shop.cancel(a_selection(), STRANGER)
    shop.request(a_selection(), STRANGER)

    assert entries(shop) == ()


def test_previews_are_not_logged() -> None:
    shop = Shop.of()

    shop.preview(a_selection())

    assert entries(shop) == ()


@pytest.mark.parametrize(
    ("customer", "asked_by"), [(ADA, AskedBy.CUSTOMER), (GUEST, AskedBy.GUEST)]
)
def test_who_asked_is_logged(customer: Customer, asked_by: AskedBy) -> None:
    shop = Shop.of()

    shop.cancel(a_selection(), customer)
    shop.request(a_selection(), customer)

    assert [entry.decision.asked_by for entry in entries(shop)] == [asked_by] * 2
    assert [entry.decision.outcome for entry in entries(shop)] == [
        Outcome.DIRECT,
        Outcome.REFUSED,
    ]


def test_a_visitor_who_proved_the_order_is_logged_as_such() -> None:
    shop = Shop.of()

    request_on(
        shop.order,
        a_selection(),
        GUEST,
        AskedBy.ANONYMOUS,
        orders=shop.orders,
        customers=shop.customers,
        reasons=shop.reasons,
        settings=shop.settings,
        decisions=shop.orders.decisions,
        is_iban=is_iban,
        check_picture=picture_unless_bad,
        pictures=shop.pictures,
        report=shop.reported.append,
        clock=shop.clock,
        new_uuid=shop.new_uuid,
    )

    decision = only_entry(shop).decision
    assert (decision.asked_by, decision.asked_for) == (AskedBy.ANONYMOUS, AskedFor.REQUEST)
    assert decision.outcome is Outcome.DIRECT


def test_requests_in_loyalty_money_say_so() -> None:
    shop = Shop.of(an_order(an_item(1), an_item(2)))
    lines = (cancel(1), evolve(cancel(2), fully_refund_as_loyalty_money=False))

    shop.cancel(evolve(a_selection(*lines), fully_refund_as_loyalty_money=True))

    facts = only_entry(shop).decision.facts
    assert facts.as_loyalty_money
    assert [item.as_loyalty_money for item in facts.items] == [None, False]
    assert {item.cancellation_type for item in facts.items} == {CancellationType.CANCEL}


def discounted(quantity: int) -> OrderItem:
    """An item of 45.00 after its discount."""
    return evolve(an_item(quantity=quantity), discount_amount=Decimal("4.90"))


@pytest.mark.parametrize(
    ("item", "asked", "currency", "amount"),
    [
        (an_item(), None, Currency.TRY, "49.90"),
        (an_item(quantity=3), None, Currency.TRY, "49.90"),
        (an_item(quantity=3, cancelled=1), None, Currency.TRY, "33.27"),
        (an_item(quantity=3, cancelled=1), 1, Currency.TRY, "16.63"),
        (discounted(3), 1, Currency.TRY, "15.00"),
        (discounted(3), 2, Currency.KWD, "30.000"),
        (an_item(quantity=3), 1, Currency.KWD, "16.633"),
    ],
)
def test_the_amount_is_what_was_paid_for_the_selected_units(
    item: OrderItem, asked: int | None, currency: Currency, amount: str
) -> None:
    order = evolve(an_order(item, an_item(2)), currency=currency)

    paid = amount_of(order, a_selection(cancel(1, asked)))

    assert str(paid) == amount
