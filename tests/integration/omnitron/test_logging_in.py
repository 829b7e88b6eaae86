from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import monotonic

import pytest

from order_adapters.omnitron import OmnitronGateway
from order_adapters.omnitron.sandbox import Fault, SandboxOmnitron
from order_domain.address_change import AddressType
from order_domain.ports import AddressChangeAccepted, OmnitronUnavailableError

from .conftest import NewGateway, Serve
from .scripted import Request, http
from .shop import ADDRESS, Shop, order

EMPTY = http(200, '{"results": []}')
REFUSED = http(401, '{"detail": "Invalid token."}')
THREADS = 12


class Clock:
    """A monotonic clock that a test moves."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def at_once(what: Callable[[], object]) -> list[object]:
    """Do the same in many threads at the same moment."""
    barrier = Barrier(THREADS)

    def one(_: int) -> object:
        barrier.wait()
        return what()

    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(one, range(THREADS)))


def test_logging_in_waits_until_it_is_needed_and_happens_once(
    sandbox: SandboxOmnitron, gateway: OmnitronGateway
) -> None:
    before = sandbox.ledger.entries

    gateway.order("N1")
    gateway.order("N1")

    assert before == ()
    assert [entry.kind for entry in sandbox.ledger.entries] == ["login", "read", "read"]


def test_the_token_is_sent_as_omnitron_wants_it(serve: Serve, new_gateway: NewGateway) -> None:
    server = serve(EMPTY)

    new_gateway(server.url).order("N1")

    (login,) = server.of("/auth/login/")
    assert login.json == {"username": "omni", "password": "s3cret-pass"}
    (read,) = server.of("/orders/")
    assert "authorization: token t0ken-of-the-script" in read.head


def test_a_read_after_the_token_expired_logs_in_again_once(
    shop: Shop, sandbox: SandboxOmnitron, gateway: OmnitronGateway
) -> None:
    shop.add(order(1))
    gateway.order("N1")
    sandbox.faults.add(on="read", fault=Fault.EXPIRE_TOKEN)

    found = gateway.order("N1")

    assert found is not None
    assert len(sandbox.ledger.of("login")) == 2
    assert [entry.status for entry in sandbox.ledger.of("read")] == [200, 401, 200]


def test_a_login_gives_a_token_that_is_good_even_when_all_before_have_expired(
    sandbox: SandboxOmnitron, gateway: OmnitronGateway
) -> None:
    sandbox.faults.add(on="login", fault=Fault.EXPIRE_TOKEN)

    assert gateway.order("N1") is None
    assert [entry.status for entry in sandbox.ledger.entries] == [200, 200]


def test_an_address_change_after_the_token_expired_logs_in_again_once(
    shop: Shop, sandbox: SandboxOmnitron, gateway: OmnitronGateway
) -> None:
    shop.add(order(1))
    sandbox.faults.add(on="address", fault=Fault.EXPIRE_TOKEN)

    answer = gateway.change_address(1, ADDRESS, [AddressType.BILLING])

    assert answer == AddressChangeAccepted(200)
    assert len(sandbox.ledger.of("login")) == 2
    assert [entry.acted for entry in sandbox.ledger.of("address")] == [False, True]


def test_a_new_token_that_is_refused_too_is_the_end(
    sandbox: SandboxOmnitron, gateway: OmnitronGateway
) -> None:
    sandbox.faults.add(on="read", fault=Fault.EXPIRE_TOKEN, times=2)

    with pytest.raises(OmnitronUnavailableError, match="it answered 401"):
        gateway.order("N1")

    assert len(sandbox.ledger.of("login")) == 2
    assert len(sandbox.ledger.of("read")) == 2


def test_many_threads_log_in_once_between_them(
    shop: Shop, sandbox: SandboxOmnitron, gateway: OmnitronGateway
) -> None:
    shop.add(order(1))

    found = at_once(lambda: gateway.order("N1"))

    assert None not in found
    assert len(sandbox.ledger.of("login")) == 1


def test_many_threads_with_an_expired_token_log_in_again_once_between_them(
    shop: Shop, serve: Serve, new_gateway: NewGateway
) -> None:
    shop.add(order(1))
    all_refused = Barrier(THREADS)
    tokens = iter(["old", "new", "too many"])

    def script(request: Request) -> list[bytes]:
        if "token old" in request.head and request.is_to("number=N2"):
            all_refused.wait(5)
            return [REFUSED]
        return [EMPTY]

    server = serve(script, login=lambda: http(200, f'{{"key": "{next(tokens)}"}}'))
    gateway = new_gateway(server.url)
    gateway.order("N1")

    found = at_once(lambda: gateway.order("N2"))

    assert found == [None] * THREADS
    assert len(server.of("/auth/login/")) == 2


def test_the_fourth_login_within_six_minutes_is_not_sent(
    sandbox: SandboxOmnitron, new_gateway: NewGateway
) -> None:
    clock = Clock()
    gateway = new_gateway(sandbox.url, password="wrong", monotonic=clock)
    for _ in range(3):
        with pytest.raises(OmnitronUnavailableError, match="refused the log-in"):
            gateway.order("N1")
        clock.seconds += 100

    with pytest.raises(OmnitronUnavailableError, match=r"3 log-ins .* 6 minutes are the limit"):
        gateway.order("N1")
    sent_by_then = len(sandbox.ledger.of("login"))
    clock.seconds += 60
    with pytest.raises(OmnitronUnavailableError, match="refused the log-in"):
        gateway.order("N1")

    assert sent_by_then == 3
    assert len(sandbox.ledger.of("login")) == 4


def test_a_login_that_never_left_is_not_counted(
    sandbox: SandboxOmnitron, new_gateway: NewGateway, new_sandbox: Callable[..., SandboxOmnitron]
) -> None:
    gateway = new_gateway(sandbox.url)
    sandbox.stop()
    for _ in range(5):
        with pytest.raises(OmnitronUnavailableError, match="could not be reached"):
            gateway.order("N1")

    with new_sandbox(port=int(sandbox.root.rpartition(":")[2])):
        found = gateway.order("N1")

    assert found is None


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        (http(400, '{"non_field_errors": ["no"]}'), r"refused the log-in \(400\)"),
        (http(403), r"refused the log-in \(403\)"),
        (http(500), "answered 500 to the log-in"),
        (http(302, b"", "location: /"), "answered 302 to the log-in"),
        (http(200, "<html>"), "answer to the log-in is garbled: JSON is malformed"),
        (http(200, '{"token": "x"}'), "garbled: Object missing required field `key`"),
        (http(200, '{"key": ""}'), "garbled: Expected `str` matching"),
        (http(200, '{"key": "a\\nb"}'), "garbled: Expected `str` matching"),
        (http(200, '{"key": "ğ"}'), "garbled: Expected `str` matching"),
        (http(200, '{"key": null}'), "garbled: Expected `str`, got `null`"),
        (b"", "Could not log in: the line to Omnitron was cut"),
    ],
)
def test_a_login_that_fails_is_said_by_name(
    serve: Serve, new_gateway: NewGateway, answer: bytes, complaint: str
) -> None:
    server = serve(EMPTY, login=lambda: answer)

    with pytest.raises(OmnitronUnavailableError, match=complaint):
        new_gateway(server.url).order("N1")

    assert len(server.requests) == 1


def test_who_waits_for_anothers_login_waits_no_longer_than_allowed(
    sandbox: SandboxOmnitron, new_gateway: NewGateway
) -> None:
    sandbox.faults.add(on="login", fault=Fault.HANG, times=3)
    gateway = new_gateway(sandbox.url, timeout=0.4)

    def failed() -> str:
        with pytest.raises(OmnitronUnavailableError) as caught:
            gateway.order("N1")
        return str(caught.value)

    begun = monotonic()
    said = at_once(failed)

    assert monotonic() - begun < 0.9
    assert "Could not log in: Omnitron did not answer in time." in said
    assert "Logging in to Omnitron took too long." in said
