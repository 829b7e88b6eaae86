"""``GET /users/orders/cancellation_reasons/`` (platform facts)."""

from uuid import UUID

import pytest

from integration.real_records import Json, reason
from integration.real_shop import CHANGED_MY_MIND, DOES_NOT_FIT, SOMETHING_ELSE
from order_entrypoints.exchange import export_lines, import_lines

from .shop import Shop

PATH = "/users/orders/cancellation_reasons/"
WHOLE: Json = {
    "uuid": "8187c360-66da-4959-9f0b-9aa2ccac9001",
    "translations": {"tr-tr": {"subject": "Vazgeçtim"}, "en-us": None},
    "created_date": "2023-01-16T19:39:35.592560Z",
    "modified_date": "2024-01-16T19:39:35.592575Z",
}


def test_reasons_in_use_are_listed_in_the_shops_order(shop: Shop) -> None:
    # when
    page = shop.visitor().get(PATH).json()
    # then
    assert (page["count"], page["next"], page["previous"]) == (3, None, None)
    ids = [each["id"] for each in page["results"]]
    assert ids == [DOES_NOT_FIT, CHANGED_MY_MIND, SOMETHING_ELSE]


def test_a_reason_shows_all_that_the_platform_shows(shop: Shop) -> None:
    # given
    shop.has(reason(9, "cancel", "I changed my mind", order=1, **WHOLE))
    # when
    first = shop.visitor().get(PATH).json()["results"][0]
    # then
    assert first == {
        "id": 9,
        "cancellation_type": {"value": "cancel", "label": "Cancel"},
        "subject": "I changed my mind",
        "extra_information_needed": False,
        "is_active": True,
        "order": 1,
        **WHOLE,
    }


def test_a_reason_that_came_without_a_uuid_has_the_same_one_always(shop: Shop) -> None:
    # given
    bare = {"uuid": None, "created_date": None, "modified_date": None}
    shop.has(*(reason(pk, "cancel", f"Reason {pk}", **bare) for pk in (1, 2, 3)))
    ada = shop.visitor()
    results = ada.get(PATH).json()["results"]
    # when
    import_lines(shop.engine, list(export_lines(shop.engine)), replace=True)
    # then
    assert ada.get(PATH).json()["results"] == results
    assert len({UUID(each["uuid"]) for each in results}) == 3
    assert {each["created_date"] for each in results} == {None}


def test_reasons_come_in_pages(shop: Shop) -> None:
    # given
    ada = shop.visitor()
    # when
    page = ada.get(f"{PATH}?page=2&limit=2").json()
    # then
    assert (page["count"], len(page["results"])) == (3, 1)
    assert page["previous"].endswith(f"{PATH}?limit=2&page=1")
    # and
    assert ada.get(f"{PATH}?page=3&limit=2").status_code == 404
    assert ada.get(f"{PATH}?limit=0").json() == {"limit": ["Expected a whole number, 1 or more."]}


@pytest.mark.parametrize("accept", ["application/json", "text/html"])
def test_reasons_are_for_those_with_a_session(shop: Shop, accept: str) -> None:
    # when
    answer = shop.visitor(None).get(PATH, accept=accept)
    # then
    assert answer.status_code == (401 if accept == "application/json" else 403)
