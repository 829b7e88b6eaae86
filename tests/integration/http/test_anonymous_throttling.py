"""Look-ups are throttled by client and by order (domain description, section 1)."""

import httpx
import pytest
from starlette.requests import Request

from integration.real_shop import GUESTS_NEW_NUMBER, GUESTS_OLD_NUMBER
from order_adapters.sqlalchemy import create_database_engine
from order_entrypoints.bootstrap import make_app
from order_entrypoints.configuration import ConfigurationError, read_configuration
from order_entrypoints.http.anonymous_access import client_of

from .anonymous import (
    ADAS_EMAIL,
    GUESTS_ITEM,
    LOOK_UP,
    ONE,
    cookie_for,
    guests,
    proof,
    unthrottled,
)
from .conftest import OpenShop, Stage
from .shop import Shop, environment
from .visitor import Visitor, line

A_MINUTE = 10
"""Look-ups that are allowed."""


@pytest.fixture
def shop(open_shop: OpenShop) -> Shop:
    return guests(open_shop())


def check_throttled(answer: httpx.Response) -> None:
    assert answer.status_code == 429
    assert list(answer.json()) == ["detail"]
    assert 1 <= int(answer.headers["retry-after"]) <= 60
    assert "set-cookie" not in answer.headers


def times_up(visitor: Visitor, number: str = "999") -> None:
    for _ in range(A_MINUTE):
        assert visitor.post(LOOK_UP, proof(number)).status_code == 404


def test_who_guesses_has_to_wait_even_with_the_right_answer(shop: Shop) -> None:
    visitor = shop.visitor(None)
    for guess in range(A_MINUTE):
        assert visitor.post(LOOK_UP, proof(str(guess))).status_code == 404

    check_throttled(visitor.post(LOOK_UP, proof()))
    check_throttled(visitor.post(ONE, {**line(GUESTS_ITEM), **proof()}))


def test_successes_count_too(shop: Shop) -> None:
    visitor = shop.visitor(None)
    for _ in range(A_MINUTE):
        assert visitor.post(LOOK_UP, proof()).status_code == 200

    check_throttled(visitor.post(LOOK_UP, proof(GUESTS_NEW_NUMBER)))


def test_guesses_of_requests_and_of_look_ups_count_together(shop: Shop) -> None:
    visitor = shop.visitor(None)
    for turn in range(A_MINUTE):
        path = LOOK_UP if turn % 2 else ONE
        assert visitor.post(path, {**line(GUESTS_ITEM), **proof("999")}).status_code == 404

    check_throttled(visitor.post(LOOK_UP, proof("999")))


def test_who_holds_the_cookie_is_not_throttled(shop: Shop) -> None:
    visitor = shop.visitor(None)
    times_up(visitor)
    visitor.client.cookies.set("anonymous_order", cookie_for(GUESTS_OLD_NUMBER))

    assert visitor.post(ONE, line(GUESTS_ITEM)).status_code == 200


def test_many_clients_cannot_guess_at_one_order_whether_it_is_there_or_not(shop: Shop) -> None:
    # given a botnet behind a proxy on this machine, which says who its clients are
    visitor = shop.visitor(None)

    def guess(number: str, client: str) -> httpx.Response:
        return visitor.post(LOOK_UP, proof(number, ADAS_EMAIL), **{"x-forwarded-for": client})

    for number in ("999", GUESTS_OLD_NUMBER):
        for client in range(A_MINUTE):
            assert guess(number, f"192.0.2.{client}").status_code == 404
    # when
    unknown, known = (guess(number, "198.51.100.1") for number in ("999", GUESTS_OLD_NUMBER))
    # then
    check_throttled(unknown)
    check_throttled(known)
    assert unknown.json().keys() == known.json().keys()
    assert unknown.headers.keys() == known.headers.keys()
    assert guess("998", "198.51.100.1").status_code == 404


def test_what_counts_is_the_client_and_the_number_without_spaces(shop: Shop, stage: Stage) -> None:
    patient = unthrottled(shop, stage)
    visitor = shop.visitor(None)

    visitor.post(LOOK_UP, proof(f" {GUESTS_OLD_NUMBER} "))
    visitor.post(LOOK_UP, proof("999"), **{"x-forwarded-for": "198.51.100.1, 192.0.2.7"})
    visitor.post(ONE, {**line(GUESTS_ITEM), "number": "999", "email": "a@example.com"})

    assert patient.asked == [
        ("client 127.0.0.1", f"order {GUESTS_OLD_NUMBER}"),
        ("client 192.0.2.7", "order 999"),
        ("client 127.0.0.1", "order 999"),
    ]


def test_what_is_refused_for_its_shape_or_its_csrf_token_is_not_counted(
    shop: Shop, stage: Stage
) -> None:
    patient = unthrottled(shop, stage)
    visitor = shop.visitor(None)

    visitor.post(LOOK_UP, {"email": ADAS_EMAIL})
    visitor.client.post(LOOK_UP, json=proof())

    assert patient.asked == []


@pytest.mark.parametrize(
    ("host", "key"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
        (None, ""),
    ],
)
def test_a_client_cannot_choose_another_address_of_its_own_network(
    host: str | None, key: str
) -> None:
    client = None if host is None else (host, 1)

    assert client_of(Request({"type": "http", "client": client})) == key


def test_redis_is_connected_to_when_it_is_first_needed() -> None:
    engine = create_database_engine("sqlite://")

    make_app(read_configuration(environment("", THROTTLE_URL="redis://127.0.0.1:1/0")), engine)
    engine.dispose()


@pytest.mark.parametrize("url", ["mongodb://localhost", "redis", "memory", ""])
def test_a_url_where_nothing_can_be_counted_is_named(url: str) -> None:
    engine = create_database_engine("sqlite://")
    configuration = read_configuration(environment("", THROTTLE_URL=url))

    with pytest.raises(ConfigurationError, match="ORDERS_THROTTLE_URL"):
        make_app(configuration, engine)
    engine.dispose()
