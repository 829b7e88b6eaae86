"""``GET /users/orders/…`` and ``/users/old-orders/…`` (users-orders; domain description, 7)."""

from collections.abc import Sequence

import httpx
import pytest
from sqlalchemy import Engine

from integration import real_shop
from integration.counting import counted
from integration.real_records import Json, item
from integration.real_shop import (
    ADA,
    BOBS_PK,
    BOBS_SESSION,
    DELIVERED_PK,
    GUEST,
    GUESTS_SESSION,
    NUMBER,
    PK,
    SHIPPED_PK,
    SNEAKERS,
)

from .conftest import OpenShop
from .documented import check
from .documented_orders import USER_OLD_ORDER, USER_ORDER, page_of
from .shop import Shop

LIST, ARCHIVE = "/users/orders/", "/users/old-orders/"
NO_SUCH_PAGE = {"detail": ["Invalid page."]}


def old_order(pk: int, owner: int = ADA, **more: object) -> Json:
    return {
        "kind": "old_order",
        "customer": owner,
        "pk": pk,
        "number": f"OLD-{pk}",
        "user_email": "ada@example.com",
        "status": "Teslim Edildi",
        "created_date": f"2014-03-{pk:02}T10:00:00Z",
        "amount": "10.00",
        "currency": "try",
        "oldorderitem_set": [{"pk": pk * 10, "product": "Mug", "price": "10.00", "quantity": 1}],
        **more,
    }


def shown(response: httpx.Response, name: str = "pk") -> list[object]:
    assert response.status_code == 200, response.text
    return [row[name] for row in response.json()["results"]]


def test_the_list_shows_ones_own_orders_as_documented_newest_first(shop: Shop) -> None:
    answer = shop.visitor().get(LIST)

    check(answer.json(), page_of(USER_ORDER))
    assert shown(answer) == [SHIPPED_PK, DELIVERED_PK, PK]
    assert [row["id"] for row in answer.json()["results"]] == shown(answer)
    assert answer.json()["count"] == 3
    assert answer.json()["next"] is None
    assert answer.json()["previous"] is None


def test_computed_fields_are_computed_by_the_policy(shop: Shop) -> None:
    shipped, delivered, approved = shop.visitor().get(LIST).json()["results"]

    assert (approved["is_cancellable"], approved["is_refundable"]) == (True, False)
    assert (shipped["is_cancellable"], shipped["is_refundable"]) == (False, True)
    sneakers = delivered["orderitem_set"][0]
    assert (sneakers["pk"], sneakers["order"]) == (SNEAKERS, DELIVERED_PK)
    assert (sneakers["is_cancellable"], sneakers["is_refundable"]) == (False, True)


def test_pages_link_to_each_other_and_keep_the_other_parameters(shop: Shop) -> None:
    visitor = shop.visitor()

    first = visitor.get(f"{LIST}?limit=1&search=27").json()
    second = visitor.get(first["next"]).json()
    third = visitor.get(second["next"]).json()

    seen = [page["results"][0]["pk"] for page in (first, second, third)]
    assert seen == [SHIPPED_PK, DELIVERED_PK, PK]
    assert third["next"] is None
    assert visitor.get(third["previous"]).json() == second
    assert first["next"].startswith(shop.address)
    assert "search=27" in first["next"]


def test_the_storefronts_stray_spaces_do_not_matter(shop: Shop) -> None:
    query = "?page=1 &limit=2 & created_date__gte=2020-01-01&created_date__lte= 2030-01-01"

    assert len(shown(shop.visitor().get(LIST + query))) == 2


@pytest.mark.parametrize(
    ("query", "pks"),
    [
        (f"search={NUMBER[-4:]}", [PK]),
        ("search=%25", []),
        ("search=", [SHIPPED_PK, DELIVERED_PK, PK]),
        ("last_month=true", [DELIVERED_PK]),
        ("last_month=false", [SHIPPED_PK, DELIVERED_PK, PK]),
        ("created_date__gte=2024-11-01", [DELIVERED_PK]),
        ("created_date__lte=2024-10-24T09:32:05.544358Z", [SHIPPED_PK, PK]),
        ("created_date__lte=2024-10-24T12:32:05.544357+03:00", []),
    ],
)
def test_filters_narrow_the_list(shop: Shop, query: str, pks: list[int]) -> None:
    recent = "2999-01-01T00:00:00Z" if "last_month" in query else "2024-11-24T00:00:00Z"
    sneakers = item(SNEAKERS, "Sneakers", status="delivered")
    shop.has(
        real_shop.order(
            DELIVERED_PK,
            real_shop.DELIVERED_NUMBER,
            items=[sneakers],
            status="delivered",
            created_date=recent,
        )
    )

    found = shown(shop.visitor().get(f"{LIST}?{query}"))

    assert sorted(found, key=str) == sorted(pks, key=str)


@pytest.mark.parametrize(
    "page",
    ["0", "-1", "2", "x", "1.5", "9" * 30, "9" * 5000, "0" * 20 + "1" + "9" * 30, "%00", "٣"],
)
def test_a_page_that_is_not_there_is_not_found(shop: Shop, page: str) -> None:
    answer = shop.visitor().get(f"{LIST}?page={page}")

    assert answer.status_code in ({400} if page == "%00" else {404})
    assert page == "%00" or answer.json() == NO_SUCH_PAGE


@pytest.mark.parametrize("zeros", ["", "0" * 30])
def test_zeros_in_front_of_a_number_mean_nothing(shop: Shop, zeros: str) -> None:
    paged = shop.visitor().get(f"{LIST}?page={zeros}2&limit={zeros}1").json()

    assert [each["pk"] for each in paged["results"]] == [DELIVERED_PK]


@pytest.mark.parametrize("limit", ["99999999999999999999", "9" * 5000])
def test_a_large_limit_is_cut(shop: Shop, limit: str) -> None:
    assert shop.visitor().get(f"{LIST}?limit={limit}").status_code == 200


def test_every_parameter_that_cannot_be_read_is_named(shop: Shop) -> None:
    query = "last_month=maybe&created_date__gte=yesterday&created_date__lte=2024-13-01"

    answer = shop.visitor().get(f"{LIST}?{query}")

    assert answer.status_code == 400
    assert set(answer.json()) == {"last_month", "created_date__gte", "created_date__lte"}
    assert shop.visitor().get(f"{LIST}?limit=0").json().keys() == {"limit"}


@pytest.mark.parametrize("path", [LIST + "{pk}/", LIST + "{pk}/cancellation/"])
def test_an_order_is_shown_as_documented_to_its_customer_alone(shop: Shop, path: str) -> None:
    visitor = shop.visitor()

    answer = visitor.get(path.format(pk=PK))
    anothers, nobodys, huge = (visitor.get(path.format(pk=pk)) for pk in (BOBS_PK, 999_999, 10**30))

    check(answer.json(), USER_ORDER)
    assert answer.json()["number"] == NUMBER
    assert {each.status_code for each in (anothers, nobodys, huge)} == {404}
    assert len({each.content for each in (anothers, nobodys, huge)}) == 1


def test_a_guest_sees_the_latest_order_alone_whatever_is_asked_for(shop: Shop) -> None:
    # given a guest whose order of the highest pk is not the one created last
    earlier = "2023-01-01T00:00:00Z"
    shop.has(
        real_shop.order(6030, "2745403029312190", GUEST, items=[item(401)], created_date=earlier)
    )
    guest = shop.visitor(GUESTS_SESSION)

    # then list and detail mean the highest pk, the cancellation page the latest creation
    assert shown(guest.get(LIST)) == [6030]
    assert shown(guest.get(f"{LIST}?search=nothing")) == []
    assert {guest.get(f"{LIST}{pk}/").json()["pk"] for pk in (PK, 6030, 1)} == {6030}
    assert guest.get(f"{LIST}{PK}/cancellation/").json()["pk"] == 6019


def test_the_archive_shows_ones_own_as_documented(shop: Shop) -> None:
    company = {"value": "ups", "label": "UPS"}
    shop.has(old_order(1), old_order(2, shipping_company=company), old_order(3, real_shop.BOB))
    ada, bob = shop.visitor(), shop.visitor(BOBS_SESSION)

    answer = ada.get(ARCHIVE)

    check(answer.json(), page_of(USER_OLD_ORDER))
    assert shown(answer) == [2, 1]
    check(ada.get(f"{ARCHIVE}2/").json(), USER_OLD_ORDER)
    assert ada.get(f"{ARCHIVE}3/").content == ada.get(f"{ARCHIVE}99/").content
    assert (ada.get(f"{ARCHIVE}3/").status_code, bob.get(f"{ARCHIVE}3/").status_code) == (404, 200)


def test_the_archive_sorts_numbers_as_numbers(shop: Shop) -> None:
    shop.has(old_order(1, amount="9.00"), old_order(2, amount="100.00"), old_order(3, amount="20"))
    visitor = shop.visitor()

    assert shown(visitor.get(f"{ARCHIVE}?sort=amount")) == [1, 3, 2]
    assert shown(visitor.get(f"{ARCHIVE}?sort=-amount"), "amount") == ["100.00", "20.00", "9.00"]


def test_money_has_the_places_of_its_currency(shop: Shop) -> None:
    shop.has(old_order(1, currency="kwd", amount="1.5", oldorderitem_set=[]))

    assert shown(shop.visitor().get(f"{ARCHIVE}?currency=KWD"), "amount") == ["1.500"]


def test_an_unknown_field_or_currency_is_refused(shop: Shop) -> None:
    answer = shop.visitor().get(f"{ARCHIVE}?sort=-pk&currency=xxx")

    assert answer.status_code == 400
    assert set(answer.json()) == {"sort", "currency"}


def test_a_guest_has_no_archive(shop: Shop) -> None:
    shop.has(old_order(1, GUEST))
    guest = shop.visitor(GUESTS_SESSION)

    assert guest.get(ARCHIVE).json() == {
        "count": 0,
        "next": None,
        "previous": None,
        "results": [],
    }
    assert guest.get(f"{ARCHIVE}1/").status_code == 404


PATHS = (LIST, f"{LIST}{PK}/", f"{LIST}{PK}/cancellation/", ARCHIVE, f"{ARCHIVE}1/")


def test_who_prefers_html_gets_the_same_inside_data(shop: Shop) -> None:
    shop.has(old_order(1))
    visitor = shop.visitor()

    for path in PATHS:
        page = visitor.get(path, accept="text/html,application/xhtml+xml,*/*;q=0.8")
        assert page.headers["content-type"] == "application/json"
        assert page.json() == {"data": visitor.get(path, accept="application/json").json()}


def test_without_a_session_json_gets_401_and_html_a_page_that_leads_to_the_login(
    open_shop: OpenShop,
) -> None:
    stranger = open_shop(LOGIN_URL="https://shop.example.com/login").visitor(None)

    for path in PATHS:
        assert stranger.get(path).status_code == 401
        page = stranger.get(path, accept="text/html")
        assert page.status_code == 403
        assert "https://shop.example.com/login" in page.text


def test_the_number_of_statements_does_not_depend_on_the_page(shop: Shop, engine: Engine) -> None:
    def statements(path: str) -> Sequence[str]:
        visitor = shop.visitor()
        visitor.get(path)  # the settings are read once in a few seconds
        with counted(engine) as seen:
            assert visitor.get(path).status_code == 200
        return seen

    shop.has(*(old_order(pk) for pk in range(1, 13)))

    assert len(statements(f"{LIST}?limit=1")) == len(statements(f"{LIST}?limit=100"))
    assert len(statements(f"{ARCHIVE}?limit=1")) == len(statements(f"{ARCHIVE}?limit=12"))
