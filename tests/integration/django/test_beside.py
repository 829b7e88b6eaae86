"""A visitor who logs in at a Django project and uses the service beside it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from sqlalchemy import Engine

from integration.http.visitor import body, cancel_path, line
from integration.real_shop import BOBS_PK, NUMBER, PK, SHIRT, SOCKS
from order_adapters.django import DjangoSigner
from order_adapters.sqlalchemy import SqlOrders
from order_domain.statuses import OrderStatus

from .beside import Street, street
from .logins import BACKENDS
from .project.urls import SALT

SHIRT_PLEASE = body(line(SHIRT))


@pytest.fixture(params=["db", "cache"])
def place(
    request: pytest.FixtureRequest, tmp_path: Path, database: Path, sqlite_engine: Engine
) -> Iterator[Street]:
    """Both servers; Django keeps its sessions in its database, then in its cache."""
    with street(tmp_path, database, sqlite_engine, f"{BACKENDS}.{request.param}") as place:
        yield place


def item_status(place: Street, pk: int) -> OrderStatus:
    order = SqlOrders(place.engine).by_number(NUMBER)
    assert order is not None
    return order.item(pk).status


def test_who_logs_in_at_django_is_at_home_at_the_service(place: Street) -> None:
    # given somebody whom the service does not know yet
    ada = place.visitor()
    assert ada.at_service("/users/orders/").status_code == 401

    # when
    assert ada.log_in("user7", ada.masked_token()).json() == {"user": 7}

    # then their orders are there, and no one else's
    listed = ada.at_service("/users/orders/").json()["results"]
    assert NUMBER in {order["number"] for order in listed}
    assert ada.at_service(f"/users/orders/{PK}/").json()["number"] == NUMBER
    assert ada.at_service(f"/users/orders/{BOBS_PK}/").status_code == 404

    # and a link that Django signed leads to one, and one signed here can be read by Django
    link = ada.at_django(f"/link/{NUMBER}/").text
    shown = ada.at_service(f"/orders/completed/{link}/?format=json")
    assert (shown.status_code, shown.json()["order"]["number"]) == (200, NUMBER)
    ours = DjangoSigner(salt=SALT, max_age=60).sign(NUMBER)
    assert ada.at_django(f"/read/{ours}/").text == NUMBER

    # and Django's CSRF token is asked for, from the cookie or from a page
    cookie = ada.client.cookies["csrftoken"]
    assert ada.post(cancel_path(), SHIRT_PLEASE, None).status_code == 403
    assert ada.post(cancel_path(), SHIRT_PLEASE, "x" * 64).status_code == 403
    assert item_status(place, SHIRT) is OrderStatus.APPROVED
    assert ada.post(cancel_path(), SHIRT_PLEASE, cookie).status_code == 204
    assert item_status(place, SHIRT) is OrderStatus.CANCELLATION_WAITING
    masked = ada.masked_token()
    assert masked != cookie
    assert ada.post(cancel_path(), body(line(SOCKS)), masked).status_code == 204
    assert len(place.omnitron.ledger.cancels) == 2

    # and who logs out at Django has left the service too
    ada.at_django("/logout/")
    assert ada.at_service("/users/orders/").status_code == 401


def test_a_csrf_token_of_the_service_is_good_at_django(place: Street) -> None:
    # given somebody who was at the service first
    bob = place.visitor()
    token = bob.at_service("/csrf_token/").json()["csrf_token"]

    # when
    answer = bob.log_in("user8", token)

    # then
    assert answer.json() == {"user": 8}
    assert settings.SESSION_COOKIE_NAME in bob.client.cookies
    assert bob.at_service(f"/users/orders/{BOBS_PK}/").status_code == 200
