"""CSRF tokens as Django hands them out, bare and masked, and ours as Django takes them."""

from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware, get_token
from starlette.requests import Request

from order_entrypoints.http import csrf

Token = Callable[[str], str]


def masked(secret: str) -> str:
    """A token for this secret as Django's pages carry it: another one each time."""
    request = HttpRequest()
    request.META["CSRF_COOKIE"] = secret
    return get_token(request)


def bare(secret: str) -> str:
    return secret


def a_secret() -> str:
    """A secret that Django made."""
    request = HttpRequest()
    get_token(request)
    return str(request.META["CSRF_COOKIE"])


def page(_: HttpRequest) -> HttpResponse:
    return HttpResponse()


def asked(cookie: str, header: str) -> Request:
    headers = [(b"cookie", f"csrftoken={cookie}".encode()), (b"x-csrftoken", header.encode())]
    return Request({"type": "http", "method": "POST", "headers": headers})


@pytest.mark.parametrize("cookie", [bare, masked])
@pytest.mark.parametrize("header", [bare, masked])
def test_any_two_tokens_of_one_secret_match(cookie: Token, header: Token) -> None:
    for secret in (a_secret(), "a" * 32, "9" * 32, "aA0" * 10 + "zZ"):
        assert csrf.is_genuine(asked(cookie(secret), header(secret)))


@pytest.mark.parametrize("cookie", [bare, masked])
@pytest.mark.parametrize("header", [bare, masked])
def test_tokens_of_two_secrets_do_not(cookie: Token, header: Token) -> None:
    mine, others = a_secret(), a_secret()

    assert not csrf.is_genuine(asked(cookie(mine), header(others)))


def test_a_masked_token_with_a_character_changed_does_not_match() -> None:
    secret = a_secret()
    token = masked(secret)

    for at, character in enumerate(token):
        altered = token[:at] + ("b" if character == "a" else "a") + token[at + 1 :]
        assert not csrf.is_genuine(asked(secret, altered))
    assert not csrf.is_genuine(asked(secret, token[:-1]))
    assert not csrf.is_genuine(asked(secret, f"{token[:-1]}-"))


def test_a_cookie_that_django_set_is_kept() -> None:
    secret = a_secret()

    assert csrf.token_for(asked(secret, "")) == secret


def test_a_token_of_ours_is_taken_by_django() -> None:
    token = csrf.token_for(asked("", ""))
    request = HttpRequest()
    request.method = "POST"
    request.COOKIES["csrftoken"] = token
    request.META["HTTP_X_CSRFTOKEN"] = token
    check = CsrfViewMiddleware(page)

    check.process_request(request)

    assert check.process_view(request, page, (), {}) is None
