"""``Idempotency-Key``: what is a key, what is kept under one, and for how long."""

import pytest
from attrs import evolve
from sqlalchemy import delete, select, update

from integration.counting import counted
from integration.real_shop import (
    BELT,
    SHIRT,
    SOCKS,
)
from order_adapters.memory import InMemoryIdempotencyKeys
from order_adapters.omnitron.sandbox import CallKind, Fault
from order_adapters.sqlalchemy.tables import idempotency_keys
from order_domain.ports import StorageUnavailableError
from order_entrypoints.http import IdempotencyKeys
from order_entrypoints.testing.samples import NOW

from .conftest import Stage
from .repeating import CANCEL, KEY, MOVE, MOVED, REPLAYED, REQUEST, send, shown
from .shop import Shop
from .visitor import body, line


def keeps_in(stage: Stage, shop: Shop, keys: IdempotencyKeys | None) -> None:
    app = shop.app()
    service = app.state.service
    app.state.service = evolve(service, ports=evolve(service.ports, idempotency=keys))
    stage.app = app


def test_what_passes_is_tried_again(shop: Shop) -> None:
    # given
    ada = shop.visitor()
    shop.omnitron.faults.add(on=CallKind.ADDRESS, fault=Fault.ERROR_BEFORE)
    assert send(ada, MOVE, MOVED).status_code == 503
    # when
    again = send(ada, MOVE, MOVED)
    # then
    assert (again.status_code, REPLAYED in again.headers) == (200, False)


def test_that_a_cancellation_is_in_progress_passes_too(shop: Shop) -> None:
    # given
    ada = shop.visitor()
    ada.cancel(body(line(SHIRT), line(SOCKS), line(BELT)))
    # when
    answers = [send(ada, CANCEL, body(line(SHIRT))) for _ in range(2)]
    # then
    assert "Order cancellation already in progress." in answers[0].text
    assert [answer.status_code for answer in answers] == [400, 400]
    assert not any(REPLAYED in answer.headers for answer in answers)


def test_a_body_that_was_not_read_leaves_the_key_free(shop: Shop) -> None:
    # given
    ada = shop.visitor()
    headers = {"x-csrftoken": ada.csrf(), "idempotency-key": KEY, "content-type": "text/plain"}
    assert ada.client.post(CANCEL, content=b"{", headers=headers).status_code == 415
    headers["content-type"] = "application/json"
    assert ada.client.post(CANCEL, content=b"{", headers=headers).status_code == 400
    # then
    assert send(ada, CANCEL, body(line(SHIRT))).status_code == 204


def test_an_answer_is_kept_for_a_day(shop: Shop) -> None:
    # given
    ada = shop.visitor()
    assert send(ada, REQUEST, line(SHIRT)).is_success
    # when
    with shop.engine.begin() as connection:
        connection.execute(update(idempotency_keys).values(until=NOW))
    # then
    again = send(ada, REQUEST, line(SHIRT))
    assert (again.status_code, REPLAYED in again.headers) == (400, False)


def forget_answers(shop: Shop) -> None:
    """As it is once a server died before it had written them down."""
    with shop.engine.begin() as connection:
        connection.execute(delete(idempotency_keys))


def test_a_cancellation_whose_answer_was_never_kept_is_answered_as_it_ended(shop: Shop) -> None:
    # given
    ada = shop.visitor()
    assert send(ada, CANCEL, body(line(SHIRT))).status_code == 204
    shop.omnitron.faults.add(on=CallKind.CANCEL, fault=Fault.REFUSE)
    asked = send(ada, CANCEL, body(line(SOCKS)), "another")
    assert asked.status_code == 200
    forget_answers(shop)
    # when
    cancelled, requested = (
        send(ada, CANCEL, body(line(SHIRT))),
        send(ada, CANCEL, body(line(SOCKS)), "another"),
    )
    # then
    assert (cancelled.status_code, requested.status_code) == (204, 200)
    assert requested.json() == asked.json()
    assert REPLAYED not in cancelled.headers
    assert shop.sent == 2
    # and another body under the same key is another cancellation
    forget_answers(shop)
    assert send(ada, CANCEL, body(line(BELT))).status_code == 204
    assert shop.sent == 3


def test_a_large_answer_is_not_kept(shop: Shop) -> None:
    # given
    ada, nonsense = shop.visitor(), body(*(line(pk) for pk in range(9000, 10000)))
    # when
    answers = [send(ada, CANCEL, nonsense) for _ in range(2)]
    # then
    assert len(answers[0].content) > 64 * 1024
    assert shown(answers[0]) == shown(answers[1])
    assert REPLAYED not in answers[1].headers


NO_KEYS = [
    [b""],
    [b"x" * 256],
    ["cl\u00e9".encode()],
    ["cl\u00e9".encode("latin-1")],
    [b"tab\there"],
    [b"one", b"two"],
]


@pytest.mark.parametrize("keys", NO_KEYS)
def test_what_is_no_key_is_told(shop: Shop, keys: list[bytes]) -> None:
    # given
    ada = shop.visitor()
    headers = [(b"x-csrftoken", ada.csrf().encode()), (b"content-type", b"application/json")]
    headers += [(b"idempotency-key", key) for key in keys]
    # when
    answer = ada.client.post(CANCEL, content=b"{}", headers=headers)
    # then
    assert answer.status_code == 400
    expected = "expected one value of 1 to 255 printable ASCII characters."
    assert answer.json() == {"detail": [f"Idempotency-Key: {expected}"]}


@pytest.mark.parametrize("key", ["x" * 255, "0", '"quoted; as in the draft"', "~ !"])
def test_any_other_text_is_a_key(shop: Shop, key: str) -> None:
    # given
    ada = shop.visitor()
    # then
    assert send(ada, CANCEL, {}, key).status_code == 400
    assert send(ada, CANCEL, {}, key).headers[REPLAYED] == "true"


def test_without_a_key_nothing_is_added(shop: Shop) -> None:
    # given
    ada = shop.visitor()
    ada.csrf()
    # when
    with counted(shop.engine) as statements:
        assert ada.cancel(body(line(SHIRT))).status_code == 204
    # then
    assert not any("idempotency" in statement for statement in statements)


def test_keys_are_not_readable_in_the_database(shop: Shop) -> None:
    # given
    send(shop.visitor(), CANCEL, body(line(SHIRT)))
    # when
    with shop.engine.connect() as connection:
        (row,) = connection.execute(select(idempotency_keys)).all()
    # then
    assert KEY not in str(row)
    assert row.answer == '{"body":"","content_type":null,"language":null,"status":204}'


def test_a_service_that_keeps_no_keys_ignores_them(shop: Shop, stage: Stage) -> None:
    # given
    keeps_in(stage, shop, None)
    ada = shop.visitor()
    # then
    assert send(ada, CANCEL, body(line(SHIRT))).status_code == 204
    assert send(ada, CANCEL, body(line(BELT)), "").status_code == 204


class Forgetful(InMemoryIdempotencyKeys):
    """Can be told of a key, and then not of an answer."""

    def keep(self, *_arguments: object, **_more: object) -> None:
        raise StorageUnavailableError("The disk is full.")

    release = keep


def test_what_was_done_is_told_even_if_it_cannot_be_kept(shop: Shop, stage: Stage) -> None:
    # given
    keeps_in(stage, shop, Forgetful())
    ada = shop.visitor()
    # then
    assert send(ada, CANCEL, body(line(SHIRT))).status_code == 204
    assert send(ada, CANCEL, body(line(SHIRT))).status_code == 409
    # and what was not done is told as it is
    assert send(ada, REQUEST, "no request", "another").status_code == 400
