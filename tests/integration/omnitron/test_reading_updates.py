"""The back office's word on cancellation requests, read through the gateway."""

import json
from collections.abc import Callable
from contextlib import ExitStack

import pytest

from order_adapters.omnitron import OmnitronGateway
from order_adapters.omnitron.sandbox import Fault, SandboxOmnitron
from order_domain.ports import (
    OmnitronGarbledError,
    OmnitronUnavailableError,
    RequestUpdate,
    UnreadableUpdate,
    Updates,
)
from order_domain.statuses import CancellationRequestStatus
from samples import request

from .conftest import NewGateway, Serve
from .scripted import TOKEN, http

REJECTED = CancellationRequestStatus.REJECTED


def page(*results: object, **more: object) -> bytes:
    return http(200, json.dumps({"count": 1, "next": None, "results": results, **more}))


def update(**changed: object) -> dict[str, object]:
    written = {"id": 17, "remote_id": "u1", "status": "rejected", "modified_date": "2026-01-01"}
    return {**written, **changed}


def only(updates: Updates) -> RequestUpdate | UnreadableUpdate:
    (result,) = updates.results
    return result


def test_moves_are_read_page_by_page(
    new_sandbox: Callable[..., SandboxOmnitron], new_gateway: NewGateway, stack: ExitStack
) -> None:
    sandbox = stack.enter_context(new_sandbox(page_size=2))
    gateway = new_gateway(sandbox.url)
    for uuid in ("u1", "u2", "u3"):
        gateway.send_request(request(uuid))
        sandbox.move_request(uuid, "rejected")

    first, second = gateway.updates(1), gateway.updates(2)

    assert first.results == (RequestUpdate("u1", REJECTED), RequestUpdate("u2", REJECTED))
    assert first.has_next
    assert second == Updates((RequestUpdate("u3", REJECTED),))


def test_a_page_past_the_end_is_empty_since_the_list_may_have_shrunk(
    gateway: OmnitronGateway,
) -> None:
    assert gateway.updates(2) == Updates(())


def test_pages_may_become_fewer_while_they_are_read(
    new_sandbox: Callable[..., SandboxOmnitron], new_gateway: NewGateway, stack: ExitStack
) -> None:
    sandbox = stack.enter_context(new_sandbox(page_size=1))
    gateway = new_gateway(sandbox.url)
    for uuid in ("u1", "u2"):
        gateway.send_request(request(uuid))
        sandbox.move_request(uuid, "rejected")
    first = gateway.updates(1)

    sandbox.requests.forget_updates()

    assert first.has_next
    assert gateway.updates(2) == Updates(())
    assert gateway.updates(1) == Updates(())


def test_an_empty_page_is_the_last_whatever_it_says(serve: Serve, new_gateway: NewGateway) -> None:
    server = serve(page(next="?page=2"))

    assert new_gateway(server.url).updates(1) == Updates(())


def test_the_page_that_is_asked_for_is_named(serve: Serve, new_gateway: NewGateway) -> None:
    server = serve(page(update(), next="?page=8"))

    updates = new_gateway(server.url).updates(7)

    assert updates == Updates((RequestUpdate("u1", REJECTED),), has_next=True)
    (get,) = server.of("/updates/")
    assert get.line == "GET /api/v1/channel/3/cancellation_requests/updates/?page=7 HTTP/1.1"


@pytest.mark.parametrize("status", [each.value for each in CancellationRequestStatus])
def test_every_documented_status_is_understood(
    serve: Serve, new_gateway: NewGateway, status: str
) -> None:
    server = serve(page(update(status=status)))

    read = only(new_gateway(server.url).updates(1))

    assert read == RequestUpdate("u1", CancellationRequestStatus.parse(status))


@pytest.mark.parametrize(
    ("record", "key", "problem"),
    [
        (update(status="lost"), "u1", "the status 'lost' is unknown."),
        (update(status=5), "u1", "Expected `str`, got `int` - at `$.status`."),
        ({"remote_id": "u1", "id": 17}, "u1", "missing required field `status`"),
        (update(remote_id=None), "omnitron 17", "Expected `str`, got `null` - at `$.remote_id`."),
        (update(remote_id=""), "omnitron 17", "the remote_id is empty"),
        (update(remote_id="x" * 65), "omnitron 17", "too long"),
        (update(remote_id="a\x00b"), "omnitron 17", "cannot be printed"),
        (update(remote_id=7, id="17"), "omnitron 17", "Expected `str`, got `int`"),
        ({"id": 17, "status": "rejected"}, "omnitron 17", "missing required field `remote_id`"),
    ],
)
def test_an_update_that_makes_no_sense_does_not_spoil_the_page(
    serve: Serve, new_gateway: NewGateway, record: object, key: str, problem: str
) -> None:
    others = update(remote_id="before"), update(remote_id="after")
    server = serve(page(others[0], record, others[1], next="?page=2"))

    updates = new_gateway(server.url).updates(1)

    before, unreadable, after = updates.results
    assert (before, after) == (RequestUpdate("before", REJECTED), RequestUpdate("after", REJECTED))
    assert isinstance(unreadable, UnreadableUpdate)
    assert unreadable.uuid == key
    assert problem in unreadable.problem
    assert updates.has_next


@pytest.mark.parametrize("record", [None, 5, "words", [], {}, {"id": [1]}, {"id": "x" * 99}])
def test_an_update_that_names_nothing_has_a_key_that_stays_the_same(
    serve: Serve, new_gateway: NewGateway, record: object
) -> None:
    gateway = new_gateway(serve(page(record, {"other": record})).url)

    first, again = gateway.updates(1), gateway.updates(1)

    assert first == again
    assert all(isinstance(each, UnreadableUpdate) for each in first.results)
    assert len({each.uuid for each in first.results}) == 2
    assert all(each.uuid.startswith("omnitron ") for each in first.results)


def test_a_letter_that_is_none_spoils_its_own_update_only(
    serve: Serve, new_gateway: NewGateway
) -> None:
    raw = b'{"results": [{"id": 17, "remote_id": "\xff"}, {"remote_id":"u1","status":"rejected"}]}'
    server = serve(http(200, raw))

    bad, good = new_gateway(server.url).updates(1).results

    assert isinstance(bad, UnreadableUpdate)
    assert good == RequestUpdate("u1", REJECTED)


def test_a_problem_quotes_no_secret_and_stays_short(serve: Serve, new_gateway: NewGateway) -> None:
    server = serve(page(update(status=f"{TOKEN}\n{'x' * 1000}")))

    read = only(new_gateway(server.url).updates(1))

    assert isinstance(read, UnreadableUpdate)
    assert TOKEN[:4] not in read.problem
    assert len(read.problem) <= 300


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        (http(200, "<html>hello</html>"), "garbled answer: JSON is malformed"),
        (http(200, b""), "garbled answer: Input data was truncated"),
        (http(200, "[]"), "garbled answer: Expected `object`, got `array`"),
        (http(200, "{}"), "missing required field `results`"),
        (http(200, '{"results": {}}'), "Expected `array`, got `object` - at `$.results`"),
        (http(200, '{"results": [], "next": 2}'), "at `$.next`"),
        (http(200, '{"results": [' + "[" * 100_000), "garbled answer"),
        (http(200, '{"results": [{"id": 1]}'), "garbled answer"),
        (http(200, b" " * (1024 * 1024 + 1)), "Omnitron's answer is too large"),
        (http(404, '{"detail": "Not found."}'), "it answered 404"),
        (http(400, "{}"), "it answered 400"),
    ],
)
def test_a_page_that_makes_no_sense_as_a_whole_is_garbled(
    serve: Serve, new_gateway: NewGateway, answer: bytes, complaint: str
) -> None:
    server = serve(answer)

    with pytest.raises(OmnitronGarbledError) as caught:
        new_gateway(server.url).updates(1)

    assert complaint in str(caught.value)
    assert str(caught.value).startswith("Page 1 of the cancellation requests' updates could not")


@pytest.mark.parametrize("status", [302, 401, 403, 408, 429, 500, 503])
def test_an_answer_about_something_else_is_unavailable(
    serve: Serve, new_gateway: NewGateway, status: int
) -> None:
    server = serve(http(status))

    with pytest.raises(OmnitronUnavailableError, match=f"it answered {status}") as caught:
        new_gateway(server.url).updates(1)

    assert type(caught.value) is OmnitronUnavailableError


def test_updates_are_read_again_after_the_token_expired(
    sandbox: SandboxOmnitron, gateway: OmnitronGateway
) -> None:
    sandbox.faults.add(on="updates", fault=Fault.EXPIRE_TOKEN)

    assert gateway.updates(1) == Updates(())
    assert len(sandbox.ledger.of("login")) == 2
