"""The sandbox under fifty threads, and the breaker before it."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from order_adapters.omnitron import CircuitBreaker
from order_adapters.omnitron.sandbox import Fault, SandboxOmnitron
from order_domain.cancellation.outcomes import Accepted, CancelOutcome, NotSent, OutcomeUnknown
from order_domain.ports import OmnitronOrder, OmnitronUnavailableError, RequestTaken
from order_domain.statuses import OrderStatus
from samples import request

from .client import control
from .conftest import NewGateway
from .shop import Shop, item, order

THREADS = 50
EACH = 8
ORDER = OmnitronOrder(pk=9, number="N1", status=OrderStatus.APPROVED, items=())


def test_fifty_threads_of_everything_leave_a_ledger_that_adds_up(
    shop: Shop, new_sandbox: Callable[..., SandboxOmnitron], new_gateway: NewGateway
) -> None:
    shop.add(order(1, item(10, quantity=THREADS * EACH)))

    with new_sandbox(fail_rate=0.1, lose_rate=0.1) as sandbox:
        gateway = new_gateway(sandbox.url, timeout=30)
        found = gateway.order("N1")
        assert found is not None
        pks = [each.pk for each in found.items]

        def work(thread: int) -> list[tuple[CancelOutcome, int]]:
            done: list[tuple[CancelOutcome, int]] = []
            for turn in range(EACH):
                pk = pks[thread * EACH + turn]
                done.append((gateway.cancel(found, {pk: 1}), pk))
                assert isinstance(gateway.send_request(request(f"u{turn}")), RequestTaken)
                gateway.updates(1)
                control(sandbox, "/sandbox/ledger?on=login")
                control(sandbox, "/sandbox/faults", {"on": "address", "fault": "refuse"})
            return done

        with ThreadPoolExecutor(THREADS) as threads:
            done = [each for results in threads.map(work, range(THREADS)) for each in results]
        after = gateway.order("N1")

    acted = {entry.items[0] for entry in sandbox.ledger.cancels if entry.acted}
    assert len(sandbox.ledger.cancels) == len(done) == THREADS * EACH
    assert {type(outcome) for outcome, _ in done} == {Accepted, OutcomeUnknown}
    assert {pk for outcome, pk in done if isinstance(outcome, Accepted)} <= acted
    assert after is not None
    waiting = {each.pk for each in after.items if each.status is OrderStatus.CANCELLATION_WAITING}
    assert waiting == acted
    requests = Counter((each.remote_id, each.acted) for each in sandbox.ledger.requests)
    assert all(requests[f"u{turn}", True] == 1 for turn in range(EACH))
    assert len(sandbox.ledger.requests) == THREADS * EACH


def test_fifty_threads_before_an_omnitron_that_hangs_wait_for_it_once(
    sandbox: SandboxOmnitron, new_gateway: NewGateway
) -> None:
    gateway = new_gateway(sandbox.url, timeout=0.5)
    said: list[str] = []
    breaker = CircuitBreaker(gateway, pause=60, on_change=said.append)
    breaker.order("N1")
    sandbox.faults.add(on="all", fault=Fault.HANG_BEFORE, times=None)

    def work(_: int) -> None:
        for _ in range(EACH):
            fail(breaker)

    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(work, range(THREADS)))

    few_more = 5  # of the threads that were the first to fail
    assert len(sandbox.ledger.of("read")) <= 1 + THREADS + few_more
    assert len(said) == 1
    assert breaker.is_open
    assert isinstance(breaker.cancel(ORDER, {1: 3}), NotSent)
    assert sandbox.ledger.cancels == ()


def fail(breaker: CircuitBreaker) -> None:
    with pytest.raises(OmnitronUnavailableError):
        breaker.order("N1")


def test_the_circuit_closes_once_omnitron_is_back(
    shop: Shop, sandbox: SandboxOmnitron, new_gateway: NewGateway
) -> None:
    shop.add(order(1))
    seconds = [0.0]
    said: list[str] = []
    breaker = CircuitBreaker(
        new_gateway(sandbox.url),
        failures=2,
        pause=5,
        monotonic=lambda: seconds[0],
        on_change=said.append,
    )
    breaker.order("N1")
    sandbox.faults.add(on="all", fault=Fault.ERROR_BEFORE, times=None)
    fail(breaker)
    fail(breaker)
    sandbox.faults.clear()
    calls = len(sandbox.ledger.entries)

    fail(breaker)
    untouched = len(sandbox.ledger.entries) == calls
    seconds[0] += 5

    assert untouched
    assert breaker.order("N1") is not None
    assert ["circuit opens" in said[0], "circuit closes" in said[1]] == [True, True]
    assert len(said) == 2
