"""``POST /users/orders/[bulk_]cancellation_requests/`` (platform facts; anonymous-orders)."""

from collections.abc import Iterator
from datetime import date, time

import httpx
import pytest

from integration.real_records import COURIER, Json, item
from integration.real_shop import (
    BOBS_HOME,
    BOBS_ITEM,
    CHANGED_MY_MIND,
    DELIVERED_NUMBER,
    DOES_NOT_FIT,
    GUESTS_NEW_NUMBER,
    GUESTS_SESSION,
    HOME,
    OFFICE,
    SHIRT,
    SNEAKERS,
    SOCKS,
    TEA_POT,
    order,
)
from order_domain.selections import PickupDate

from .documented import check
from .documented_orders import CANCELLATION_REQUEST
from .mistakes import (
    NO_BOOLEAN,
    NO_CHOICE,
    NO_NUMBER,
    NO_NUMBERS,
    NO_OBJECT,
    NO_TEXTS,
    NOT_NULL,
    REQUIRED,
    TOO_FEW,
    TOO_MANY,
    unknown,
)
from .shop import Shop
from .visitor import Visitor, body, line

ONE = "/users/orders/cancellation_requests/"
MANY = "/users/orders/bulk_cancellation_requests/"
IBAN = "TR330006100519786457841326"
PICKUP = {"date": "2099-01-01", "hour_range": {"start": "09:00", "end": "12:00"}}
NO_FLAGS: tuple[object, ...] = ("x", 7, [], {})
WRONG_IBAN = "This is not a valid IBAN."


def sent_back(**more: object) -> Json:
    """One line as the body itself, with all that the anonymous document shows."""
    return {
        "order_item": str(SNEAKERS),
        "reason": str(DOES_NOT_FIT),
        "cancellation_type": "refund",
        "description": "They pinch",
        "shipping_company": COURIER,
        "pickup_address": HOME,
        "pickup_date": PICKUP,
        "iban": IBAN,
        "holder_name": "John Doe",
        "fully_refund_as_loyalty_money": True,
        "quantity": 1,
        "return_policy": True,
        **more,
    }


def test_one_request_has_everything_that_was_asked(shop: Shop) -> None:
    # when
    answer = shop.visitor().post(ONE, sent_back())
    # then
    assert answer.status_code == 200
    shown = answer.json()
    check(shown, CANCELLATION_REQUEST)
    (kept,) = shop.requests(DELIVERED_NUMBER)
    assert (shown["id"], shown["uuid"]) == (kept.pk, kept.uuid)
    assert shown["cancellation_type"] == {"value": "refund", "label": "Refund"}
    assert shown["status"] == {"value": "open", "label": "Open"}
    assert (shown["order_item"], shown["reason"]) == (SNEAKERS, DOES_NOT_FIT)
    assert (shown["iban"], shown["holder_name"]) == (IBAN, "John Doe")
    assert (shown["description"], shown["quantity"]) == ("They pinch", 1)
    assert shown["fully_refund_as_loyalty_money"] is True
    assert shown["return_policy"] is True
    assert shown["easy_return"]["pickup_date"] == PICKUP
    assert shown["easy_return"]["pickup_address"] == HOME
    assert shown["easy_return"]["shipping_company"]["value"] == "extension"
    assert kept.easy_return is not None
    assert kept.easy_return.pickup_date == PickupDate(date(2099, 1, 1), time(9), time(12))


def test_what_could_be_cancelled_directly_becomes_a_request_all_the_same(shop: Shop) -> None:
    # when
    answer = shop.visitor().post(MANY, body(line(SOCKS, quantity=2), line(SHIRT)))
    # then
    assert answer.status_code == 201
    asked = {shown["order_item"]: shown["quantity"] for shown in answer.json()}
    assert asked == {SOCKS: 2, SHIRT: 1}
    for shown in answer.json():
        check(shown, CANCELLATION_REQUEST)
    assert len(shop.requests()) == 2
    assert shop.order().attempts == ()
    assert shop.sent == 0


def test_a_request_shows_in_the_order(shop: Shop) -> None:
    # given
    ada = shop.visitor()
    made = ada.post(ONE, sent_back()).json()
    # when
    (order_item,) = ada.get("/users/orders/6020/").json()["orderitem_set"]
    # then
    assert order_item["cancellationrequest_set"] == [made]
    assert order_item["active_cancellation_request"] == made


def test_what_a_line_says_itself_wins(shop: Shop) -> None:
    # given
    shop.has(
        order(
            items=[item(pk, status="delivered") for pk in (SHIRT, SOCKS)],
            status="delivered",
        )
    )
    lines: list[Json] = [
        {
            "order_item": pk,
            "cancellation_type": "refund",
            "reason": DOES_NOT_FIT,
            "shipping_company": COURIER,
        }
        for pk in (SHIRT, SOCKS)
    ]
    lines[1] |= {
        "pickup_address": OFFICE,
        "fully_refund_as_loyalty_money": False,
        "return_policy": False,
    }
    # when
    sent = body(*lines, pickup_address=HOME, fully_refund_as_loyalty_money=True, return_policy=True)
    shown = shop.visitor().post(MANY, sent).json()
    # then
    told = {
        each["order_item"]: (
            each["easy_return"]["pickup_address"],
            each["fully_refund_as_loyalty_money"],
            each["return_policy"],
        )
        for each in shown
    }
    assert told == {SHIRT: (HOME, True, True), SOCKS: (OFFICE, False, False)}


def test_the_direct_endpoint_takes_the_same_fields(shop: Shop) -> None:
    # when
    answer = shop.visitor().cancel(body(sent_back()), DELIVERED_NUMBER)
    # then
    assert answer.status_code == 200
    (kept,) = shop.requests(DELIVERED_NUMBER)
    assert (kept.iban, kept.holder_name, kept.return_policy) == (IBAN, "John Doe", True)
    assert kept.easy_return is not None
    assert kept.easy_return.pickup_address == HOME


def test_loyalty_money_of_one_line_needs_a_request_for_that_line(shop: Shop) -> None:
    # given
    sent = body(line(SHIRT, fully_refund_as_loyalty_money=True), line(SOCKS))
    # when
    answer = shop.visitor().preview(sent).json()
    # then
    assert answer["outcome"] == "request"
    assert [(each["code"], each["order_item"]) for each in answer["reasons"]] == [
        ("needs_request", SHIRT)
    ]


@pytest.mark.parametrize(
    "written", ["TR33 0006 1005 1978 6457 8413 26", "tr33-0006-1005-1978-6457-8413-26"]
)
def test_an_iban_is_kept_without_what_makes_it_readable(shop: Shop, written: str) -> None:
    # when
    answer = shop.visitor().post(ONE, sent_back(iban=written))
    # then
    assert answer.json()["iban"] == IBAN


@pytest.mark.parametrize("blank", ["", "  ", None])
def test_a_field_left_blank_in_a_form_is_not_given(shop: Shop, blank: str | None) -> None:
    # when
    answer = shop.visitor().post(ONE, sent_back(iban=blank, holder_name=blank))
    # then
    assert (answer.json()["iban"], answer.json()["holder_name"]) == (None, None)


def mistakes() -> Iterator[tuple[str, object, str]]:
    """A field, what is wrong there, and the message."""
    for bad in (f"{IBAN}0", f"TR34{IBAN[4:]}", "x", "0" * 5000):
        yield "iban", bad, WRONG_IBAN
    for field in ("iban", "holder_name"):
        for not_text in NO_TEXTS:
            yield field, not_text, "Not a valid string."
        yield field, "TR\0", "Null characters are not allowed."
        yield field, "x" * 10_001, "Ensure this field has no more than 10000 characters."
    for pk in (999, BOBS_HOME, 0, -1):
        yield "pickup_address", pk, unknown(pk)
    for pk in (999, BOBS_ITEM, 0, -1):
        yield "order_item", pk, unknown(pk)
    for field in ("pickup_address", "order_item", "quantity", "reason", "shipping_company"):
        for no_number in NO_NUMBERS:
            yield field, no_number, NO_NUMBER
    for field in ("fully_refund_as_loyalty_money", "return_policy"):
        for no_flag in NO_FLAGS:
            yield field, no_flag, NO_BOOLEAN
    yield from other_mistakes()


def other_mistakes() -> Iterator[tuple[str, object, str]]:
    yield "quantity", 3, TOO_MANY
    yield "quantity", 0, TOO_FEW
    yield "reason", CHANGED_MY_MIND, "This reason is not for a refund."
    for field in ("reason", "order_item", "cancellation_type", "cancellation_request_image_set"):
        yield field, None, NOT_NULL
    yield "cancellation_type", "swap", NO_CHOICE
    yield "shipping_company", None, REQUIRED
    yield "shipping_company", COURIER + 1, "This company does not fetch this order item."
    yield "pickup_date", "x", NO_OBJECT


def test_each_mistake_is_told_at_its_field(shop: Shop) -> None:
    # given
    before, ada = shop.order(DELIVERED_NUMBER), shop.visitor()
    for field, bad, message in mistakes():
        # when
        one = ada.post(ONE, sent_back(**{field: bad}))
        many = ada.post(MANY, body(sent_back(**{field: bad})))
        # then
        assert (one.status_code, one.json()) == (400, {field: [message]}), (field, bad)
        told = {f"cancel_order_items.0.{field}": [message]}
        assert (many.status_code, many.json()) == (400, told), (field, bad)
    assert shop.order(DELIVERED_NUMBER) == before


def test_every_mistake_is_told_at_once(shop: Shop) -> None:
    # when
    sent = sent_back(iban="x", quantity=9, reason="y", order_item=999, pickup_address=998)
    answer = shop.visitor().post(ONE, sent)
    # then
    assert answer.json() == {
        "iban": [WRONG_IBAN],
        "reason": [NO_NUMBER],
        "order_item": [unknown(999)],
        "pickup_address": [unknown(998)],
    }


@pytest.mark.parametrize("sent", [[], "x", 5, None])
def test_a_body_that_is_no_object_has_one_error(shop: Shop, sent: object) -> None:
    # given
    ada = shop.visitor()
    for path in (ONE, MANY):
        # when
        answer = ada.post(path, sent)
        # then
        assert answer.status_code == 400
        assert answer.json() == {"non_field_errors": [NO_OBJECT]}


@pytest.mark.parametrize("lines", [[], None, "x", {}])
def test_a_list_without_lines_is_told(shop: Shop, lines: object) -> None:
    # when
    answer = shop.visitor().post(MANY, {"cancel_order_items": lines})
    # then
    assert answer.status_code == 400
    assert list(answer.json()) == ["cancel_order_items"]


def test_more_lines_than_any_order_has_are_not_read(shop: Shop) -> None:
    # when
    lines: list[Json] = [{}] * 1001
    answer = shop.visitor().post(MANY, {"cancel_order_items": lines})
    # then
    message = "Ensure this field has no more than 1000 elements."
    assert answer.json() == {"cancel_order_items": [message]}


def test_lines_of_another_order_are_unknown(shop: Shop) -> None:
    # when (the tea pot is Ada's, too)
    answer = shop.visitor().post(MANY, body(line(SHIRT), line(TEA_POT)))
    # then
    assert answer.json() == {"cancel_order_items.1.order_item": [unknown(TEA_POT)]}


def test_a_foreign_order_item_is_not_told_from_an_unknown_one(shop: Shop) -> None:
    # given
    ada = shop.visitor()

    def asked(pk: int) -> httpx.Response:
        return ada.post(MANY, body(line(pk), line(SHIRT), pickup_address=BOBS_HOME))

    # when
    foreign, none = asked(BOBS_ITEM), asked(999)
    # then
    assert (foreign.status_code, none.status_code) == (400, 400)
    assert foreign.text.replace(str(BOBS_ITEM), "999") == none.text
    assert foreign.json() == {
        "cancel_order_items.0.order_item": [unknown(BOBS_ITEM)],
        "pickup_address": [unknown(BOBS_HOME)],
    }


def test_a_guest_can_ask_for_the_latest_order_only(shop: Shop) -> None:
    # given
    guest = shop.visitor(GUESTS_SESSION)
    # when
    latest, older = (guest.post(ONE, line(pk, reason=CHANGED_MY_MIND)) for pk in (276, 275))
    # then
    assert latest.status_code == 200
    assert older.json() == {"order_item": [unknown(275)]}
    assert len(shop.requests(GUESTS_NEW_NUMBER)) == 1


def test_a_return_without_a_pickup_address_has_a_status_and_a_code_of_its_own(shop: Shop) -> None:
    # given
    ada = shop.visitor()
    bare = sent_back(pickup_address=None)
    # when
    for answer in (ada.post(ONE, bare), ada.post(MANY, body(bare))):
        # then
        assert answer.status_code == 406
        assert answer.json() == {
            "non_field_errors": ["Pickup address is required."],
            "error_code": "cancellation_request_100_8",
        }
    assert shop.requests(DELIVERED_NUMBER) == []


def test_what_nobody_could_grant_is_refused(shop: Shop) -> None:
    # given
    ada = shop.visitor()
    assert ada.post(ONE, sent_back()).status_code == 200
    # when
    again, shipped = ada.post(ONE, sent_back()), ada.post(ONE, line(TEA_POT))
    # then
    assert again.status_code == 400
    assert again.json()["error_code"] == "cancellation_request_100_1"
    assert shipped.status_code == 400
    assert (
        "Order Item (Tea pot) can't be cancelled in this status."
        in (shipped.json()["non_field_errors"])
    )
    assert len(shop.requests(DELIVERED_NUMBER)) == 1


@pytest.mark.parametrize("path", [ONE, MANY])
def test_nobody_asks_without_a_session_or_a_csrf_token(shop: Shop, path: str) -> None:
    # given
    nobody, ada = shop.visitor(None), shop.visitor()
    # when
    unknown_visitor = nobody.post(path, sent_back())
    without_token = ada.post(path, sent_back(), **{"x-csrftoken": "x" * 43})
    page = ada.get(path)
    # then
    assert (unknown_visitor.status_code, without_token.status_code) == (401, 403)
    assert page.status_code == 405
    assert shop.requests(DELIVERED_NUMBER) == []


@pytest.mark.parametrize("path", [ONE, MANY])
def test_a_large_body_of_nobody_is_not_taken_in(shop: Shop, path: str) -> None:
    # given
    nobody: Visitor = shop.visitor(None)
    # when
    answer = nobody.post_raw(path, b" " * (8 * 1024 * 1024), "application/json")
    # then
    assert answer.status_code == 401
