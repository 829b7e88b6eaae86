"""Cancellation requests at the sandbox."""

from collections.abc import Callable
from contextlib import ExitStack

from order_adapters.omnitron.sandbox import SandboxOmnitron
from order_domain.statuses import CancellationRequestStatus

from .client import Client, Json, plain_client
from .conftest import PASSWORD


def new_request(uuid: str) -> Json:
    return {
        "order_item": 10,
        "reason": 1,
        "remote_id": uuid,
        "description": None,
        "cancellation_type": "cancel",
        "quantity": 1,
        "iban": None,
        "holder_name": None,
        "fully_refund_as_loyalty_money": False,
    }


def test_a_cancellation_request_is_taken_once(client: Client) -> None:
    first = client.post("channel/3/cancellation_requests/", new_request("u1"))
    second = client.post("channel/3/cancellation_requests/", new_request("u1"))

    assert first.status_code == 201
    assert first.json()["remote_id"] == "u1"
    assert first.json()["status"] == "open"
    assert second.status_code == 400
    assert list(second.json()) == ["remote_id"]


def test_updates_list_what_the_back_office_moved_page_by_page(
    new_sandbox: Callable[..., SandboxOmnitron], stack: ExitStack
) -> None:
    sandbox = stack.enter_context(new_sandbox(page_size=2))
    client = Client(stack.enter_context(plain_client(sandbox.url)))
    client.log_in("omni", PASSWORD)
    for uuid in ("u1", "u2", "u3", "u4"):
        client.post("channel/3/cancellation_requests/", new_request(uuid))
    for uuid in ("u1", "u3", "u4", "u1"):
        sandbox.move_request(uuid, CancellationRequestStatus.WAITING)
    sandbox.move_request("u1", CancellationRequestStatus.REJECTED)

    first = client.get("channel/3/cancellation_requests/updates/").json()
    second = client.get(first["next"]).json()

    assert first["count"] == 3
    assert [update["remote_id"] for update in first["results"]] == ["u3", "u4"]
    assert [(update["remote_id"], update["status"]) for update in second["results"]] == [
        ("u1", "rejected")
    ]
    assert set(second["results"][0]) == {"id", "remote_id", "status", "modified_date"}
    assert second["next"] is None
    assert client.get(second["previous"]).json() == first


def test_nothing_moved_is_an_empty_page(client: Client) -> None:
    answer = client.get("channel/3/cancellation_requests/updates/?page=1")

    assert answer.json() == {"count": 0, "next": None, "previous": None, "results": []}
