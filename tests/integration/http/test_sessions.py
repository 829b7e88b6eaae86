"""Who asks: session cookies and the CSRF token."""

import pytest

from integration.real_records import session
from integration.real_shop import ADA, ADAS_SESSION, BOBS_SESSION, SHIRT

from .conftest import OpenShop
from .documented import CSRF_TOKEN, check
from .shop import Shop
from .visitor import body, cancel_path, line

SHIRT_PLEASE = body(line(SHIRT))


def seen(shop: Shop, cookie: str) -> int:
    """The status of asking for Ada's order with this Cookie header."""
    path = f"/orders/completed/{shop.token()}/?format=json"
    return shop.visitor(session=None).get(path, cookie=cookie).status_code


@pytest.mark.parametrize(
    "cookie",
    [
        f"sessionid={ADAS_SESSION}",
        f"osessionid={ADAS_SESSION}",
        f"sessionid={ADAS_SESSION}; osessionid={BOBS_SESSION}",
        f"sessionid=; osessionid={ADAS_SESSION}",
        f'other=1; sessionid="{ADAS_SESSION}"',
    ],
)
def test_either_cookie_carries_a_session(shop: Shop, cookie: str) -> None:
    assert seen(shop, cookie) == 200


@pytest.mark.parametrize(
    "cookie",
    [
        "sessionid=",
        "sessionid",
        "sessionid=unknown",
        f"sessionid={ADAS_SESSION.upper()}",
        f"SESSIONID={ADAS_SESSION}",
        'sessionid="\\000"',
        f'sessionid="{ADAS_SESSION}\\000"',
        'sessionid="\\377\\376"',
        "sessionid=' OR 1=1 --",
        f"sessionid={'x' * 10_000}",
        "=;=;;;",
        f"osessionid=unknown; csrftoken={ADAS_SESSION}",
    ],
)
def test_what_is_no_session_answers_401(shop: Shop, cookie: str) -> None:
    assert seen(shop, cookie) == 401


def test_a_session_ends_when_it_expires(shop: Shop) -> None:
    # given
    shop.has(session("over", ADA, "2024-10-24T00:00:00Z"))
    # then
    assert seen(shop, "sessionid=over") == 401


def test_a_cookie_of_raw_bytes_is_no_session(shop: Shop) -> None:
    # given
    nobody = shop.visitor(session=None)
    # when
    answer = nobody.client.get(
        f"/orders/completed/{shop.token()}/?format=json",
        headers={b"cookie": b"sessionid=\xff\xfe\xed\xa0\x80"},
    )
    # then
    assert answer.status_code == 401


def test_a_csrf_token_comes_in_the_body_and_as_the_cookie(shop: Shop) -> None:
    # given
    nobody = shop.visitor(session=None)
    # when
    answer = nobody.get("/csrf_token/")
    # then
    assert answer.status_code == 200
    check(answer.json(), CSRF_TOKEN)
    assert answer.json()["csrf_token"] == nobody.client.cookies["csrftoken"]
    assert "samesite=lax" in answer.headers["set-cookie"].lower()
    assert "httponly" not in answer.headers["set-cookie"].lower()
    # and a browser keeps its token
    assert nobody.get("/csrf_token/").json() == answer.json()


def test_the_token_of_another_browser_is_another_one(shop: Shop) -> None:
    # when
    tokens = {shop.visitor(session=None).csrf() for _ in range(3)}
    # then
    assert len(tokens) == 3


@pytest.mark.parametrize("bad", ["short", "x" * 129, "a b" * 20, "<" * 40])
def test_a_cookie_that_is_no_token_of_ours_is_replaced(shop: Shop, bad: str) -> None:
    # when
    answer = shop.visitor(session=None).get("/csrf_token/", cookie=f'csrftoken="{bad}"')
    # then
    check(answer.json(), CSRF_TOKEN)
    assert bad not in answer.text


TOKEN = "t" * 40
UNSAFE = (cancel_path(), f"{cancel_path()}preview/", "/orders/address_change/")


@pytest.mark.parametrize(
    ("cookie", "header"),
    [
        ("csrf=1", TOKEN),
        (f"csrftoken={TOKEN}", None),
        (f"csrftoken={TOKEN}", ""),
        ("csrftoken=", ""),
        (f"csrftoken={TOKEN}", f"{TOKEN}x"),
        (f"csrftoken={TOKEN}", TOKEN.upper()),
        (f"csrftoken={TOKEN}", "ÿþ"),
    ],
)
def test_without_the_csrf_token_nothing_is_done(
    shop: Shop, cookie: str, header: str | None
) -> None:
    # given
    before = shop.order()
    headers = {b"cookie": f"sessionid={ADAS_SESSION}; {cookie}".encode()}
    if header is not None:
        headers[b"x-csrftoken"] = header.encode("latin-1")
    client = shop.visitor(session=None).client
    # when
    answers = [client.post(path, json=SHIRT_PLEASE, headers=headers) for path in UNSAFE]
    # then
    for answer in answers:
        assert answer.status_code == 403
        assert answer.json() == {"detail": ["CSRF Failed: CSRF token missing or incorrect."]}
    assert shop.order() == before
    assert shop.sent == 0


@pytest.mark.parametrize("path", UNSAFE)
def test_without_a_session_nothing_is_done(shop: Shop, path: str) -> None:
    # given
    before = shop.order()
    nobody = shop.visitor(session=None)
    # when
    answer = nobody.post(path, SHIRT_PLEASE)
    page = nobody.post(path, SHIRT_PLEASE, accept="text/html")
    # then
    assert answer.status_code == 401
    assert answer.json() == {"detail": ["Authentication credentials were not provided."]}
    assert (page.status_code, page.headers["content-type"]) == (403, "text/html; charset=utf-8")
    assert shop.order() == before
    assert shop.sent == 0


@pytest.mark.parametrize(("told", "is_secure"), [("true", True), ("false", False)])
def test_the_cookie_is_for_https_where_the_shop_says_so(
    open_shop: OpenShop, told: str, *, is_secure: bool
) -> None:
    # given
    shop = open_shop(COOKIE_SECURE=told)
    # when
    answer = shop.visitor(session=None).get("/csrf_token/")
    # then
    assert ("Secure" in answer.headers["set-cookie"]) is is_secure
