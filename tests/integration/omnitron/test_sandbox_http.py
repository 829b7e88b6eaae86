"""The sandbox as an HTTP server."""

import time
from socket import create_connection

import pytest

from order_adapters.omnitron.sandbox import SandboxOmnitron

from .client import Client


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "orders/?number=N1"),
        ("POST", "orders/7000001/cancel/"),
        ("POST", "order_address_changes/"),
        ("POST", "channel/3/cancellation_requests/"),
        ("GET", "channel/3/cancellation_requests/updates/"),
    ],
)
def test_every_call_but_the_login_wants_a_token(
    sandbox: SandboxOmnitron, client: Client, method: str, path: str
) -> None:
    client.http.headers["authorization"] = "Token wrong"

    answer = client.http.request(method, path)

    assert answer.status_code == 401
    assert answer.json() == {"detail": "Invalid token."}
    assert sandbox.ledger.entries[-1].acted is False


def test_a_wrong_password_is_400(client: Client) -> None:
    answer = client.post("auth/login/", {"username": "omni", "password": "no"})

    assert answer.status_code == 400
    assert list(answer.json()) == ["non_field_errors"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"x"',
        b"\xff",
        b'{"username": "\xff"}',
        b"[" * 100_000,
        b'{"a":' * 9999,
    ],
)
@pytest.mark.parametrize(
    "path",
    [
        "auth/login/",
        "orders/7000001/cancel/",
        "order_address_changes/",
        "channel/3/cancellation_requests/",
        "/sandbox/faults",
        "/sandbox/moves",
        "/sandbox/order_statuses",
    ],
)
def test_a_body_that_is_not_right_is_400(
    sandbox: SandboxOmnitron, client: Client, path: str, body: bytes
) -> None:
    url = f"{sandbox.root}{path}" if path.startswith("/") else path

    answer = client.http.post(url, content=body)

    assert answer.status_code == 400
    assert answer.json()["code"] == "invalid"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "nowhere/", 404),
        ("GET", "orders/x/cancel/", 404),
        ("GET", "auth/login/", 404),
        ("POST", "orders/٣/cancel/", 404),
        ("GET", "orders/", 400),
        ("GET", "channel/4/cancellation_requests/updates/", 404),
        ("POST", "channel/4/cancellation_requests/", 404),
        ("GET", "channel/3/cancellation_requests/updates/?page=2", 404),
        ("GET", "channel/3/cancellation_requests/updates/?page=x", 404),
        ("PUT", "orders/", 501),
    ],
)
def test_a_call_that_omnitron_does_not_have_is_turned_away(
    client: Client, method: str, path: str, status: int
) -> None:
    assert client.http.request(method, path).status_code == status


@pytest.mark.parametrize(
    "call",
    [
        b"POST /api/v1/auth/login/ HTTP/1.1\r\ncontent-length: x",
        b"POST /api/v1/auth/login/ HTTP/1.1\r\ncontent-length: -1",
        b"POST /api/v1/auth/login/ HTTP/1.1\r\ncontent-length: 99999999999999999999",
        b"POST /api/v1/auth/login/ HTTP/1.1\r\ncontent-length: 1048577",
        b"POST /api/v1/auth/login/ HTTP/1.1\r\ntransfer-encoding: chunked",
        b"GET http://[/api/v1/orders/ HTTP/1.1",
        b"what is this",
    ],
)
def test_a_call_that_is_hardly_http_is_400(sandbox: SandboxOmnitron, call: bytes) -> None:
    port = int(sandbox.root.rpartition(":")[2])
    with create_connection(("127.0.0.1", port), timeout=2) as line:
        line.sendall(call + b"\r\n\r\n")

        assert b" 400 " in line.recv(10_000).partition(b"\r\n")[0] + b" "


def test_a_client_that_goes_away_in_the_middle_leaves_no_trace(
    sandbox: SandboxOmnitron, client: Client, capfd: pytest.CaptureFixture[str]
) -> None:
    port = int(sandbox.root.rpartition(":")[2])
    with create_connection(("127.0.0.1", port)) as line:
        line.sendall(b"POST /api/v1/auth/login/ HTTP/1.1\r\ncontent-length: 99\r\n\r\n{")

    client.get("orders/?number=N1")

    assert capfd.readouterr() == ("", "")
    assert len(sandbox.ledger.of("login")) == 1


def test_answers_on_a_kept_connection_do_not_stall(
    sandbox: SandboxOmnitron, client: Client
) -> None:
    begun = time.monotonic()

    for _ in range(50):
        client.get("orders/?number=N1")

    assert time.monotonic() - begun < 1.5  # stalled ones take 40 ms each
    assert len(sandbox.ledger.of("read")) == 50
