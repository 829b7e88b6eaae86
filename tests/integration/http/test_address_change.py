"""``POST /orders/address_change/``."""

import pytest

from integration.real_records import Json, item
from integration.real_shop import (
    BOBS_HOME,
    BOBS_PK,
    DELIVERED_PK,
    GUESTS_SESSION,
    HOME,
    OFFICE,
    PK,
    SHIPPED_PK,
    SHIRT,
    SOCKS,
    order,
)
from order_adapters.omnitron.sandbox import CallKind, Fault
from order_domain.address_change import AddressType

from .conftest import OpenShop
from .documented import ADDRESS_CHANGED, check
from .mistakes import NO_LIST, NO_NUMBER, NOT_NULL, REQUIRED, TOO_LARGE, Errors, unknown
from .shop import Shop

NO_CHOICE = "Not a valid choice; expected one of: shipping, billing."


def moved(**more: object) -> Json:
    """Deliver Ada's order to her office."""
    return {"order": PK, "address": OFFICE, "order_address_types": ["shipping"], **more}


@pytest.mark.parametrize("types", [["shipping"], ["billing"], ["shipping", "billing"]])
def test_an_address_is_sent_to_omnitron_and_not_changed_here(shop: Shop, types: list[str]) -> None:
    # given
    before = shop.order()
    # when
    answer = shop.visitor().change_address(moved(order_address_types=types))
    # then
    assert answer.status_code == 200
    check(answer.json(), ADDRESS_CHANGED)
    assert answer.json() == {"status": 200}
    (sent,) = shop.omnitron.address_changes
    assert (sent.order, sent.channel_id) == (str(PK), 1)
    assert list(sent.order_address_types) == [AddressType(each) for each in types]
    assert (sent.address.pk, sent.address.title) == (OFFICE, "Office")
    assert sent.address.retail_store == {"pk": 3, "name": "Maslak", "hours": [9, 18]}
    assert shop.order() == before


def test_ids_may_come_as_strings_and_the_channel_is_not_the_customers_to_choose(
    shop: Shop,
) -> None:
    # when
    answer = shop.visitor().change_address(moved(order=str(PK), address=str(OFFICE), channel_id=99))
    # then
    assert answer.status_code == 200
    (sent,) = shop.omnitron.address_changes
    assert sent.channel_id == 1


NO_TYPES = {"order_address_types": ["This list may not be empty."]}

MISTAKES: dict[str, tuple[object, Errors]] = {
    "an order that is not there": (moved(order=999), {"order": [unknown(999)]}),
    "another's order": (moved(order=BOBS_PK), {"order": [unknown(BOBS_PK)]}),
    "a number for a pk": (moved(order=TOO_LARGE), {"order": [NO_NUMBER]}),
    "an address that is not there": (moved(address=999), {"address": [unknown(999)]}),
    "another's address": (moved(address=BOBS_HOME), {"address": [unknown(BOBS_HOME)]}),
    "an order's address": (moved(address=1001), {"address": [unknown(1001)]}),
    "no types": (moved(order_address_types=[]), NO_TYPES),
    "an unknown type": (
        moved(order_address_types=["shipping", "home"]),
        {"order_address_types.1": [NO_CHOICE]},
    ),
    "a type that is no list": (
        moved(order_address_types="shipping"),
        {"order_address_types": [NO_LIST]},
    ),
    "nothing": (
        {},
        {"order": [REQUIRED], "address": [REQUIRED], "order_address_types": [REQUIRED]},
    ),
    "nulls": (
        moved(order=None, address=None, order_address_types=None),
        {"order": [NOT_NULL], "address": [NOT_NULL], "order_address_types": [NOT_NULL]},
    ),
    "no object": ([], {"non_field_errors": ["Expected an object."]}),
    "everything": (
        moved(order=BOBS_PK, address=999, order_address_types=[], channel_id="x"),
        {
            "order": [unknown(BOBS_PK)],
            "address": [unknown(999)],
            **NO_TYPES,
            "channel_id": [NO_NUMBER],
        },
    ),
}


def test_each_mistake_is_told_at_its_field(shop: Shop) -> None:
    # given
    ada = shop.visitor()
    for name, (sent, errors) in MISTAKES.items():
        # when
        answer = ada.change_address(sent)
        # then
        assert (answer.status_code, answer.json()) == (400, errors), name
    assert shop.omnitron.ledger.of(CallKind.ADDRESS) == ()


def test_what_is_another_s_and_what_is_not_there_answer_alike(shop: Shop) -> None:
    # when
    ada = shop.visitor()
    others = ada.change_address(moved(order=BOBS_PK, address=BOBS_HOME))
    nobodys = ada.change_address(moved(order=9999, address=99))
    # then
    hidden = others.text.replace(str(BOBS_PK), "9999").replace(str(BOBS_HOME), "99")
    assert (others.status_code, hidden) == (nobodys.status_code, nobodys.text)


def test_a_guests_older_order_is_not_there(shop: Shop) -> None:
    # when
    answer = shop.visitor(GUESTS_SESSION).change_address(moved(order=6018))
    # then
    assert answer.json()["order"] == [unknown(6018)]


@pytest.mark.parametrize("pk", [SHIPPED_PK, DELIVERED_PK])
def test_the_address_of_what_was_shipped_is_fixed(shop: Shop, pk: int) -> None:
    # when
    answer = shop.visitor().change_address(moved(order=pk))
    # then
    assert answer.status_code == 400
    assert answer.json()["error_code"] == "order_100_3"
    assert answer.json()["non_field_errors"]
    assert shop.omnitron.address_changes == ()


@pytest.mark.parametrize(
    "status",
    [
        "shipped",
        "shipped_and_informed",
        "ready_for_pickup",
        "attempted_delivery",
        "delivered",
        "refunded",
    ],
)
def test_one_shipped_item_fixes_the_address(shop: Shop, status: str) -> None:
    # given
    shop.has(order(items=[item(SHIRT), item(SOCKS, status=status)]))
    # when
    answer = shop.visitor().change_address(moved(address=HOME))
    # then
    assert (answer.status_code, answer.json()["error_code"]) == (400, "order_100_3")


def test_omnitrons_refusal_comes_back_in_its_own_words(shop: Shop) -> None:
    # given
    shop.omnitron.faults.add(on=CallKind.ADDRESS, fault=Fault.REFUSE)
    # when
    answer = shop.visitor().change_address(moved())
    # then
    assert answer.status_code == 400
    assert answer.json()["non_field_errors"] == ["Refused by the sandbox."]


@pytest.mark.parametrize("fault", [Fault.ERROR_BEFORE, Fault.CUT_BEFORE])
def test_an_omnitron_that_fails_is_worth_another_try_later(shop: Shop, fault: Fault) -> None:
    # given
    ada = shop.visitor()
    shop.omnitron.faults.add(on=CallKind.ADDRESS, fault=fault)
    # when
    answer = ada.change_address(moved())
    # then
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    assert list(answer.json()) == ["detail"]
    # and
    assert ada.change_address(moved()).status_code == 200


def test_an_omnitron_that_is_down_is_worth_another_try_later(shop: Shop) -> None:
    # given
    before = shop.order()
    shop.omnitron.stop()
    # when
    answer = shop.visitor().change_address(moved())
    # then
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    assert "127.0.0.1" not in answer.text
    assert shop.order() == before


def test_an_omnitron_that_hangs_is_not_waited_for(open_shop: OpenShop) -> None:
    # given
    shop = open_shop(OMNITRON_TIMEOUT="0.5")
    shop.omnitron.faults.add(on=CallKind.ADDRESS, fault=Fault.HANG, seconds=30)
    # when
    answer = shop.visitor().change_address(moved())
    # then
    assert answer.status_code == 503
    assert answer.elapsed.total_seconds() < 15


def test_an_expired_token_is_renewed(shop: Shop) -> None:
    # given
    shop.omnitron.faults.add(on=CallKind.ADDRESS, fault=Fault.EXPIRE_TOKEN)
    # when
    answer = shop.visitor().change_address(moved())
    # then
    assert answer.status_code == 200
    assert len(shop.omnitron.address_changes) == 1
