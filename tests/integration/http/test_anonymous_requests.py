"""``POST /users/orders/anonymous/[bulk_]cancellation_requests/``, as visitors and attackers."""

from base64 import b64encode

import httpx
import pytest
from sqlalchemy import Engine

from integration.counting import counted
from integration.images.samples import STILLS
from integration.real_records import Json
from integration.real_shop import (
    BOBS_ITEM,
    BOBS_SESSION,
    GUESTS_NEW_NUMBER,
    GUESTS_OLD_NUMBER,
    GUESTS_SESSION,
    NUMBER,
    SHIRT,
)
from order_adapters.signing import SALT

from .anonymous import (
    ADAS_EMAIL,
    BULK,
    COOKIE,
    GUESTS_EMAIL,
    GUESTS_ITEM,
    GUESTS_NEW_ITEM,
    GUESTS_OTHER_ITEM,
    LOOK_UP,
    NOT_FOUND,
    ONE,
    cookie_for,
    guests,
    old_cookie,
    proof,
    told,
    unthrottled,
)
from .conftest import OpenShop, Stage
from .documented import check
from .documented_orders import CANCELLATION_REQUEST
from .shop import Shop
from .visitor import Visitor, body, line

PATHS = [ONE, BULK]


@pytest.fixture
def shop(open_shop: OpenShop) -> Shop:
    return guests(open_shop())


def sent_to(path: str, *items: int, **more: object) -> Json:
    """A cancellation of some items, as the endpoint takes it."""
    lines = [line(pk) for pk in items or (GUESTS_ITEM,)]
    return body(*lines, **more) if path.startswith(BULK.rstrip("/")) else {**lines[0], **more}


def is_opened(shop: Shop, number: str = GUESTS_OLD_NUMBER) -> bool:
    return bool(shop.requests(number))


def with_cookie(shop: Shop, cookie: str) -> Visitor:
    visitor = shop.visitor(None)
    visitor.client.cookies.set(COOKIE, cookie)
    return visitor


@pytest.mark.parametrize("path", [ONE, ONE.rstrip("/")])
def test_the_cookie_of_a_look_up_lets_ask_for_one_item(shop: Shop, path: str) -> None:
    visitor = shop.visitor(None)
    assert visitor.post(LOOK_UP, proof()).status_code == 200

    answer = visitor.post(path, sent_to(ONE))

    assert answer.status_code == 200, answer.text
    check(answer.json(), CANCELLATION_REQUEST)
    (kept,) = shop.requests(GUESTS_OLD_NUMBER)
    assert (answer.json()["uuid"], answer.json()["order_item"]) == (kept.uuid, GUESTS_ITEM)
    assert shop.sent == 0
    seen = visitor.post(LOOK_UP, proof()).json()["results"][0]["orderitem_set"]
    assert seen[0]["active_cancellation_request"]["uuid"] == kept.uuid


@pytest.mark.parametrize("path", [BULK, BULK.rstrip("/")])
def test_the_cookie_of_a_look_up_lets_ask_for_several_items(shop: Shop, path: str) -> None:
    visitor = with_cookie(shop, cookie_for(GUESTS_OLD_NUMBER))

    answer = visitor.post(path, sent_to(BULK, GUESTS_ITEM, GUESTS_OTHER_ITEM))

    assert answer.status_code == 201, answer.text
    assert [each["order_item"] for each in answer.json()] == [GUESTS_ITEM, GUESTS_OTHER_ITEM]
    for each in answer.json():
        check(each, CANCELLATION_REQUEST)
    assert len(shop.requests(GUESTS_OLD_NUMBER)) == 2


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("name", ["order", "number"])
def test_the_body_can_prove_the_order_itself(shop: Shop, path: str, name: str) -> None:
    proven = {name: GUESTS_OLD_NUMBER, "email": f" {GUESTS_EMAIL.upper()} "}

    answer = shop.visitor(None).post(path, sent_to(path, **proven))

    assert answer.is_success, answer.text
    assert is_opened(shop)


@pytest.mark.parametrize("path", PATHS)
def test_every_wrong_proof_is_answered_with_the_same_bytes(
    shop: Shop, stage: Stage, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    # given
    unthrottled(shop, stage)
    good = cookie_for(GUESTS_OLD_NUMBER)
    name, rest = good.split(".", 1)
    other, other_rest = cookie_for(GUESTS_NEW_NUMBER).split(".", 1)
    item = sent_to(path)
    attacks: dict[str, tuple[str | None, Json]] = {
        "an item alone": (None, item),
        "an item that is not there": (None, sent_to(path, 999_999)),
        "another's item": (None, sent_to(path, SHIRT)),
        "an item and a number": (None, {**item, "number": GUESTS_OLD_NUMBER}),
        "a blank email": (None, {**item, **proof(email=" ")}),
        "a wrong email": (None, {**item, **proof(email=ADAS_EMAIL)}),
        "a wrong number": (None, {**item, **proof("999")}),
        "a registered customer's": (None, sent_to(path, SHIRT, **proof(NUMBER, ADAS_EMAIL))),
        "a wrong email beside a good cookie": (good, {**item, **proof(email="x@example.com")}),
        "no cookie": ("", item),
        "no token": ("no-token", item),
        "the bare number": (GUESTS_OLD_NUMBER, item),
        "altered": (f"{other}.{rest}", item),
        "another's signature": (f"{name}.{other_rest}", item),
        "cut": (good[:-1], item),
        "expired": (old_cookie(GUESTS_OLD_NUMBER, 1802, monkeypatch), item),
        "another's key": (cookie_for(GUESTS_OLD_NUMBER, key="another-key"), item),
        "the completed order's": (shop.token(GUESTS_OLD_NUMBER), item),
        "its salt": (cookie_for(GUESTS_OLD_NUMBER, salt=SALT), item),
        "signed, but a registered customer's": (cookie_for(NUMBER), sent_to(path, SHIRT)),
        "signed, but no order": (cookie_for("999"), item),
        "signed, but NUL": (cookie_for("9\0"), item),
        "signed, but empty": (cookie_for(""), item),
    }
    # when
    answers: dict[str, httpx.Response] = {}
    for attack, (cookie, sent) in attacks.items():
        visitor = shop.visitor(None) if cookie is None else with_cookie(shop, cookie)
        answers[attack] = visitor.post(path, sent)
    # then
    first = answers["a wrong email"]
    assert (first.status_code, first.content) == (404, NOT_FOUND)
    assert [name for name, each in answers.items() if told(each) != told(first)] == []
    assert not is_opened(shop)
    assert not is_opened(shop, NUMBER)


def test_wrong_proofs_take_the_same_work(shop: Shop, stage: Stage, engine: Engine) -> None:
    unthrottled(shop, stage)
    visitor = shop.visitor(None)
    visitor.csrf()
    wrong = [proof("999"), proof(email=ADAS_EMAIL), proof(NUMBER, ADAS_EMAIL)]

    statements: list[list[str]] = []
    for each in wrong:
        with counted(engine) as seen:
            visitor.post(ONE, sent_to(ONE, **each))
        statements.append(seen)

    assert len(statements[0]) == 1
    assert statements[1:] == statements[:1] * 2


def test_a_cookie_is_good_for_half_an_hour_and_again_until_then(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = with_cookie(shop, old_cookie(GUESTS_OLD_NUMBER, 1790, monkeypatch))

    assert late.post(ONE, sent_to(ONE)).status_code == 200
    # once more: the same item is refused by the policy, and not by the proof
    again = late.post(ONE, sent_to(ONE))
    assert (again.status_code, again.json()["error_code"]) == (400, "cancellation_request_100_1")


def test_a_cookie_signed_by_the_key_before_is_good(shop: Shop) -> None:
    visitor = with_cookie(shop, cookie_for(GUESTS_OLD_NUMBER, key="an-older-key"))

    assert visitor.post(ONE, sent_to(ONE)).status_code == 200


def test_the_cookie_opens_no_completed_order(shop: Shop) -> None:
    guest = shop.visitor(GUESTS_SESSION)

    cookie, token = cookie_for(GUESTS_NEW_NUMBER), shop.token(GUESTS_NEW_NUMBER)

    assert guest.get(f"/orders/completed/{cookie}/?format=json").status_code == 404
    assert guest.get(f"/orders/completed/{token}/?format=json").status_code == 200


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("foreign", [GUESTS_NEW_ITEM, SHIRT, BOBS_ITEM, 999_999, -1, 2**63 - 1])
def test_an_item_of_another_order_is_unknown_whosever_it_is(
    shop: Shop, path: str, foreign: int
) -> None:
    visitor = with_cookie(shop, cookie_for(GUESTS_OLD_NUMBER))
    at = "order_item" if path == ONE else "cancel_order_items.0.order_item"

    answer = visitor.post(path, sent_to(path, foreign))

    message = f'Invalid pk "{foreign}" - object does not exist.'
    assert (answer.status_code, answer.json()) == (400, {at: [message]})
    assert not shop.requests(GUESTS_NEW_NUMBER)


def test_one_foreign_item_among_ones_own_opens_nothing(shop: Shop) -> None:
    visitor = with_cookie(shop, cookie_for(GUESTS_OLD_NUMBER))

    answer = visitor.post(BULK, sent_to(BULK, GUESTS_ITEM, GUESTS_NEW_ITEM))

    assert (answer.status_code, list(answer.json())) == (400, ["cancel_order_items.1.order_item"])
    assert not is_opened(shop)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("session", [GUESTS_SESSION, BOBS_SESSION])
def test_with_a_session_too_it_is_the_proof_that_counts(
    shop: Shop, path: str, session: str
) -> None:
    visitor = shop.visitor(session)
    own = GUESTS_NEW_ITEM if session == GUESTS_SESSION else BOBS_ITEM

    assert visitor.post(path, sent_to(path, own)).content == NOT_FOUND
    assert visitor.post(path, sent_to(path, **proof())).is_success


@pytest.mark.parametrize("path", PATHS)
def test_without_the_csrf_token_a_good_cookie_does_nothing(shop: Shop, path: str) -> None:
    good = f"{COOKIE}={cookie_for(GUESTS_OLD_NUMBER)}"
    client = shop.visitor(None).client
    missing = {"cookie": good}
    foreign = {"cookie": f"{good}; csrftoken={'a' * 40}", "x-csrftoken": "b" * 40}

    for headers in (missing, foreign):
        assert client.post(path, json=sent_to(path), headers=headers).status_code == 403
    assert not is_opened(shop)


def test_what_is_wrong_with_the_proof_and_the_rest_is_told_at_once(shop: Shop) -> None:
    visitor = with_cookie(shop, cookie_for(GUESTS_OLD_NUMBER))

    one = visitor.post(ONE, {"email": "a\0", "cancellation_type": "x"})
    bulk = visitor.post(BULK, {"email": "a@example.com", "cancel_order_items": "x"})

    assert (one.status_code, bulk.status_code) == (400, 400)
    assert set(one.json()) == {"email", "order", "order_item", "cancellation_type", "reason"}
    assert set(bulk.json()) == {"order", "cancel_order_items"}


def test_of_an_order_that_is_not_proven_only_the_body_is_told(shop: Shop) -> None:
    visitor = shop.visitor(None)

    assert visitor.post(ONE, {"number": 5}).json()["number"] == ["Not a valid string."]
    assert visitor.post(ONE, {"reason": "x"}).content == NOT_FOUND
    assert visitor.post(ONE, []).status_code == 400
    assert (
        visitor.post_raw(ONE, b"order_item=275", "application/x-www-form-urlencoded").status_code
        == 415
    )


def test_a_picture_that_was_sent_is_shown_to_who_proves_its_order_alone(shop: Shop) -> None:
    # given a visitor who sent a picture, and one who proves another order
    visitor = with_cookie(shop, cookie_for(GUESTS_OLD_NUMBER))
    pictures = {"cancellation_request_image_set": [{"image": b64encode(STILLS["png"]).decode()}]}
    asked = visitor.post(ONE, {**sent_to(ONE), **pictures})
    assert asked.status_code == 200, asked.text
    url = asked.json()["cancellation_request_image_set"][0]["image"]

    # then the first sees it, with a stranger's session too, and nobody else
    other = with_cookie(shop, cookie_for(GUESTS_NEW_NUMBER))
    altered = with_cookie(shop, cookie_for(GUESTS_OLD_NUMBER, key="another"))
    assert visitor.get(url).headers["content-type"] == "image/png"
    assert other.get(url).status_code == 404
    assert shop.visitor(BOBS_SESSION).get(url).status_code == 404
    assert [who.get(url).status_code for who in (altered, shop.visitor(None))] == [401, 401]
    bob = shop.visitor(BOBS_SESSION)
    bob.client.cookies.set(COOKIE, cookie_for(GUESTS_OLD_NUMBER))
    assert bob.get(url).status_code == 200


def test_mistakes_in_a_proven_request_are_told_by_field(shop: Shop) -> None:
    visitor = with_cookie(shop, cookie_for(GUESTS_OLD_NUMBER))

    answer = visitor.post(ONE, {**sent_to(ONE), "quantity": 9, "reason": 99})

    assert (answer.status_code, set(answer.json())) == (400, {"quantity", "reason"})
    assert not is_opened(shop)


@pytest.mark.parametrize("is_declared", [True, False])
def test_a_large_body_is_taken_in_with_a_good_cookie_only(shop: Shop, *, is_declared: bool) -> None:
    content = b'{"order_item": 275, "x": "' + b"x" * 1_100_000 + b'"}'

    def status(visitor: Visitor) -> int:
        headers = {"content-type": "application/json", "x-csrftoken": visitor.csrf()}
        sent = content if is_declared else iter([content])
        return visitor.client.post(ONE, content=sent, headers=headers).status_code

    assert status(with_cookie(shop, cookie_for(GUESTS_OLD_NUMBER))) == 400
    assert status(with_cookie(shop, "no-token")) == 413
    assert status(shop.visitor(None)) == 413
