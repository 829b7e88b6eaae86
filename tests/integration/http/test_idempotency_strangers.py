"""``Idempotency-Key``: an answer is given again to whoever it was given to, and to nobody else."""

import pytest

from integration.real_records import Json, customer
from integration.real_shop import (
    BOBS_ITEM,
    BOBS_NUMBER,
    BOBS_SESSION,
    GUEST,
    GUESTS_NEW_NUMBER,
    GUESTS_OLD_NUMBER,
    SHIRT,
)

from .anonymous import (
    BULK,
    COOKIE,
    GUESTS_ITEM,
    GUESTS_NEW_ITEM,
    ONE,
    cookie_for,
    guests,
    proof,
    told,
    unthrottled,
)
from .conftest import OpenShop, Stage
from .repeating import CANCEL, KEY, MOVE, MOVED, REPLAYED, REQUEST, REQUESTS, send
from .shop import Shop
from .visitor import body, cancel_path, line

UNUSED = "a-key-that-nobody-used"
ADAS: list[tuple[str, Json]] = [
    (CANCEL, body(line(SHIRT))),
    (REQUEST, line(SHIRT)),
    (REQUESTS, body(line(SHIRT))),
    (MOVE, MOVED),
]
GUESTS: list[tuple[str, Json]] = [
    (ONE, line(GUESTS_ITEM)),
    (BULK, body(line(GUESTS_ITEM))),
]


@pytest.fixture
def shop(open_shop: OpenShop) -> Shop:
    return guests(open_shop())


@pytest.mark.parametrize(("path", "content"), ADAS)
def test_another_customer_learns_nothing(shop: Shop, path: str, content: Json) -> None:
    # given
    assert send(shop.visitor(), path, content).is_success
    bob = shop.visitor(BOBS_SESSION)
    # then
    used, unused = (send(bob, path, content, key) for key in (KEY, UNUSED))
    assert told(used) == told(unused)
    assert used.status_code in {400, 404}
    assert REPLAYED not in used.headers


def test_customers_may_have_the_same_key(shop: Shop) -> None:
    # given
    ada, bob = shop.visitor(), shop.visitor(BOBS_SESSION)
    # when
    answers = [
        send(ada, CANCEL, body(line(SHIRT))),
        send(bob, cancel_path(BOBS_NUMBER), body(line(BOBS_ITEM))),
    ]
    # then
    assert [answer.status_code for answer in answers] == [204, 204]
    assert shop.sent == 2


@pytest.mark.parametrize("session", [None, "no-such-session"])
@pytest.mark.parametrize(("path", "content"), ADAS)
def test_without_a_session_there_is_nothing_again(
    shop: Shop, path: str, content: Json, session: str | None
) -> None:
    # given
    send(shop.visitor(), path, content)
    # then
    for key in (KEY, UNUSED, ""):
        answer = send(shop.visitor(session), path, content, key)
        assert answer.status_code == 401
        assert answer.json() == {"detail": ["Authentication credentials were not provided."]}


@pytest.mark.parametrize(("path", "content"), [*ADAS, *GUESTS])
def test_without_the_csrf_token_there_is_nothing_again(
    shop: Shop, path: str, content: Json
) -> None:
    # given
    visitor = shop.visitor()
    visitor.client.cookies.set(COOKIE, cookie_for(GUESTS_OLD_NUMBER))
    assert send(visitor, path, content).is_success
    # when
    forged = send(visitor, path, content, **{"x-csrftoken": "f" * 32})
    # then
    assert forged.status_code == 403
    assert REPLAYED not in forged.headers


@pytest.mark.parametrize(("path", "content"), GUESTS)
def test_whoever_does_not_prove_the_order_learns_nothing(
    shop: Shop, stage: Stage, path: str, content: Json
) -> None:
    # given
    unthrottled(shop, stage)
    assert send(shop.visitor(None), path, {**content, **proof()}).is_success
    # then neither by nothing, nor by a wrong email, nor by a cookie that is none
    nobody, liar = shop.visitor(None), shop.visitor(None)
    nobody.client.cookies.set(COOKIE, "forged")
    for visitor, claim in ((nobody, {}), (liar, proof(email="eve@example.com"))):
        used, unused = (send(visitor, path, {**content, **claim}, key) for key in (KEY, UNUSED))
        assert used.status_code == 404
        assert told(used) == told(unused)


@pytest.mark.parametrize(("path", "content"), GUESTS)
def test_whoever_proves_it_gets_the_answer_again(shop: Shop, path: str, content: Json) -> None:
    # given
    tab, other = shop.visitor(None), shop.visitor(None)
    for each in (tab, other):
        each.client.cookies.set(COOKIE, cookie_for(GUESTS_OLD_NUMBER))
    first = send(tab, path, content)
    # when
    second, changed = send(other, path, content), send(other, path, {**content, **proof()})
    # then
    assert second.content == first.content
    assert second.headers[REPLAYED] == "true"
    assert changed.status_code == 422


def test_the_same_key_for_another_order_is_another_key(shop: Shop) -> None:
    # given
    visitor = shop.visitor(None)
    send(visitor, ONE, {**line(GUESTS_ITEM), **proof()})
    # when
    newer = {**line(GUESTS_NEW_ITEM), **proof(GUESTS_NEW_NUMBER)}
    answer = send(visitor, ONE, newer)
    # then
    assert (answer.status_code, REPLAYED in answer.headers) == (200, False)


def test_who_has_registered_gets_nothing_again(shop: Shop, stage: Stage) -> None:
    # given
    unthrottled(shop, stage)
    visitor, content = shop.visitor(None), {**line(GUESTS_ITEM), **proof()}
    assert send(visitor, ONE, content).status_code == 200
    # when
    shop.has(customer(GUEST, "guest@example.com", is_guest=False))
    # then
    assert send(visitor, ONE, content).status_code == 404


def test_getting_it_again_is_throttled_as_asking_is(shop: Shop, stage: Stage) -> None:
    # given
    patient = unthrottled(shop, stage)
    visitor, content = shop.visitor(None), {**line(GUESTS_ITEM), **proof()}
    # when
    for _ in range(3):
        send(visitor, ONE, content)
    # then each counts once
    assert len(patient.asked) == 3
