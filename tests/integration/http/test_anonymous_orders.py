"""``POST /users/orders/anonymous/`` (anonymous-orders; domain description, section 1)."""

from urllib.parse import urlencode

import httpx
import pytest
from sqlalchemy import Engine

from integration.counting import counted
from integration.real_shop import (
    BOBS_NUMBER,
    BOBS_SESSION,
    GUESTS_NEW_NUMBER,
    GUESTS_OLD_NUMBER,
    NUMBER,
)

from .anonymous import (
    COOKIE,
    GUESTS_EMAIL,
    LOOK_UP,
    NOT_FOUND,
    cookie_for,
    guests,
    proof,
    told,
    unthrottled,
)
from .conftest import OpenShop, Stage
from .documented import check
from .documented_orders import USER_ORDER, page_of
from .shop import Shop


@pytest.fixture
def shop(open_shop: OpenShop) -> Shop:
    return guests(open_shop())


FORM = "application/x-www-form-urlencoded"

DOCUMENTED_FOR_ANONYMOUS = {
    "remote_addr", "language_code", "delivery_range", "defined_tracking_url", "user_email",
    "shipping_tracking_url", "shipping_option_slug", "payment_option_slug", "user", "basket",
    "shipping_option", "card", "installment", "segment", "checkout_provider", "bin_number",
    "amount_without_discount", "loyaltytransaction_set", "discountitem_set", "is_payable",
}  # fmt: skip


def test_a_guests_order_is_shown_as_documented(shop: Shop) -> None:
    answer = shop.visitor(None).post(LOOK_UP, proof())

    assert answer.status_code == 200
    check(answer.json(), page_of(USER_ORDER))
    assert (answer.json()["count"], answer.json()["next"], answer.json()["previous"]) == (
        1,
        None,
        None,
    )
    (order,) = answer.json()["results"]
    assert order["number"] == GUESTS_OLD_NUMBER
    assert order["is_cancellable"] is True
    assert set(order) >= DOCUMENTED_FOR_ANONYMOUS
    assert answer.headers["content-language"] == "en"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", [LOOK_UP, LOOK_UP.rstrip("/")])
@pytest.mark.parametrize("name", ["order", "number"])
@pytest.mark.parametrize("is_form", [True, False])
def test_both_names_both_encodings_and_both_paths_are_good(
    shop: Shop, path: str, name: str, *, is_form: bool
) -> None:
    sent = {name: GUESTS_OLD_NUMBER, "email": GUESTS_EMAIL}
    visitor = shop.visitor(None)

    answer = (
        visitor.post_raw(path, urlencode(sent).encode(), f"{FORM}; charset=UTF-8")
        if is_form
        else visitor.post(path, sent)
    )

    assert answer.status_code == 200, answer.text
    assert answer.history == []


@pytest.mark.parametrize("email", ["GUEST@Example.COM", "  guest@example.com\t"])
def test_case_and_outer_spaces_of_the_email_do_not_matter(shop: Shop, email: str) -> None:
    assert shop.visitor(None).post(LOOK_UP, proof(email=email)).status_code == 200
    assert shop.visitor(None).post(LOOK_UP, proof(f" {GUESTS_OLD_NUMBER} ")).status_code == 200


@pytest.mark.parametrize("secure", ["true", "false"])
def test_a_success_hands_out_a_cookie_that_names_the_order(
    open_shop: OpenShop, secure: str
) -> None:
    client = guests(open_shop(COOKIE_SECURE=secure)).visitor(None).client
    token = {"x-csrftoken": "a" * 40, "cookie": f"csrftoken={'a' * 40}"}

    answer = client.post(LOOK_UP, json=proof(), headers=token)

    (cookie,) = (each for each in answer.headers.get_list("set-cookie") if each.startswith(COOKIE))
    value, *attributes = cookie.split("; ")
    assert value.count(".") == cookie_for(GUESTS_OLD_NUMBER).count(".") == 2
    expected = {"HttpOnly", "Max-Age=1800", "Path=/", "SameSite=lax"}
    assert set(attributes) == (expected | {"Secure"} if secure == "true" else expected)


def test_every_wrong_proof_is_answered_with_the_same_bytes_after_the_same_work(
    shop: Shop, engine: Engine, stage: Stage
) -> None:
    # given
    unthrottled(shop, stage)
    refused = {
        "no such order": proof("2745403029319999"),
        "another's email": proof(email="ada@example.com"),
        "no such email": proof(email="nobody@example.com"),
        "an endless email": proof(email="x" * 254),
        "part of the number": proof(GUESTS_OLD_NUMBER[:-1]),
        "a pattern": proof("%"),
        "a registered customer's": proof(NUMBER, "ada@example.com"),
        "a registered customer's, wrong email": proof(NUMBER, "guest@example.com"),
        "another guest order's number": proof(BOBS_NUMBER, "guest@example.com"),
        "SQL": proof(f"{GUESTS_OLD_NUMBER}' OR '1'='1"),
        "not ASCII": proof("٣" * 16, "gueşt@example.com"),
    }
    visitor = shop.visitor(None)
    visitor.csrf()
    # when
    answers: dict[str, httpx.Response] = {}
    statements: dict[str, list[str]] = {}
    for name, sent in refused.items():
        with counted(engine) as seen:
            answers[name] = visitor.post(LOOK_UP, sent)
        statements[name] = seen
    # then
    first = answers["no such order"]
    assert (first.status_code, first.content) == (404, NOT_FOUND)
    assert "set-cookie" not in first.headers
    assert [name for name, each in answers.items() if told(each) != told(first)] == []
    one = statements["no such order"]
    assert len(one) == 1
    assert [name for name, seen in statements.items() if seen != one] == []


def test_a_guest_who_registered_since_is_no_anonymous_visitor(shop: Shop) -> None:
    shop.has({"kind": "customer", "id": 9, "email": GUESTS_EMAIL, "is_guest": False})

    assert shop.visitor(None).post(LOOK_UP, proof()).content == NOT_FOUND


def test_the_order_is_proven_by_the_email_that_stands_in_it(shop: Shop) -> None:
    shop.has({"kind": "customer", "id": 9, "email": "new@example.com", "is_guest": True})

    assert shop.visitor(None).post(LOOK_UP, proof(email="new@example.com")).content == NOT_FOUND
    assert shop.visitor(None).post(LOOK_UP, proof()).status_code == 200


def test_a_session_neither_helps_nor_hinders(shop: Shop) -> None:
    bob = shop.visitor(BOBS_SESSION)

    assert bob.post(LOOK_UP, proof(BOBS_NUMBER, "bob@example.com")).content == NOT_FOUND
    assert bob.post(LOOK_UP, proof(GUESTS_NEW_NUMBER)).status_code == 200


REQUIRED, NUL = "This field is required.", "Null characters are not allowed."
NO_TEXT = "Not a valid string."
BLANK, LONG = "This field may not be blank.", "Ensure this field has no more than 254 characters."


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({}, {"email": [REQUIRED], "order": [REQUIRED]}),
        ({"email": "a@b.c"}, {"order": [REQUIRED]}),
        ({"order": None, "email": None}, {"email": [REQUIRED], "order": [REQUIRED]}),
        ({"order": "1"}, {"email": [REQUIRED]}),
        ({"order": " ", "email": ""}, {"email": [BLANK], "order": [BLANK]}),
        ({"number": "", "email": "\t"}, {"email": [BLANK], "number": [BLANK]}),
        ({"number": "1\0", "email": "a\0"}, {"email": [NUL], "number": [NUL]}),
        ({"order": "1" * 255, "email": "a" * 255}, {"email": [LONG], "order": [LONG]}),
        ({"order": [1], "email": {}}, {"email": [NO_TEXT], "order": [NO_TEXT]}),
        ([], {"non_field_errors": ["Expected an object."]}),
        ("x", {"non_field_errors": ["Expected an object."]}),
    ],
)  # fmt: skip
def test_what_cannot_be_a_proof_is_told_by_field(
    shop: Shop, sent: object, errors: dict[str, list[str]]
) -> None:
    answer = shop.visitor(None).post(LOOK_UP, sent)

    assert (answer.status_code, answer.json()) == (400, errors)


def test_a_blank_number_beside_an_order_is_no_mistake(shop: Shop) -> None:
    assert shop.visitor(None).post(LOOK_UP, {**proof(), "number": ""}).status_code == 200


@pytest.mark.parametrize(
    ("content", "content_type", "status"),
    [
        (b"email=%ff&number=1", FORM, 400),
        (b"\xff", FORM, 400),
        (b"&".join(b"a=1" for _ in range(101)), FORM, 400),
        (b"email=a%00&number=1", FORM, 400),
        (b"", FORM, 400),
        (b"{", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"email":"\\ud800","order":"1"}', "application/json", 400),
        (b"--b--", "multipart/form-data; boundary=b", 415),
        (b"{}", "text/plain", 415),
        (b"{}", "", 415),
        (b"a" * 1_100_000, FORM, 413),
    ],
)
def test_what_cannot_be_read_at_all_is_refused(
    shop: Shop, content: bytes, content_type: str, status: int
) -> None:
    answer = shop.visitor(None).post_raw(LOOK_UP, content, content_type)

    assert answer.status_code == status, answer.text


@pytest.mark.parametrize(
    ("cookie", "header"),
    [(None, None), ("a" * 40, None), (None, "a" * 40), ("a" * 40, "b" * 40), ("", "")],
)
def test_without_the_csrf_token_nothing_is_told(
    shop: Shop, cookie: str | None, header: str | None
) -> None:
    client = shop.visitor(None).client
    headers = {"x-csrftoken": header, "cookie": cookie and f"csrftoken={cookie}"}
    sent = {name: value for name, value in headers.items() if value is not None}

    answer = client.post(LOOK_UP, json=proof(), headers=sent)

    assert (answer.status_code, list(answer.json())) == (403, ["detail"])
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_other_methods_are_not_allowed(shop: Shop, method: str) -> None:
    assert shop.visitor(None).client.request(method, LOOK_UP).status_code == 405
