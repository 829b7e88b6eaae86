"""A fault of ours: 500 without a word of it, and all of it in the log but what it said."""

import json
import logging
import ssl
from collections.abc import Iterator
from io import StringIO

import httpx
import pytest
from attrs import evolve

from integration.real_shop import ADAS_SESSION
from order_domain.customers import Customer
from order_entrypoints.observability.logs import JsonLines

from .conftest import Stage
from .shop import Shop
from .visitor import SECURITY_HEADERS


class BrokenSessions:
    """Knows nobody, and says too much of it."""

    def customer_of(self, key: str, now: object) -> Customer | None:
        raise ValueError(f"{key} of ada@example.com at {now}")


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What is logged meanwhile, as JSON lines."""
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)


def test_a_fault_is_answered_with_500_and_logged_once(
    shop: Shop, stage: Stage, log: StringIO
) -> None:
    # given
    app = shop.app()
    service = app.state.service
    app.state.service = evolve(service, ports=evolve(service.ports, sessions=BrokenSessions()))
    stage.app = app
    # when
    with httpx.Client(trust_env=False, verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)) as client:
        client.cookies.set("sessionid", ADAS_SESSION)
        answer = client.get(f"{shop.address}/users/orders/", headers={"x-request-id": "fails"})
    # then
    assert (answer.status_code, answer.json()) == (500, {"detail": ["Internal server error."]})
    assert answer.headers["x-request-id"] == "fails"
    assert {name: answer.headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS
    # and
    (line,) = map(json.loads, log.getvalue().splitlines())
    assert (line["level"], line["request_id"]) == ("error", "fails")
    assert line["error"].startswith("ValueError\n")
    assert "customer_of" in line["error"]
    assert ADAS_SESSION not in str(line)
    assert "ada@example.com" not in str(line)


def test_every_answer_names_its_request(shop: Shop) -> None:
    # given
    visitor = shop.visitor()
    for path in ("/healthz", "/nothing", "/users/orders/", "/metrics", "/orders/static/page.css"):
        # when
        answers = [visitor.get(path, **{"x-request-id": f"id-{n}"}) for n in range(2)]
        # then
        assert [answer.headers["x-request-id"] for answer in answers] == ["id-0", "id-1"], path
