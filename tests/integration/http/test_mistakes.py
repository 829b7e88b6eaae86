"""Bodies that are not fit to be decided on: every error at once, and nothing changed."""

from collections.abc import Iterable

import pytest

from integration.real_records import COURIER, Json, cancellation_request, item
from integration.real_shop import (
    BOBS_HOME,
    DELIVERED_NUMBER,
    HOME,
    NUMBER,
    SHIRT,
    SNEAKERS,
    SOCKS,
    WITHDRAWN,
    order,
)

from .mistakes import (
    NO_BOOLEAN,
    NO_CHOICE,
    NO_DATE,
    NO_NUMBER,
    REQUIRED,
    TOO_FEW,
    TOO_MANY,
    Errors,
    Mistake,
    of_orders_being_prepared,
    of_returns,
    unknown,
)
from .shop import Shop
from .situations import refund
from .visitor import body, line


def check_all(shop: Shop, mistakes: Iterable[Mistake], number: str) -> None:
    """Make each mistake, in cancelling and in the preview of it."""
    # given
    before, ada = shop.order(number), shop.visitor()
    for name, sent, errors in mistakes:
        # when
        answer, foretold = ada.cancel(sent, number), ada.preview(sent, number)
        # then
        assert (answer.status_code, answer.json()) == (400, errors), name
        assert (foretold.status_code, foretold.json()) == (400, errors), name
    assert shop.order(number) == before
    assert shop.sent == 0


def test_each_mistake_in_a_cancellation_is_told_at_its_field(shop: Shop) -> None:
    check_all(shop, of_orders_being_prepared(), NUMBER)


def test_each_mistake_in_a_return_is_told_at_its_field(shop: Shop) -> None:
    check_all(shop, of_returns(), DELIVERED_NUMBER)


def test_every_mistake_is_told_at_once(shop: Shop) -> None:
    # given
    sent = body(
        line(SHIRT, quantity=9) | {"reason": WITHDRAWN},
        line("x", description=5) | {"cancellation_type": "swap"},
        {"cancellation_type": "refund", "reason": "x", "pickup_date": {"date": "x"}},
        line(SHIRT),
        line(999, quantity=0) | {"reason": 998},
        pickup_address=BOBS_HOME,
        fully_refund_as_loyalty_money="maybe",
    )
    at = "cancel_order_items"
    errors: Errors = {
        f"{at}.0.quantity": [TOO_MANY],
        f"{at}.0.reason": ["This reason is no longer in use."],
        f"{at}.0.order_item": ["This order item is listed more than once."],
        f"{at}.1.order_item": [NO_NUMBER],
        f"{at}.1.description": ["Not a valid string."],
        f"{at}.1.cancellation_type": [NO_CHOICE],
        f"{at}.2.order_item": [REQUIRED],
        f"{at}.2.reason": [NO_NUMBER],
        f"{at}.2.shipping_company": [REQUIRED],
        f"{at}.2.pickup_date.date": [NO_DATE],
        f"{at}.2.pickup_date.hour_range": [REQUIRED],
        f"{at}.3.order_item": ["This order item is listed more than once."],
        f"{at}.4.order_item": [unknown(999)],
        f"{at}.4.quantity": [TOO_FEW],
        f"{at}.4.reason": [unknown(998)],
        "pickup_address": [unknown(BOBS_HOME)],
        "fully_refund_as_loyalty_money": [NO_BOOLEAN],
    }
    # then
    check_all(shop, [("everything", sent, errors)], NUMBER)


def left_over(*, cancelled: int, asked: int, status: str) -> Json:
    """An order of three pairs of socks, of which some are cancelled and some asked for."""
    request = cancellation_request(61, SOCKS, quantity=asked, status={"value": status, "label": ""})
    requests = [request] if asked else []
    return order(
        items=[
            item(SOCKS, quantity=3, cancelled_quantity=cancelled, cancellationrequest_set=requests)
        ]
    )


@pytest.mark.parametrize(
    ("there", "left"),
    [
        (left_over(cancelled=1, asked=0, status=""), 2),
        (left_over(cancelled=2, asked=0, status=""), 1),
        (left_over(cancelled=0, asked=1, status="completed"), 2),
        (left_over(cancelled=1, asked=1, status="completed"), 1),
        (left_over(cancelled=0, asked=2, status="rejected"), 3),
    ],
    ids=["one cancelled", "two cancelled", "one completed", "one of each", "two rejected"],
)
def test_no_more_than_what_is_left_can_be_cancelled(shop: Shop, there: Json, left: int) -> None:
    # given
    shop.has(there)
    ada = shop.visitor()
    # when
    too_many = ada.cancel(body(line(SOCKS, quantity=left + 1)))
    # then
    assert too_many.status_code == 400
    assert too_many.json() == {"cancel_order_items.0.quantity": [TOO_MANY]}
    # and
    assert ada.preview(body(line(SOCKS, quantity=left))).status_code == 200


def test_a_return_without_a_pickup_address_has_a_status_and_a_code_of_its_own(
    shop: Shop,
) -> None:
    # given
    before, ada = shop.order(DELIVERED_NUMBER), shop.visitor()
    sent_back = refund(SNEAKERS)
    sent_back["pickup_address"] = None
    # when
    answers = [ada.cancel(sent_back, DELIVERED_NUMBER), ada.preview(sent_back, DELIVERED_NUMBER)]
    # then
    for answer in answers:
        assert answer.status_code == 406
        assert answer.json() == {
            "non_field_errors": ["Pickup address is required."],
            "error_code": "cancellation_request_100_8",
        }
    assert shop.order(DELIVERED_NUMBER) == before


def test_a_return_needs_no_pickup_date(shop: Shop) -> None:
    # given
    answer = shop.visitor().cancel(refund(SNEAKERS, pickup_date=None), DELIVERED_NUMBER)
    # then
    assert answer.status_code == 200


def test_a_cancellation_needs_neither_company_nor_address(shop: Shop) -> None:
    # given (what it says of them is passed over)
    answer = shop.visitor().cancel(body(line(SHIRT, shipping_company=COURIER + 1)))
    # then
    assert answer.status_code == 204


def test_an_address_of_ones_own_may_stand_beside_a_cancellation(shop: Shop) -> None:
    # given
    answer = shop.visitor().cancel(body(line(SHIRT), pickup_address=str(HOME)))
    # then
    assert answer.status_code == 204
