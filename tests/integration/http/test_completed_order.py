"""``GET /orders/completed/{token}/`` as JSON."""

from integration.real_records import CREATED, item
from integration.real_shop import (
    ADAS_SESSION,
    BOBS_SESSION,
    GUESTS_NEW_NUMBER,
    GUESTS_SESSION,
    NUMBER,
    PK,
    SOCKS,
    order,
)

from .conftest import OpenShop
from .documented import COMPLETED_ORDER, check
from .shop import Shop


def path(token: str) -> str:
    return f"/orders/completed/{token}/?format=json"


def test_an_order_is_shown_as_documented(shop: Shop) -> None:
    # when
    answer = shop.visitor().get(path(shop.token()))
    # then
    assert answer.status_code == 200
    content = answer.json()
    check(content, COMPLETED_ORDER)
    shown = content["order"]
    assert (shown["pk"], shown["number"], shown["created_date"]) == (PK, NUMBER, CREATED)
    assert shown["status"] == {"value": "approved", "label": "Approved"}
    assert shown["currency"] == {"value": "try", "label": "TRY"}
    assert [shown["amount"], shown["discount_amount"]] == ["99.99", "10.00"]
    assert [shown["shipping_amount"], shown["shipping_tax_rate"]] == ["4.90", "18.00"]
    assert shown["shipping_address"]["city"] == {"pk": 47, "id": 47, "name": "İstanbul"}
    assert shown["billing_address"]["title"] == "Billing"
    assert content["campaigns"][0]["benefit"] == {"type": "percentage"}
    socks = shown["orderitem_set"][1]
    assert (socks["pk"], socks["quantity"], socks["price"]) == (SOCKS, 3, "109.99")
    assert socks["product"]["name"] == "Socks"
    assert socks["shipping_company"] == {"value": "extension", "label": "Extension Cargo"}


def test_what_an_order_does_not_have_is_no_null_where_the_documents_allow_none(shop: Shop) -> None:
    # given
    bare = item(
        SOCKS,
        product={"pk": 1, "sku": "s", "name": "Socks"},
        discount_amount=None,
        shipping_company=None,
        tracking_number=None,
    )
    shop.has(order(items=[bare], shipping_tax_rate=None))
    # when
    content = shop.visitor().get(path(shop.token())).json()
    # then
    check(content, COMPLETED_ORDER)
    assert content["order"]["shipping_tax_rate"] == "0"
    (shown,) = content["order"]["orderitem_set"]
    assert shown["discount_amount"] == "0"
    assert shown["shipping_company"] == {"value": "", "label": ""}
    assert (shown["tracking_number"], shown["product"]["image"]) == (None, None)


def test_amounts_have_the_currencys_own_number_of_places(shop: Shop) -> None:
    # given
    dinars = {"value": "kwd", "label": "KWD"}
    scarf = item(SOCKS, price="12.5", price_currency=dinars)
    shop.has(order(items=[scarf], currency=dinars, amount="12.5", shipping_amount="0"))
    # when
    shown = shop.visitor().get(path(shop.token())).json()["order"]
    # then
    assert (shown["amount"], shown["shipping_amount"]) == ("12.500", "0.000")
    assert shown["orderitem_set"][0]["price"] == "12.500"


def test_statuses_are_codes_where_the_shop_wants_them(open_shop: OpenShop) -> None:
    # given
    shop = open_shop(STATUS_VALUES="code")
    # when
    content = shop.visitor().get(path(shop.token())).json()
    # then
    check(content, COMPLETED_ORDER)
    assert content["order"]["status"] == {"value": "400", "label": "Approved"}
    assert content["order"]["orderitem_set"][0]["status"]["value"] == "400"


def test_a_guest_sees_the_newest_order(shop: Shop) -> None:
    # when
    answer = shop.visitor(GUESTS_SESSION).get(path(shop.token(GUESTS_NEW_NUMBER)))
    # then
    assert answer.status_code == 200
    assert answer.json()["order"]["number"] == GUESTS_NEW_NUMBER


def test_without_a_format_it_is_a_page_that_hands_out_the_csrf_token(shop: Shop) -> None:
    # given
    ada = shop.visitor()
    # when
    answer = ada.get(f"/orders/completed/{shop.token()}/")
    # then
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    token = ada.client.cookies["csrftoken"]
    assert f'<meta name="csrf-token" content="{token}">' in answer.text


def test_a_format_that_is_not_documented_is_not_found(shop: Shop) -> None:
    # when
    answer = shop.visitor().get(f"/orders/completed/{shop.token()}/?format=xml")
    # then
    assert (answer.status_code, answer.json()) == (404, {"detail": ["Not found."]})


def test_who_has_no_session_is_asked_for_one_whatever_the_token(shop: Shop) -> None:
    # given
    nobody = shop.visitor(session=None)
    for token in (shop.token(), "no-token"):
        # when
        answer = nobody.get(path(token))
        # then
        assert answer.status_code == 401
        assert list(answer.json()) == ["detail"]


def test_who_prefers_pages_gets_one_that_leads_to_the_login(open_shop: OpenShop) -> None:
    # given
    shop = open_shop(LOGIN_URL="/users/auth/login/?next=1&a=b")
    # when
    answer = shop.visitor(session=None).get(
        f"/orders/completed/{shop.token()}/", accept="text/html,*/*;q=0.8"
    )
    # then
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert '<a href="/users/auth/login/?next=1&amp;a=b"' in answer.text
    assert 'http-equiv="refresh"' in answer.text
    assert NUMBER not in answer.text


def test_who_asks_is_looked_at_before_what_for(shop: Shop) -> None:
    # when
    answer = shop.visitor(None).get(f"/orders/completed/{shop.token()}/?format=xml")
    # then
    assert answer.status_code == 401


def test_a_session_sees_its_own_order_only(shop: Shop) -> None:
    # given
    token = shop.token()
    # when
    answers = [shop.visitor(key).get(path(token)) for key in (ADAS_SESSION, BOBS_SESSION)]
    # then
    assert [answer.status_code for answer in answers] == [200, 404]
