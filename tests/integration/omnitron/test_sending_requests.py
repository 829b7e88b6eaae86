"""Cancellation requests, handed over through the gateway."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from attrs import evolve

from order_adapters.omnitron import OmnitronGateway
from order_adapters.omnitron.sandbox import Fault, SandboxOmnitron
from order_domain.ports import (
    OmnitronGarbledError,
    OmnitronUnavailableError,
    RequestRefused,
    RequestTaken,
)
from order_domain.statuses import CancellationType
from samples import request

from .conftest import PASSWORD, NewGateway, Serve
from .scripted import TOKEN, http

UUID = "6f1c2b9e-0000-4000-8000-000000000001"
REQUEST = request(UUID)


def refusal(**errors: object) -> bytes:
    return http(400, json.dumps(errors))


def test_a_request_is_handed_over_in_omnitrons_words(serve: Serve, new_gateway: NewGateway) -> None:
    server = serve(http(201, "{}"))
    full = evolve(
        REQUEST,
        order_item=10,
        reason=3,
        quantity=2,
        cancellation_type=CancellationType.REFUND,
        description="Zu groß",
        iban="TR33",
        holder_name="Ada",
        fully_refund_as_loyalty_money=True,
    )

    sent = new_gateway(server.url).send_request(full)

    assert sent == RequestTaken()
    (post,) = server.of("/cancellation_requests/")
    assert post.line == "POST /api/v1/channel/3/cancellation_requests/ HTTP/1.1"
    assert post.json == {
        "order_item": 10,
        "reason": 3,
        "remote_id": UUID,
        "description": "Zu groß",
        "cancellation_type": "refund",
        "quantity": 2,
        "iban": "TR33",
        "holder_name": "Ada",
        "fully_refund_as_loyalty_money": True,
    }


def test_a_request_sent_again_is_known(sandbox: SandboxOmnitron, gateway: OmnitronGateway) -> None:
    first = gateway.send_request(REQUEST)
    second = gateway.send_request(REQUEST)

    assert (first, second) == (RequestTaken(), RequestTaken(was_known=True))
    assert [(entry.remote_id, entry.acted) for entry in sandbox.ledger.requests] == [
        (UUID, True),
        (UUID, False),
    ]


def test_of_many_who_send_the_same_one_is_the_first(
    sandbox: SandboxOmnitron, gateway: OmnitronGateway
) -> None:
    with ThreadPoolExecutor(12) as threads:
        sent = list(threads.map(gateway.send_request, [REQUEST] * 24))

    assert sent.count(RequestTaken()) == 1
    assert sent.count(RequestTaken(was_known=True)) == 23
    assert len(sandbox.ledger.requests) == 24


@pytest.mark.parametrize(
    "errors",
    [
        {"remote_id": ["Cancellation request with this remote id already exists."]},
        {"remote_id": ["This field must be unique."]},
        {"remote_id": "Exists", "code": "unique"},
        {"remote_id": ["It is known ALREADY."], "reason": ["No such reason."]},
    ],
)
def test_a_400_that_calls_the_uuid_known_means_that_it_is_taken(
    serve: Serve, new_gateway: NewGateway, errors: dict[str, object]
) -> None:
    server = serve(refusal(**errors))

    assert new_gateway(server.url).send_request(REQUEST) == RequestTaken(was_known=True)


@pytest.mark.parametrize(
    ("answer", "note"),
    [
        (refusal(remote_id=["Not a valid uuid."]), "(400): remote_id: Not a valid uuid."),
        (
            refusal(remote_id=["Order item with this id does not exist."]),
            "(400): remote_id: Order item with this id does not exist.",
        ),
        (refusal(order_item=["Has one already."]), "(400): order_item: Has one already."),
        (http(409, '{"remote_id": ["Already there."]}'), "(409): remote_id: Already there."),
        (http(404, "<html>"), "(404): Omnitron answered 404 without saying why."),
        (refusal(detail=f"{PASSWORD}\n{TOKEN}"), "(400): *** ***"),
    ],
)
def test_any_other_4xx_refuses_in_readable_words_without_secrets(
    serve: Serve, new_gateway: NewGateway, answer: bytes, note: str
) -> None:
    server = serve(answer)

    sent = new_gateway(server.url).send_request(REQUEST)

    assert sent == RequestRefused(f"Omnitron refused {note}")
    assert len(server.of("/cancellation_requests/")) == 1


def test_a_request_is_sent_again_after_the_token_expired(
    sandbox: SandboxOmnitron, gateway: OmnitronGateway
) -> None:
    sandbox.faults.add(on="request", fault=Fault.EXPIRE_TOKEN)

    assert gateway.send_request(REQUEST) == RequestTaken()
    assert len(sandbox.ledger.of("login")) == 2
    assert [entry.status for entry in sandbox.ledger.requests] == [401, 201]


def test_a_new_token_that_is_refused_too_refuses_no_request(
    sandbox: SandboxOmnitron, gateway: OmnitronGateway
) -> None:
    sandbox.faults.add(on="request", fault=Fault.EXPIRE_TOKEN, times=2)

    with pytest.raises(OmnitronUnavailableError, match="it answered 401") as caught:
        gateway.send_request(REQUEST)

    assert type(caught.value) is OmnitronUnavailableError


@pytest.mark.parametrize(
    ("fault", "is_garbled", "then"),
    [
        (Fault.ERROR_BEFORE, False, RequestTaken()),
        (Fault.ERROR_AFTER, False, RequestTaken(was_known=True)),
        (Fault.CUT_BEFORE, False, RequestTaken()),
        (Fault.CUT_AFTER, False, RequestTaken(was_known=True)),
        (Fault.HANG_BEFORE, False, RequestTaken()),
        (Fault.HANG, False, RequestTaken(was_known=True)),
        (Fault.GARBAGE_BEFORE, True, RequestTaken()),
        (Fault.GARBAGE, True, RequestTaken(was_known=True)),
    ],
)
def test_whatever_breaks_is_said_and_the_next_time_tells_whether_it_had_arrived(
    sandbox: SandboxOmnitron,
    new_gateway: NewGateway,
    fault: Fault,
    is_garbled: bool,  # noqa: FBT001 a column of the table
    then: RequestTaken,
) -> None:
    gateway = new_gateway(sandbox.url, timeout=0.3)
    sandbox.faults.add(on="request", fault=fault)

    with pytest.raises(OmnitronUnavailableError, match=f"request {UUID} could not be") as caught:
        gateway.send_request(REQUEST)

    assert isinstance(caught.value, OmnitronGarbledError) is is_garbled
    assert gateway.send_request(REQUEST) == then


def test_a_2xx_with_nothing_in_it_is_taken(serve: Serve, new_gateway: NewGateway) -> None:
    server = serve(http(204))

    assert new_gateway(server.url).send_request(REQUEST) == RequestTaken()


def test_an_answer_that_is_too_large_is_garbled(serve: Serve, new_gateway: NewGateway) -> None:
    server = serve(http(201, b" " * (1024 * 1024 + 1)))

    with pytest.raises(OmnitronGarbledError, match="too large"):
        new_gateway(server.url).send_request(REQUEST)


def test_no_one_listening_is_unavailable(sandbox: SandboxOmnitron, new_gateway: NewGateway) -> None:
    gateway = new_gateway(sandbox.url)
    sandbox.stop()

    with pytest.raises(OmnitronUnavailableError, match="could not be reached"):
        gateway.send_request(REQUEST)


def test_the_uuid_of_each_posted_request_is_in_the_ledger_even_if_refused(
    sandbox: SandboxOmnitron, gateway: OmnitronGateway
) -> None:
    sandbox.faults.add(on="request", fault=Fault.REFUSE)

    sent = gateway.send_request(REQUEST)

    assert isinstance(sent, RequestRefused)
    assert [(entry.remote_id, entry.status) for entry in sandbox.ledger.requests] == [(UUID, 400)]
