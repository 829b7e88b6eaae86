"""What a request that was opened instead shows and keeps."""

from datetime import date, time

import pytest

from integration.real_records import setting
from integration.real_shop import (
    DELIVERED_NUMBER,
    DOES_NOT_FIT,
    HOME,
    SHIRT,
    SNEAKERS,
    SOCKS,
    SOMETHING_ELSE,
    order,
)
from order_domain.selections import PickupDate
from order_domain.statuses import CancellationRequestStatus, CancellationType
from order_domain.values import EnumValue

from .conftest import OpenShop
from .shop import Shop
from .situations import refund
from .visitor import body, line

PICKUP = {"date": "2099-01-01", "hour_range": {"start": "09:00", "end": "12:00"}}


def test_a_request_shows_what_was_asked_and_what_was_kept(shop: Shop) -> None:
    # given
    shop.has(order(status="preparing"))
    asked = line(SOCKS, reason=SOMETHING_ELSE, description="Too many", quantity=2)
    # when
    (shown,) = shop.visitor().cancel(body(asked, return_policy=True)).json()
    # then
    (kept,) = shop.requests()
    assert shown == {
        "pk": kept.pk,
        "id": kept.pk,
        "uuid": kept.uuid,
        "order_item": SOCKS,
        "status": {"value": "open", "label": "Open"},
        "cancellation_type": {"value": "cancel", "label": "Cancel"},
        "reason": SOMETHING_ELSE,
        "description": "Too many",
        "quantity": 2,
        "created_date": kept.created_date.isoformat().replace("+00:00", "Z"),
    }
    assert kept.return_policy is True
    assert kept.status is CancellationRequestStatus.OPEN


def test_a_request_without_a_description_shows_an_empty_one(shop: Shop) -> None:
    # given
    shop.has(order(status="preparing"))
    # when
    (shown,) = shop.visitor().cancel(body(line(SHIRT))).json()
    # then
    assert shown["description"] == ""
    assert shown["quantity"] == 1


def test_a_refund_keeps_how_the_item_comes_back(shop: Shop) -> None:
    # when
    asked = refund(SNEAKERS, quantity=1, pickup_date=PICKUP)
    answer = shop.visitor().cancel(asked, DELIVERED_NUMBER)
    # then
    assert answer.status_code == 200
    (kept,) = shop.requests(DELIVERED_NUMBER)
    assert (kept.cancellation_type, kept.quantity) == (CancellationType.REFUND, 1)
    assert kept.easy_return is not None
    assert kept.easy_return.shipping_company == EnumValue("extension", "Extension Cargo")
    assert kept.easy_return.pickup_address == HOME
    assert kept.easy_return.pickup_date == PickupDate(date(2099, 1, 1), time(9), time(12))


def test_a_refund_as_loyalty_money_says_so(shop: Shop) -> None:
    # when
    asked = {**refund(SNEAKERS), "fully_refund_as_loyalty_money": True}
    shop.visitor().cancel(asked, DELIVERED_NUMBER)
    # then
    (kept,) = shop.requests(DELIVERED_NUMBER)
    assert kept.fully_refund_as_loyalty_money is True


def test_without_easy_return_a_refund_needs_no_company_and_no_address(shop: Shop) -> None:
    # given
    shop.has(setting("EASY_RETURN_ENABLED", False))
    # when
    bare = body(line(SNEAKERS, cancellation_type="refund", reason=DOES_NOT_FIT))
    answer = shop.visitor().cancel(bare, DELIVERED_NUMBER)
    # then
    assert answer.status_code == 200
    (kept,) = shop.requests(DELIVERED_NUMBER)
    assert kept.easy_return is None


def test_while_a_request_is_open_no_other_is_made(shop: Shop) -> None:
    # given
    ada = shop.visitor()
    asked = refund(SNEAKERS, quantity=1)
    assert ada.cancel(asked, DELIVERED_NUMBER).status_code == 200
    # when
    again = ada.cancel(asked, DELIVERED_NUMBER)
    # then
    assert again.status_code == 400
    assert again.json()["error_code"] == "cancellation_request_100_1"
    assert len(shop.requests(DELIVERED_NUMBER)) == 1


@pytest.mark.parametrize("wording", ["slug", "code"])
def test_a_requests_status_is_a_word_whatever_orders_show(
    open_shop: OpenShop, wording: str
) -> None:
    # given
    shop = open_shop(STATUS_VALUES=wording)
    # when
    (shown,) = shop.visitor().cancel(refund(SNEAKERS), DELIVERED_NUMBER).json()
    # then
    assert shown["status"]["value"] == "open"
