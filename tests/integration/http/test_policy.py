"""The policy's table over HTTP: what is asked of the shop, what is refused, and the preview."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from time import monotonic

import pytest

from integration.real_records import item, rules
from integration.real_shop import SHIRT, SOCKS, order

from .documented import CREATED_REQUESTS, PREVIEW, check
from .shop import Shop
from .situations import BY_REQUEST, DIRECT, OLD, REFUSED, Situation, minutes_ago, told
from .visitor import body, line


def in_each(situations: Mapping[str, Situation]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("situation", situations.values(), ids=situations.keys())


@in_each(BY_REQUEST)
def test_what_defers_becomes_requests_for_the_back_office(shop: Shop, situation: Situation) -> None:
    # given
    shop.has(*situation.records)
    before, ada = shop.order(), shop.visitor()
    # when
    foretold = ada.preview(situation.body)
    # then
    assert shop.order() == before
    assert foretold.status_code == 200
    check(foretold.json(), PREVIEW)
    outcome = {"outcome": "request", "reasons": told(situation), "direct_until": None}
    assert foretold.json() == outcome
    # when
    answer = ada.cancel(situation.body)
    # then
    assert answer.status_code == 200
    check(answer.json(), CREATED_REQUESTS)
    assert tuple(request["order_item"] for request in answer.json()) == situation.asks_for
    assert {request["uuid"] for request in answer.json()} == {
        request.uuid for request in shop.requests()
    }
    assert shop.sent == 0
    assert shop.order().attempts == ()
    assert [item.status for item in shop.order().items] == [item.status for item in before.items]


@in_each(REFUSED)
def test_what_nobody_could_grant_is_refused_and_changes_nothing(
    shop: Shop, situation: Situation
) -> None:
    # given
    shop.has(*situation.records)
    before, ada = shop.order(), shop.visitor()
    # when
    foretold, answer = ada.preview(situation.body), ada.cancel(situation.body)
    # then
    check(foretold.json(), PREVIEW)
    reasons = told(situation)
    assert foretold.json() == {"outcome": "refused", "reasons": reasons, "direct_until": None}
    assert answer.status_code == 400
    expected: dict[str, object] = {"non_field_errors": [each["message"] for each in reasons]}
    if ("request_exists", SHIRT) in situation.reasons:
        expected["error_code"] = "cancellation_request_100_1"
    assert answer.json() == expected
    assert shop.order() == before
    assert shop.sent == 0


@in_each(DIRECT)
def test_what_nothing_speaks_against_goes_at_once(shop: Shop, situation: Situation) -> None:
    # given
    shop.has(*situation.records)
    before, ada = shop.order(), shop.visitor()
    # when
    foretold = ada.preview(situation.body).json()
    # then
    check(foretold, PREVIEW)
    assert (foretold["outcome"], foretold["reasons"]) == ("direct", [])
    assert shop.order() == before
    assert shop.sent == 0
    # and
    assert ada.cancel(situation.body).status_code == 204
    assert shop.sent == 1


def test_a_preview_tells_until_when_it_stays_direct(shop: Shop) -> None:
    # given
    created = minutes_ago(30)
    shop.has(order(created_date=created), rules(hour_gap=OLD))
    # when
    foretold = shop.visitor().preview(body(line(SHIRT))).json()
    # then
    until = datetime.fromisoformat(foretold["direct_until"])
    assert until == datetime.fromisoformat(created) + timedelta(minutes=60)


def test_a_message_that_holds_for_two_items_is_told_once(shop: Shop) -> None:
    # given
    shop.has(order(items=[item(pk, status="shipped") for pk in (SHIRT, SOCKS)]))
    # when
    answer = shop.visitor().cancel(body(line(SHIRT), line(SOCKS)))
    # then
    message = "Order Item (Linen shirt) can't be cancelled in this status."
    assert answer.json() == {"non_field_errors": [message]}


def test_rules_that_the_shop_changes_hold_a_few_seconds_later(shop: Shop) -> None:
    # given
    ada = shop.visitor()
    assert ada.preview(body(line(SHIRT))).json()["outcome"] == "direct"
    # when
    shop.has(rules(hour_gap=OLD))
    # then
    ends = monotonic() + 10
    while ada.preview(body(line(SHIRT))).json()["outcome"] != "request":
        assert monotonic() < ends, "The new rules never came into force."
