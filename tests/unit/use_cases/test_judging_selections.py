"""Finding the order, checking the selection, deciding: what all cancelling begins with."""

from datetime import time, timedelta

import pytest
from attrs import evolve

from order_adapters.memory import InMemoryCustomers
from order_domain.cancellation.decision import ByRequest, Direct, Refused
from order_domain.cancellation.facts import facts_of
from order_domain.cancellation.policy import POLICY
from order_domain.cancellation.rules import CancellationRules
from order_domain.customers import Customer
from order_domain.field_errors import FieldErrors
from order_domain.orders import Order
from order_domain.selections import PickupDate, Selection
from order_domain.statuses import OrderStatus
from order_domain.use_cases.find_order import order_by_number
from order_domain.use_cases.judge_selection import Judged, judge_selection
from order_domain.use_cases.outcomes import Invalid, OrderNotFound, PickupAddressRequired
from order_entrypoints.wire.bodies import CancellationBody, selection_of
from order_entrypoints.wire.reading import read
from unit.examples import COURIER, NOW, a_selection, an_item, an_order, cancel, refund
from unit.use_cases.shop import ADA, GUEST, STRANGER, TELL_US_MORE, TOO_BLUE, Shop, is_iban

RETURNED = evolve(refund(), reason=TOO_BLUE, shipping_company=COURIER.pk)
DELIVERED = an_order(
    evolve(
        an_item(status=OrderStatus.DELIVERED), available_easy_return_shipping_companies=(COURIER,)
    ),
    status=OrderStatus.DELIVERED,
)
Verdict = Judged | OrderNotFound | Invalid | PickupAddressRequired


def judged(
    shop: Shop,
    selection: Selection,
    customer: Customer = ADA,
    number: str = "N7",
    unreadable: FieldErrors | None = None,
) -> Verdict:
    order = order_by_number(number, customer, orders=shop.orders)
    if order is None:
        return OrderNotFound()
    return judge_selection(
        order,
        selection,
        customer,
        NOW,
        customers=shop.customers,
        reasons=shop.reasons,
        settings=shop.settings,
        is_iban=is_iban,
        picture_fault=lambda _: None,
        policy=POLICY,
        unreadable=unreadable or {},
    )


def judged_body(shop: Shop, body: object) -> Verdict:
    """Judge a body as it came over the wire."""
    reading = read(body, CancellationBody)
    return judged(shop, selection_of(reading.value), unreadable=reading.errors)


def test_a_selection_that_is_fit_comes_with_the_order_the_rules_and_the_decision() -> None:
    rules = CancellationRules(has_invoice=True)
    shop = Shop.of(an_order(), rules=rules)

    verdict = judged(shop, a_selection())

    assert verdict == Judged(
        order=shop.order(),
        selection=a_selection(),
        at=NOW,
        facts=facts_of(shop.order(), a_selection(), NOW),
        rules=rules,
        decision=Direct(),
    )


@pytest.mark.parametrize(
    ("order", "selection", "kind"),
    [
        (an_order(), a_selection(), Direct),
        (an_order(status=OrderStatus.PREPARING), a_selection(), ByRequest),
        (an_order(status=OrderStatus.CANCELED), a_selection(), Refused),
        (DELIVERED, evolve(a_selection(RETURNED), pickup_address=41), ByRequest),
    ],
)
def test_the_policy_decides_on_what_is_fit(
    order: Order, selection: Selection, kind: type[object]
) -> None:
    verdict = judged(Shop.of(order), selection)

    assert isinstance(verdict, Judged)
    assert type(verdict.decision) is kind


@pytest.mark.parametrize(
    ("customer", "number"),
    [(ADA, "N8"), (STRANGER, "N7"), (evolve(STRANGER, is_guest=True), "N7"), (ADA, "n7")],
    ids=["no such order", "another's", "another guest's", "in small letters"],
)
def test_an_order_that_the_customer_may_not_see_is_not_there(
    customer: Customer, number: str
) -> None:
    a_bad_selection = Selection(items=())

    verdict = judged(Shop.of(), a_bad_selection, customer, number)

    assert verdict == OrderNotFound()


def test_a_guest_sees_the_latest_order_by_pk_and_the_latest_by_creation_only() -> None:
    # given
    older, newest_by_creation, highest_pk = (
        evolve(
            an_order(an_item(pk)),
            pk=pk,
            number=f"N{pk}",
            created_date=NOW - timedelta(days=days),
        )
        for pk, days in ((7, 9), (8, 1), (9, 2))
    )
    shop = Shop.of(older, newest_by_creation, highest_pk)

    # when
    seen = [
        isinstance(judged(shop, a_selection(cancel(pk)), customer, f"N{pk}"), Judged)
        for customer in (GUEST, ADA)
        for pk in (7, 8, 9)
    ]

    # then
    assert seen == [False, True, True, True, True, True]


def test_a_selection_that_is_not_fit_is_not_decided_on() -> None:
    verdict = judged(Shop.of(an_order(status=OrderStatus.CANCELED)), a_selection(cancel(9)))

    assert verdict == Invalid(
        {"cancel_order_items.0.order_item": ('Invalid pk "9" - object does not exist.',)}
    )


def test_a_refund_without_a_pickup_address_ends_in_a_way_of_its_own() -> None:
    assert judged(Shop.of(DELIVERED), a_selection(RETURNED)) == PickupAddressRequired()


def test_without_easy_return_no_pickup_address_is_required() -> None:
    shop = Shop.of(DELIVERED, easy_return_enabled=False)

    assert isinstance(judged(shop, a_selection(RETURNED)), Judged)


def test_a_missing_pickup_address_is_told_beside_the_other_errors() -> None:
    verdict = judged(Shop.of(DELIVERED), a_selection(evolve(RETURNED, reason=99)))

    assert verdict == Invalid(
        {
            "cancel_order_items.0.reason": ('Invalid pk "99" - object does not exist.',),
            "pickup_address": ("Pickup address is required.",),
        }
    )


def test_a_pickup_address_must_be_in_the_customers_own_book() -> None:
    # given
    of_somebody_else = InMemoryCustomers([ADA, STRANGER])
    of_somebody_else.put_address(STRANGER.id, evolve(an_order().shipping_address, pk=77))
    shop = Shop.of(DELIVERED)
    shop.customers = of_somebody_else

    # when
    verdict = judged(shop, evolve(a_selection(RETURNED), pickup_address=77))

    # then
    assert verdict == Invalid({"pickup_address": ('Invalid pk "77" - object does not exist.',)})


def test_an_unreadable_field_makes_the_selection_invalid_even_if_the_rest_is_fit() -> None:
    unreadable = {"cancel_order_items.0.quantity": ("A valid integer is required.",)}

    assert judged(Shop.of(), a_selection(), unreadable=unreadable) == Invalid(unreadable)


LINE: dict[str, object] = {"order_item": 1, "cancellation_type": "cancel", "reason": 3}
REFUND: dict[str, object] = {
    "order_item": 1,
    "cancellation_type": "refund",
    "reason": TOO_BLUE,
    "shipping_company": COURIER.pk,
    "quantity": 1,
    "pickup_date": {"date": "2025-06-03", "hour_range": {"start": "09:00", "end": "12:00"}},
}
UNREADABLE: list[object] = [
    {},
    [],
    None,
    {"cancel_order_items": None},
    {"cancel_order_items": {}},
    {"cancel_order_items": [None]},
    {"cancel_order_items": [{}]},
    {"cancel_order_items": [REFUND], "pickup_address": "home"},
    {"cancel_order_items": [REFUND], "pickup_address": 41, "return_policy": "perhaps"},
    {
        "cancel_order_items": [REFUND],
        "pickup_address": 41,
        "fully_refund_as_loyalty_money": None,
    },
]


@pytest.mark.parametrize(
    "wrong",
    [
        {"order_item": "one"},
        {"order_item": None},
        {"cancellation_type": "refuse"},
        {"reason": []},
        {"description": 5},
        {"shipping_company": "x"},
        {"quantity": 1.5},
        {"pickup_date": "tomorrow"},
        {"pickup_date": {"date": "2025-02-30", "hour_range": {"start": "09:00", "end": "12:00"}}},
        {"pickup_date": {"date": "2025-06-03", "hour_range": {"start": "9", "end": "12:00"}}},
        {"pickup_date": {"date": "2025-06-03", "hour_range": {"start": "09:00", "end": "24:00"}}},
        {"pickup_date": {"date": "2025-06-03", "hour_range": None}},
        {"pickup_date": {}},
    ],
    ids=str,
)
def test_the_blank_that_stands_for_an_unreadable_value_causes_no_second_message(
    wrong: dict[str, object],
) -> None:
    shop = Shop.of(DELIVERED)
    body = {"cancel_order_items": [{**REFUND, **wrong}], "pickup_address": 41}

    verdict = judged_body(shop, body)

    told = read(body, CancellationBody).errors
    assert verdict == Invalid(told)
    assert told


@pytest.mark.parametrize("body", UNREADABLE, ids=str)
def test_a_body_that_could_not_be_read_has_the_errors_of_its_reading_only(body: object) -> None:
    verdict = judged_body(Shop.of(DELIVERED), body)

    told = read(body, CancellationBody).errors
    assert verdict == Invalid(told)
    assert told


def test_what_could_be_read_is_checked_beside_what_could_not() -> None:
    # given
    body = {
        "cancel_order_items": [
            {**LINE, "order_item": 9, "quantity": "many", "reason": TELL_US_MORE},
            {**LINE, "cancellation_type": "refuse", "reason": 99, "quantity": 0},
            "all of it",
        ],
        "pickup_address": 40,
        "return_policy": "yes",
    }

    # when
    verdict = judged_body(Shop.of(), body)

    # then
    assert isinstance(verdict, Invalid)
    assert {field: len(messages) for field, messages in verdict.errors.items()} == dict.fromkeys(
        [
            "cancel_order_items.0.order_item",
            "cancel_order_items.0.quantity",
            "cancel_order_items.0.description",
            "cancel_order_items.1.cancellation_type",
            "cancel_order_items.1.reason",
            "cancel_order_items.1.quantity",
            "cancel_order_items.2",
            "pickup_address",
            "return_policy",
        ],
        1,
    )


def test_a_refund_without_address_is_told_beside_what_could_not_be_read() -> None:
    body = {"cancel_order_items": [{**REFUND, "quantity": "one"}]}

    verdict = judged_body(Shop.of(DELIVERED), body)

    assert isinstance(verdict, Invalid)
    assert set(verdict.errors) == {"cancel_order_items.0.quantity", "pickup_address"}


def test_a_pickup_today_is_in_time_by_the_clock_of_the_use_case() -> None:
    today = PickupDate(NOW.date(), time(9), time(12))
    selection = evolve(a_selection(evolve(RETURNED, pickup_date=today)), pickup_address=41)

    assert isinstance(judged(Shop.of(DELIVERED), selection), Judged)
