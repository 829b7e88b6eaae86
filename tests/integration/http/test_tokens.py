"""Signed order numbers: who cannot show a good one learns nothing."""

import time

import pytest

from integration.real_shop import (
    ADAS_SESSION,
    BOBS_NUMBER,
    BOBS_SESSION,
    GUESTS_OLD_NUMBER,
    GUESTS_SESSION,
)
from order_adapters.signing import TimedSigner

from .conftest import OpenShop
from .shop import KEY, Shop

DAY = 86_400


def path(token: str) -> str:
    return f"/orders/completed/{token}/?format=json"


def signed_at(shop: Shop, moment: float, patch: pytest.MonkeyPatch) -> str:
    """A token that was made at another time."""
    with patch.context() as clock:
        clock.setattr("itsdangerous.timed.time.time", lambda: moment)
        return shop.token()


def altered(token: str) -> str:
    """The token of another order with the signature of this one."""
    payload, rest = token.split(".", 1)
    return f"{payload[:-1]}{'A' if payload[-1] != 'A' else 'B'}.{rest}"


def test_all_ways_of_having_no_order_answer_with_the_same_bytes(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given
    others_key = TimedSigner(["somebody-elses-key"], max_age=DAY)
    tokens = {
        "no token": (ADAS_SESSION, "no-token"),
        "the bare number": (ADAS_SESSION, BOBS_NUMBER),
        "altered": (ADAS_SESSION, altered(shop.token())),
        "expired": (ADAS_SESSION, signed_at(shop, time.time() - DAY - 2, monkeypatch)),
        "signed by others": (ADAS_SESSION, others_key.sign("2745403029312170")),
        "another's": (ADAS_SESSION, shop.token(BOBS_NUMBER)),
        "a guest's older": (GUESTS_SESSION, shop.token(GUESTS_OLD_NUMBER)),
        "another's, for a guest": (GUESTS_SESSION, shop.token()),
        "no such order": (BOBS_SESSION, shop.token("999")),
        "NUL": (ADAS_SESSION, shop.token("999\0")),
        "NUL in the path": (ADAS_SESSION, "%00"),
        "not UTF-8": (ADAS_SESSION, "%ff%fe"),
    }
    # when
    answers = {
        name: shop.visitor(session).get(path(token)) for name, (session, token) in tokens.items()
    }
    # then
    for name, answer in answers.items():
        headers = {**answer.headers, "date": "", "x-request-id": ""}
        assert (name, answer.status_code, answer.content, headers) == (
            name,
            404,
            b'{"detail":["Not found."]}',
            {**answers["no token"].headers, "date": "", "x-request-id": ""},
        )


def test_a_token_is_good_until_its_last_second(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    # given (a minute of patience for a slow machine)
    token = signed_at(shop, time.time() - DAY + 60, monkeypatch)
    # when
    answer = shop.visitor().get(path(token))
    # then
    assert answer.status_code == 200


def test_how_long_a_token_is_good_is_configured(
    open_shop: OpenShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given
    shop = open_shop(SIGNATURE_MAX_AGE="100")
    ages = {20: 200, 102: 404}
    for age, status in ages.items():
        # when
        token = signed_at(shop, time.time() - age, monkeypatch)
        # then
        assert shop.visitor().get(path(token)).status_code == status


def test_keys_rotate_the_newest_signs_and_all_verify(shop: Shop) -> None:
    # given
    by_key = {
        key: TimedSigner([key], max_age=DAY).sign("2745403029312170")
        for key in (KEY, "an-older-key", "a-dropped-key")
    }
    # when
    statuses = {key: shop.visitor().get(path(by_key[key])).status_code for key in by_key}
    # then
    assert statuses == {KEY: 200, "an-older-key": 200, "a-dropped-key": 404}
    assert TimedSigner([KEY], max_age=DAY).unsign(shop.token()) == "2745403029312170"


def test_a_page_that_is_not_found_is_the_same_page_for_every_reason(shop: Shop) -> None:
    # given
    tokens = (shop.token(BOBS_NUMBER), shop.token("999"), "no-token")
    # when
    pages = [
        shop.visitor().get(f"/orders/completed/{token}/", accept="text/html") for token in tokens
    ]
    # then
    assert {(page.status_code, page.content) for page in pages} == {(404, pages[0].content)}
    assert pages[0].headers["content-type"] == "text/html; charset=utf-8"
