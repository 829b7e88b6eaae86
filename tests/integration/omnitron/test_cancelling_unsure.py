from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from time import monotonic

import httpx
import pytest

from order_adapters.omnitron import OmnitronGateway
from order_adapters.omnitron.sandbox import Fault, SandboxOmnitron, entry_pk
from order_adapters.omnitron.transport import AnswerTooLargeError
from order_domain.cancellation.outcomes import Accepted, NotAccepted, NotSent, OutcomeUnknown
from order_domain.ports import OmnitronOrder
from order_domain.statuses import OrderStatus

from .conftest import NewGateway, Serve
from .scripted import LOGGED_IN, Request, http
from .shop import Shop, item, order

ORDER = OmnitronOrder(pk=9, number="N1", status=OrderStatus.APPROVED, items=())


def all_pks(order: OmnitronOrder) -> list[int]:
    return [entry.pk for entry in order.items]


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault.REFUSE, (NotAccepted, False)),
        (Fault.ERROR_BEFORE, (OutcomeUnknown, False)),
        (Fault.ERROR_AFTER, (OutcomeUnknown, True)),
        (Fault.CUT_BEFORE, (OutcomeUnknown, False)),
        (Fault.CUT_AFTER, (OutcomeUnknown, True)),
        (Fault.HANG, (OutcomeUnknown, True)),
        (Fault.HANG_BEFORE, (OutcomeUnknown, False)),
        (Fault.HOLD_AFTER, (OutcomeUnknown, True)),
        (Fault.GARBAGE_BEFORE, (OutcomeUnknown, False)),
        (Fault.GARBAGE, (OutcomeUnknown, True)),
    ],
)
def test_each_fault_ends_as_it_should_after_exactly_one_post(
    shop: Shop,
    sandbox: SandboxOmnitron,
    new_gateway: NewGateway,
    fault: Fault,
    expected: tuple[type, bool],
) -> None:
    shop.add(order(1))
    gateway = new_gateway(sandbox.url, timeout=0.5)
    found = gateway.order("N1")
    assert found is not None
    sandbox.faults.add(on="cancel", fault=fault)

    outcome = gateway.cancel(found, {entry_pk(10): 3})

    kind, acted = expected
    assert type(outcome) is kind
    assert [entry.acted for entry in sandbox.ledger.cancels] == [acted]
    after = gateway.order("N1")
    assert after is not None
    assert (after.items[0].status is OrderStatus.CANCELLATION_WAITING) is acted


@pytest.mark.parametrize(
    "answer",
    [
        http(302, b"", "location: /api/v1/orders/9/cancel/"),
        http(307, b"", "location: /api/v1/orders/9/cancel/"),
        http(500),
        http(502, "<html>Bad gateway</html>"),
        http(503, '{"detail": "later"}'),
        http(504),
        b"",
        b"HTTP/1.1 2",
        b"not http at all\r\n\r\n",
        http(101),
        http(200, "{}")[:-1],
        http(400, '{"detail": "x"}')[:-1],
        http(200, b" " * (1024 * 1024 + 1)),
    ],
)
def test_an_answer_that_cannot_be_trusted_leaves_the_outcome_unknown_after_one_post(
    serve: Serve, new_gateway: NewGateway, answer: bytes
) -> None:
    server = serve(answer)

    outcome = new_gateway(server.url).cancel(ORDER, {12: 3})

    assert type(outcome) is OutcomeUnknown
    assert len(server.of("/cancel/")) == 1


@pytest.mark.parametrize("dripped", ["status line", "body"])
def test_a_cancellation_ends_in_time_however_slowly_the_answer_drips(
    serve: Serve, new_gateway: NewGateway, dripped: str
) -> None:
    answer = http(200, " " * 500)

    def script(_: Request) -> Iterator[bytes]:
        whole = answer[:-500] if dripped == "body" else b""
        yield whole
        yield from server.drip(answer[len(whole) :])

    server = serve(script)
    begun = monotonic()

    outcome = new_gateway(server.url, timeout=0.4).cancel(ORDER, {12: 3})

    assert outcome == OutcomeUnknown("Not known to be cancelled: Omnitron did not answer in time.")
    assert monotonic() - begun < 0.9


def test_what_the_gateway_says_is_never_at_odds_with_what_happened(
    shop: Shop, new_sandbox: Callable[..., SandboxOmnitron], new_gateway: NewGateway
) -> None:
    shop.add(order(1, item(10, quantity=200)))

    with new_sandbox(fail_rate=0.3, lose_rate=0.3) as sandbox:
        gateway = new_gateway(sandbox.url)
        found = gateway.order("N1")
        assert found is not None
        with ThreadPoolExecutor(8) as threads:
            asked = {pk: threads.submit(gateway.cancel, found, {pk: 1}) for pk in all_pks(found)}
    outcomes = {pk: type(each.result()) for pk, each in asked.items()}
    acted = {entry.items[0]: entry.acted for entry in sandbox.ledger.cancels}

    assert len(sandbox.ledger.cancels) == len(acted) == len(outcomes) == 200
    assert acted.keys() == outcomes.keys()
    assert {outcomes[pk] for pk in acted if acted[pk]} == {Accepted, OutcomeUnknown}
    assert {outcomes[pk] for pk in acted if not acted[pk]} == {OutcomeUnknown}


class Breaking(httpx.BaseTransport):
    """Lets a log-in through and breaks everything else in one way."""

    def __init__(self, error: type[httpx.TransportError]) -> None:
        self._error = error

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/auth/login/"):
            return httpx.Response(200, content=LOGGED_IN.partition(b"\r\n\r\n")[2])
        raise self._error("broken")


def every_kind_of(error: type[httpx.TransportError]) -> Iterator[type[httpx.TransportError]]:
    yield error
    for kind in error.__subclasses__():
        yield from every_kind_of(kind)


ENDS: dict[type[httpx.TransportError], type] = {
    httpx.TransportError: OutcomeUnknown,
    httpx.TimeoutException: OutcomeUnknown,
    httpx.ConnectTimeout: NotSent,
    httpx.PoolTimeout: NotSent,
    httpx.ReadTimeout: OutcomeUnknown,
    httpx.WriteTimeout: OutcomeUnknown,
    httpx.NetworkError: OutcomeUnknown,
    httpx.ConnectError: NotSent,
    httpx.ReadError: OutcomeUnknown,
    httpx.WriteError: OutcomeUnknown,
    httpx.CloseError: OutcomeUnknown,
    httpx.ProtocolError: OutcomeUnknown,
    httpx.LocalProtocolError: OutcomeUnknown,
    httpx.RemoteProtocolError: OutcomeUnknown,
    httpx.ProxyError: NotSent,
    httpx.UnsupportedProtocol: NotSent,
    AnswerTooLargeError: OutcomeUnknown,
}


@pytest.mark.parametrize("error", list(every_kind_of(httpx.TransportError)))
def test_every_kind_of_broken_exchange_has_its_outcome(error: type[httpx.TransportError]) -> None:
    with OmnitronGateway(
        "http://h/api", username="u", password="p", channel_id=1, transport=Breaking(error)
    ) as gateway:
        outcome = gateway.cancel(ORDER, {12: 3})

    assert type(outcome) is ENDS[error]
