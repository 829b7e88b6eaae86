"""``POST /orders/{number}/cancel/`` that goes at once: 204."""

import pytest

from integration.real_records import item, rules
from integration.real_shop import (
    BELT,
    CHANGED_MY_MIND,
    GUESTS_NEW_NUMBER,
    GUESTS_SESSION,
    PK,
    SHIRT,
    SOCKS,
    SOMETHING_ELSE,
    order,
)
from order_adapters.omnitron.sandbox import entry_pk, order_pk
from order_domain.cancellation_records import AttemptState
from order_domain.statuses import OrderStatus

from .conftest import OpenShop
from .shop import Shop
from .visitor import body, cancel_path, line

APPROVED, WAITING = OrderStatus.APPROVED, OrderStatus.CANCELLATION_WAITING


def statuses(shop: Shop) -> dict[int, OrderStatus]:
    return {item.pk: item.status for item in shop.order().items}


def test_an_item_is_cancelled_here_and_once_at_omnitron(shop: Shop) -> None:
    # when
    answer = shop.visitor().cancel(body(line(SHIRT)))
    # then
    assert (answer.status_code, answer.content) == (204, b"")
    assert statuses(shop) == {SHIRT: WAITING, SOCKS: APPROVED, BELT: APPROVED}
    assert shop.order().status is APPROVED
    assert shop.attempt().state is AttemptState.ACCEPTED
    assert shop.requests() == []
    (sent,) = shop.omnitron.ledger.cancels
    assert (sent.order, sent.items, sent.acted) == (order_pk(PK), (entry_pk(SHIRT),), True)


def test_the_order_waits_for_its_cancellation_once_all_its_items_do(shop: Shop) -> None:
    # given
    ada = shop.visitor()
    ada.cancel(body(line(BELT)))
    assert shop.order().status is APPROVED
    # when
    answer = ada.cancel(body(line(SHIRT), line(SOCKS)))
    # then
    assert answer.status_code == 204
    assert set(statuses(shop).values()) == {WAITING}
    assert shop.order().status is WAITING
    assert shop.sent == 2
    _, sent = shop.omnitron.ledger.cancels
    socks = {entry_pk(SOCKS, unit) for unit in range(3)}
    assert set(sent.items) == {entry_pk(SHIRT), *socks}


@pytest.mark.parametrize("status", ["payment_waiting", "confirmation_waiting", "approved"])
def test_each_documented_status_can_be_cancelled_at_once(shop: Shop, status: str) -> None:
    # given
    shop.has(order(items=[item(SHIRT, status=status)], status=status))
    # then
    assert shop.visitor().cancel(body(line(SHIRT))).status_code == 204


def test_a_shop_can_let_more_statuses_be_cancelled_at_once(shop: Shop) -> None:
    # given
    shop.has(
        order(items=[item(SHIRT, status="preparing")], status="preparing"),
        rules(extra_direct_cancellable_statuses=["450"]),
    )
    # then
    assert shop.visitor().cancel(body(line(SHIRT))).status_code == 204


def test_a_part_of_a_quantity_leaves_the_rest_as_it_is(shop: Shop) -> None:
    # given
    ada = shop.visitor()
    # when
    answer = ada.cancel(body(line(SOCKS, quantity=1)))
    # then
    assert answer.status_code == 204
    socks = shop.order().item(SOCKS)
    assert (socks.status, socks.cancelled_quantity, socks.quantity_left) == (APPROVED, 1, 2)
    (sent,) = shop.omnitron.ledger.cancels
    assert len(sent.items) == 1
    # and without a quantity, the rest goes
    assert ada.cancel(body(line(SOCKS))).status_code == 204
    socks = shop.order().item(SOCKS)
    assert (socks.status, socks.cancelled_quantity) == (WAITING, 3)
    first, second = (set(each.items) for each in shop.omnitron.ledger.cancels)
    assert (len(second), first & second) == (2, set())


def test_ids_may_come_as_strings_as_the_storefront_sends_them(shop: Shop) -> None:
    # given
    storefront = {
        "return_policy": True,
        "cancel_order_items": [
            {
                "cancellation_type": "cancel",
                "description": "",
                "order_item": str(SHIRT),
                "reason": str(CHANGED_MY_MIND),
            }
        ],
    }
    # when
    answer = shop.visitor().cancel(storefront)
    # then
    assert answer.status_code == 204
    assert statuses(shop)[SHIRT] is WAITING
    assert shop.attempt().selection.return_policy is True


def test_everything_optional_may_be_null(shop: Shop) -> None:
    # given
    nulls = {"description": None, "quantity": None, "shipping_company": None, "pickup_date": None}
    # then
    answer = shop.visitor().cancel(body(line(SHIRT, **nulls), pickup_address=None))
    assert answer.status_code == 204


def test_what_the_documents_do_not_know_is_passed_over(shop: Shop) -> None:
    # when
    answer = shop.visitor().cancel(body(line(SHIRT, colour="red"), source="app"))
    # then
    assert answer.status_code == 204


def test_a_reason_that_needs_a_description_goes_with_one(shop: Shop) -> None:
    # when
    told = line(SHIRT, reason=SOMETHING_ELSE, description="Yağmur başladı 🌧")
    answer = shop.visitor().cancel(body(told))
    # then
    assert answer.status_code == 204
    (kept,) = shop.attempt().selection.items
    assert (kept.reason, kept.description) == (SOMETHING_ELSE, "Yağmur başladı 🌧")


def test_a_guest_cancels_an_item_of_the_newest_order(shop: Shop) -> None:
    # when
    answer = shop.visitor(GUESTS_SESSION).cancel(body(line(276)), GUESTS_NEW_NUMBER)
    # then
    assert answer.status_code == 204
    assert shop.order(GUESTS_NEW_NUMBER).status is WAITING


def test_with_a_charset_the_content_type_is_still_json(shop: Shop) -> None:
    # when
    content = f'{{"cancel_order_items":[{{"order_item":{SHIRT},'.encode()
    content += b'"cancellation_type":"cancel","reason":1}]}'
    answer = shop.visitor().post_raw(cancel_path(), content, "Application/JSON; charset=utf-8")
    # then
    assert answer.status_code == 204


def test_without_an_omnitron_configured_the_shop_is_asked(open_shop: OpenShop) -> None:
    # given
    shop = open_shop(OMNITRON_URL="")
    # when
    answer = shop.visitor().cancel(body(line(SHIRT)))
    # then
    assert answer.status_code == 200
    assert shop.attempt().state is AttemptState.NOT_SENT
    assert shop.sent == 0
