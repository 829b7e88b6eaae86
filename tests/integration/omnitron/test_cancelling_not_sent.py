from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from socket import create_connection, create_server, socket
from threading import Event

import pytest

from order_adapters.omnitron import OmnitronGateway
from order_adapters.omnitron.sandbox import Fault, SandboxOmnitron, entry_pk
from order_adapters.omnitron.transport import BoundedTransport
from order_domain.cancellation.outcomes import NotSent, OutcomeUnknown
from order_domain.ports import OmnitronOrder
from order_domain.statuses import OrderStatus

from .conftest import NewGateway, Serve
from .scripted import Request, http
from .shop import Shop, order

ORDER = OmnitronOrder(pk=9, number="N1", status=OrderStatus.APPROVED, items=())


def test_a_refused_connection_means_not_sent(
    sandbox: SandboxOmnitron, new_gateway: NewGateway
) -> None:
    sandbox.stop()

    outcome = new_gateway(sandbox.url).cancel(ORDER, {12: 3})

    assert isinstance(outcome, NotSent)
    assert "Connection refused" in outcome.note


def test_a_server_that_went_away_after_the_login_means_not_sent(
    shop: Shop, sandbox: SandboxOmnitron, gateway: OmnitronGateway
) -> None:
    shop.add(order(1))
    found = gateway.order("N1")
    assert found is not None
    sandbox.stop()

    outcome = gateway.cancel(found, {entry_pk(10): 3})

    assert isinstance(outcome, NotSent)
    assert sandbox.ledger.cancels == ()


def test_a_connection_that_does_not_come_about_in_time_means_not_sent(
    new_gateway: NewGateway, stack: ExitStack
) -> None:
    full = stack.enter_context(socket())
    full.bind(("127.0.0.1", 0))
    full.listen(0)
    stack.enter_context(create_connection(full.getsockname()))

    outcome = new_gateway(f"http://127.0.0.1:{full.getsockname()[1]}", timeout=0.3).cancel(
        ORDER, {12: 3}
    )

    assert outcome == NotSent("Could not log in: Omnitron could not be reached in time.")


def test_a_handshake_that_fails_means_not_sent(
    sandbox: SandboxOmnitron, new_gateway: NewGateway
) -> None:
    gateway = new_gateway(sandbox.url.replace("http:", "https:"))

    outcome = gateway.cancel(ORDER, {12: 3})

    assert isinstance(outcome, NotSent)
    assert "SSL" in outcome.note


def test_a_handshake_that_does_not_end_in_time_means_not_sent(
    new_gateway: NewGateway, stack: ExitStack
) -> None:
    silent = stack.enter_context(create_server(("127.0.0.1", 0)))

    outcome = new_gateway(f"https://127.0.0.1:{silent.getsockname()[1]}", timeout=0.3).cancel(
        ORDER, {12: 3}
    )

    assert outcome == NotSent("Could not log in: Omnitron could not be reached in time.")


def test_no_free_connection_means_not_sent(
    serve: Serve, stack: ExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("order_adapters.omnitron.transport.CONNECTIONS", 1)
    arrived = Event()

    def script(request: Request) -> Iterator[bytes]:
        if request.is_to("/cancel/"):
            arrived.set()
            yield from server.silence()
        yield http(200, '{"results": []}')

    def gateway(timeout: float) -> OmnitronGateway:
        return OmnitronGateway(
            server.url,
            username="u",
            password="p",
            channel_id=1,
            timeout=timeout,
            transport=transport,
        )

    server = serve(script)
    transport = BoundedTransport()
    patient, impatient = stack.enter_context(gateway(0.7)), stack.enter_context(gateway(0.2))
    impatient.order("N1")
    threads = stack.enter_context(ThreadPoolExecutor(1))
    first = threads.submit(patient.cancel, ORDER, {12: 3})
    arrived.wait(2)

    second = impatient.cancel(ORDER, {13: 3})

    assert second == NotSent("Not known to be cancelled: all connections to Omnitron stayed busy.")
    assert type(first.result()) is OutcomeUnknown
    assert len(server.of("/cancel/")) == 1


@pytest.mark.parametrize("fault", [Fault.REFUSE, Fault.ERROR_AFTER, Fault.CUT_AFTER, Fault.GARBAGE])
def test_a_failed_login_means_not_sent(
    sandbox: SandboxOmnitron, gateway: OmnitronGateway, fault: Fault
) -> None:
    sandbox.faults.add(on="login", fault=fault)

    outcome = gateway.cancel(ORDER, {12: 3})

    assert isinstance(outcome, NotSent)
    assert sandbox.ledger.cancels == ()


def test_nothing_to_cancel_is_not_sent(sandbox: SandboxOmnitron, gateway: OmnitronGateway) -> None:
    outcome = gateway.cancel(ORDER, {})

    assert isinstance(outcome, NotSent)
    assert sandbox.ledger.entries == ()


def test_a_closed_gateway_sends_nothing(sandbox: SandboxOmnitron, gateway: OmnitronGateway) -> None:
    gateway.order("N1")
    gateway.close()

    outcome = gateway.cancel(ORDER, {12: 3})

    assert outcome == NotSent(
        "Not known to be cancelled: Omnitron could not be reached (the gateway is closed)."
    )
    assert sandbox.ledger.cancels == ()
