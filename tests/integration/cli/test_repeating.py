"""``Idempotency-Key`` when ``orders serve`` dies in the middle of a request."""

import signal
import ssl
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from time import monotonic, sleep

import httpx
import pytest
from attrs import frozen
from sqlalchemy import Engine, update

from integration import real_shop
from integration.real_records import Json
from integration.real_shop import ADAS_SESSION, CHANGED_MY_MIND, NUMBER, OFFICE, PK, SHIRT
from order_adapters.omnitron.sandbox import CallKind, Fault, SandboxOmnitron
from order_adapters.sqlalchemy import SqlOrders
from order_adapters.sqlalchemy.tables import idempotency_keys
from order_entrypoints.exchange import import_lines
from order_entrypoints.wire.values import encode
from samples import NOW

from .running import PASSWORD, PATIENCE, Orders, Started

AT = r"running on (http://127\.0\.0\.1:\d+)"
UNUSED_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
CANCEL: tuple[str, Json] = (
    f"/orders/{NUMBER}/cancel/",
    {
        "cancel_order_items": [
            {"order_item": SHIRT, "cancellation_type": "cancel", "reason": CHANGED_MY_MIND}
        ]
    },
)
MOVE: tuple[str, Json] = (
    "/orders/address_change/",
    {"order": PK, "address": OFFICE, "order_address_types": ["shipping"]},
)


@frozen
class Server:
    """``orders serve``, and somebody who sends it the same thing again and again."""

    process: Started
    client: httpx.Client

    def send(self, path: str, body: Json) -> httpx.Response:
        token = self.client.get("/csrf_token/").json()["csrf_token"]
        headers = {"x-csrftoken": token, "idempotency-key": "one-key"}
        return self.client.post(path, json=body, headers=headers)


@contextmanager
def serving(here: Orders) -> Generator[Server]:
    with here.started("serve", "--port", "0") as process:
        address = process.wait_for(AT)
        with httpx.Client(
            base_url=address, trust_env=False, verify=UNUSED_TLS, timeout=PATIENCE
        ) as client:
            client.cookies.set("sessionid", ADAS_SESSION)
            yield Server(process, client)


@pytest.fixture
def omnitron(engine: Engine) -> Iterator[SandboxOmnitron]:
    import_lines(engine, map(encode, real_shop.records()), replace=False)
    orders = SqlOrders(engine)
    with SandboxOmnitron(
        orders.by_number, orders.by_pk, username="omni", password=PASSWORD
    ) as sandbox:
        yield sandbox


@pytest.fixture
def here(on_each: Orders, omnitron: SandboxOmnitron) -> Orders:
    return on_each.told(
        OMNITRON_URL=omnitron.url, OMNITRON_USERNAME="omni", OMNITRON_PASSWORD=PASSWORD
    )


def die_in_the_middle(
    here: Orders, omnitron: SandboxOmnitron, kind: CallKind, sent: tuple[str, Json]
) -> None:
    """Kill the service while Omnitron, which has acted, lets it wait for the answer."""
    omnitron.faults.add(on=kind, fault=Fault.HANG, seconds=PATIENCE)
    with serving(here) as server, ThreadPoolExecutor() as pool:
        waiting = pool.submit(server.send, *sent)
        ends = monotonic() + PATIENCE
        while not omnitron.ledger.of(kind):
            assert monotonic() < ends
            sleep(0.01)
        assert server.process.end(signal.SIGKILL) == -signal.SIGKILL
        assert isinstance(waiting.exception(), httpx.TransportError)


def let_the_lease_end(engine: Engine) -> None:
    with engine.begin() as connection:
        assert connection.execute(update(idempotency_keys).values(until=NOW)).rowcount == 1


def test_what_died_in_the_middle_can_be_sent_again_once_its_time_is_over(
    here: Orders, engine: Engine, omnitron: SandboxOmnitron
) -> None:
    # given
    die_in_the_middle(here, omnitron, CallKind.ADDRESS, MOVE)
    with serving(here) as server:
        # when
        early = server.send(*MOVE)
        let_the_lease_end(engine)
        again, replayed = server.send(*MOVE), server.send(*MOVE)
    # then
    assert early.status_code == 409
    assert int(early.headers["retry-after"]) > 0
    assert (again.status_code, again.json()) == (200, {"status": 200})
    assert "idempotency-replayed" not in again.headers
    assert replayed.headers["idempotency-replayed"] == "true"
    assert replayed.content == again.content
    assert len(omnitron.ledger.of(CallKind.ADDRESS)) == 2


def test_a_cancellation_that_died_in_the_middle_is_not_sent_twice(
    here: Orders, engine: Engine, omnitron: SandboxOmnitron
) -> None:
    # given
    die_in_the_middle(here, omnitron, CallKind.CANCEL, CANCEL)
    with serving(here) as server:
        # when
        early = server.send(*CANCEL)
        let_the_lease_end(engine)
        later = [server.send(*CANCEL) for _ in range(2)]
    # then (until it is recovered, it is in progress; that is not kept as its answer)
    assert early.status_code == 409
    assert [answer.status_code for answer in later] == [400, 400]
    assert all("already in progress" in answer.text for answer in later)
    assert not any("idempotency-replayed" in answer.headers for answer in later)
    assert len(omnitron.ledger.cancels) == 1
