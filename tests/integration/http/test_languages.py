"""``Accept-Language``: labels in the language of whoever asks."""

import httpx
import pytest

from integration.real_shop import DELIVERED_NUMBER, PK, SNEAKERS

from .conftest import OpenShop
from .shop import Shop
from .situations import refund
from .visitor import body, cancel_path, line

ORDERS = "/users/orders/"


def completed(shop: Shop, suffix: str = "?format=json") -> str:
    return f"/orders/completed/{shop.token()}/{suffix}"


def ask(shop: Shop, path: str, accepted: str) -> httpx.Response:
    answer = shop.visitor().get(path, **{"accept-language": accepted})
    assert answer.status_code == 200, answer.text
    return answer


def test_a_completed_order_has_turkish_labels_for_who_prefers_turkish(shop: Shop) -> None:
    # when
    answer = ask(shop, completed(shop), "tr-TR,tr;q=0.9,en;q=0.8")
    # then
    assert answer.headers["content-language"] == "tr"
    assert "Accept-Language" in answer.headers["vary"].split(", ")
    shown = answer.json()["order"]
    assert shown["status"] == {"value": "approved", "label": "Onaylandı"}
    assert shown["orderitem_set"][1]["status"]["label"] == "Onaylandı"
    assert shown["currency"] == {"value": "try", "label": "TRY"}


@pytest.mark.parametrize("accepted", ["en", "de", "tr;q=0.1, en", "*", "tr;q=high", ";;,="])
def test_labels_are_english_when_in_doubt(shop: Shop, accepted: str) -> None:
    # when
    answer = ask(shop, completed(shop), accepted)
    # then
    assert answer.headers["content-language"] == "en"
    assert answer.json()["order"]["status"]["label"] == "Approved"


def test_labels_are_english_for_who_names_no_language(shop: Shop) -> None:
    # when
    answer = shop.visitor().get(completed(shop))
    # then
    assert answer.headers["content-language"] == "en"
    assert answer.json()["order"]["status"]["label"] == "Approved"


def test_a_language_may_come_in_a_second_header(shop: Shop) -> None:
    # given
    headers = [("accept-language", "de"), ("accept-language", "tr;q=0.5")]
    # when
    answer = shop.visitor().client.get(completed(shop), headers=headers)
    # then
    assert answer.headers["content-language"] == "tr"


def test_a_label_is_turkish_beside_a_code_where_the_shop_wants_codes(open_shop: OpenShop) -> None:
    # given
    shop = open_shop(STATUS_VALUES="code")
    # when
    shown = ask(shop, completed(shop), "tr").json()["order"]
    # then
    assert shown["status"] == {"value": "400", "label": "Onaylandı"}


@pytest.mark.parametrize("path", [ORDERS, f"{ORDERS}{PK}/", f"{ORDERS}{PK}/cancellation/"])
def test_the_customers_orders_have_turkish_labels(shop: Shop, path: str) -> None:
    # when
    answer = ask(shop, path, "tr")
    # then
    assert answer.headers["content-language"] == "tr"
    assert '"label":"Onaylandı"' in answer.text
    assert '"label":"Approved"' not in answer.text


def test_requests_that_are_opened_have_turkish_labels(shop: Shop) -> None:
    # when
    visitor, turkish = shop.visitor(), {"accept-language": "tr"}
    answer = visitor.post(cancel_path(DELIVERED_NUMBER), refund(SNEAKERS), **turkish)
    # then
    (shown,) = answer.json()
    assert answer.headers["content-language"] == "tr"
    assert shown["status"] == {"value": "open", "label": "Açık"}
    assert shown["cancellation_type"] == {"value": "refund", "label": "İade"}


def test_the_page_has_turkish_statuses_marked_as_such(shop: Shop) -> None:
    # when
    page = ask(shop, completed(shop, ""), "tr")
    # then
    assert page.headers["content-language"] == "en, tr"
    assert '<html lang="en">' in page.text
    assert '<dd id="order-status" lang="tr">Onaylandı</dd>' in page.text
    assert '<span data-status lang="tr">Onaylandı</span>' in page.text
    assert 'data-cancelled-label="İptal Bekliyor"' in page.text


def test_the_page_is_all_english_for_who_prefers_english(shop: Shop) -> None:
    # when
    page = ask(shop, completed(shop, ""), "en-GB")
    # then
    assert page.headers["content-language"] == "en"
    assert '<dd id="order-status" lang="en">Approved</dd>' in page.text


def test_an_answer_without_labels_names_no_language(shop: Shop) -> None:
    # given
    visitor, turkish = shop.visitor(), {"accept-language": "tr"}
    # when
    token = visitor.get("/csrf_token/", **turkish)
    missing = visitor.get(f"{ORDERS}999999/", **turkish)
    wrong = visitor.post(cancel_path(), body(line(0)), **turkish)
    # then
    assert [token.status_code, missing.status_code, wrong.status_code] == [200, 404, 400]
    assert not any("content-language" in answer.headers for answer in (token, missing, wrong))
