"""The service itself: probes, paths that are not there, and how it is mounted."""

import re

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from integration.real_shop import NUMBER, SHIRT
from order_domain.statuses import OrderStatus

from .conftest import Stage
from .shop import Shop
from .visitor import body, cancel_path, line


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_service_that_is_well_says_so(shop: Shop, path: str) -> None:
    # when
    answer = shop.visitor(session=None).get(path)
    # then
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_an_unknown_path_is_not_found(shop: Shop) -> None:
    # given
    ada = shop.visitor()
    for path in ("/", "/orders/", "/orders/1/", "/orders/completed/", "/nothing", "/%ff/%00"):
        # when
        answer, page = ada.get(path), ada.get(path, accept="text/html")
        # then
        assert (answer.status_code, answer.json()) == (404, {"detail": ["Not found."]}), path
        assert page.status_code == 404
        assert page.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", cancel_path()),
        ("PUT", cancel_path()),
        ("DELETE", cancel_path()),
        ("GET", f"{cancel_path()}preview/"),
        ("GET", "/orders/address_change/"),
        ("POST", "/orders/completed/x/"),
        ("POST", "/csrf_token/"),
        ("DELETE", "/healthz"),
    ],
)
def test_a_wrong_method_is_told_which_ones_are_right(shop: Shop, method: str, path: str) -> None:
    # when
    answer = shop.visitor().client.request(method, path)
    # then
    assert answer.status_code == 405
    assert answer.json() == {"detail": ["Method Not Allowed"]}
    assert method not in answer.headers["allow"]


def test_without_the_slash_at_its_end_a_path_leads_to_the_one_with_it(shop: Shop) -> None:
    # when
    answer = shop.visitor().post(cancel_path().removesuffix("/"), body(line(SHIRT)))
    # then
    assert answer.status_code == 307
    assert answer.headers["location"] == f"{shop.address}{cancel_path()}"


def test_a_head_request_has_the_answers_headers_without_its_body(shop: Shop) -> None:
    # given
    path = f"/orders/completed/{shop.token()}/?format=json"
    # when
    answer = shop.visitor().client.head(path)
    # then
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-type"] == "application/json"


def test_what_concerns_one_customer_is_kept_by_no_cache(shop: Shop) -> None:
    # given
    ada = shop.visitor()
    for path in (f"/orders/completed/{shop.token()}/", "/csrf_token/", "/nothing", "/healthz"):
        # when
        answer = ada.get(path)
        # then
        assert answer.headers["cache-control"] == "no-store", path
        assert "Cookie" in answer.headers["vary"], path


def linked(page: str) -> list[str]:
    """The style sheets and scripts of a page."""
    found = re.findall(r'<(?:link|script)[^>]* (?:href|src)="([^"]+)"', page)
    assert found
    return found


@pytest.mark.parametrize("prefix", ["", "/shop", "/a/b c"])
def test_pages_find_their_files_wherever_the_service_is_mounted(
    shop: Shop, stage: Stage, prefix: str
) -> None:
    # given
    stage.app = Starlette(routes=[Mount(prefix, app=shop.app())]) if prefix else stage.app
    ada = shop.visitor()
    # when
    page = ada.get(f"{prefix}/orders/completed/{shop.token()}/")
    # then
    assert page.status_code == 200
    for link in linked(page.text):
        found = ada.get(link)
        assert found.status_code == 200, link
        assert found.headers["content-type"].startswith(("text/css", "text/javascript")), link


def test_mounted_in_another_application_everything_works(shop: Shop, stage: Stage) -> None:
    # given
    stage.app = Starlette(routes=[Mount("/shop", app=shop.app())])
    ada = shop.visitor()
    # when
    token = ada.get("/shop/csrf_token/").json()["csrf_token"]
    path = f"/shop{cancel_path()}"
    cancelled = ada.post(path, body(line(SHIRT)), **{"x-csrftoken": token})
    # then
    assert cancelled.status_code == 204
    assert shop.order().item(SHIRT).status is OrderStatus.CANCELLATION_WAITING
    # and
    shown = ada.get(f"/shop/orders/completed/{shop.token()}/?format=json")
    assert shown.json()["order"]["number"] == NUMBER
    assert ada.get("/shop/nothing").json() == {"detail": ["Not found."]}
    assert ada.get(path).status_code == 405
    assert ada.get("/shop/readyz").status_code == 200
