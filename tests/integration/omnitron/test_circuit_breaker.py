"""The circuit breaker: what passes, what counts, and when it opens."""

from collections.abc import Callable

import pytest

from order_adapters.memory import InMemoryOmnitron
from order_adapters.omnitron import CircuitBreaker
from order_domain.address_change import AddressType
from order_domain.cancellation.outcomes import (
    Accepted,
    CancelOutcome,
    NotAccepted,
    NotSent,
    OutcomeUnknown,
)
from order_domain.ports import (
    AddressChangeAccepted,
    AddressChangeRefused,
    OmnitronGarbledError,
    OmnitronUnavailableError,
    RequestRefused,
    RequestTaken,
    Updates,
)
from samples import address, request

from .bench import OPENED, ORDER, Bench


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_while_omnitron_answers_calls_pass_unchanged(bench: Bench) -> None:
    home = address()

    assert bench.breaker.order("N1") == ORDER
    assert bench.breaker.cancel(ORDER, {1: 3}) == Accepted()
    assert bench.breaker.change_address(1, home, [AddressType.BILLING]) == AddressChangeAccepted(
        200
    )
    assert bench.breaker.send_request(request("u1")) == RequestTaken()
    assert bench.breaker.updates(1) == Updates(())
    assert bench.omnitron.address_changes == [(1, home, frozenset({AddressType.BILLING}))]
    assert not bench.is_open()
    assert bench.said == []


def test_enough_failures_in_a_row_open_it_and_it_says_so_once(bench: Bench) -> None:
    bench.fail(2)
    assert not bench.is_open()

    bench.fail()

    assert bench.is_open()
    assert bench.said == [OPENED]


def test_open_it_fails_every_call_at_once(bench: Bench) -> None:
    bench.open()
    before = len(bench.omnitron.reads)

    outcome = bench.breaker.cancel(ORDER, {1: 3})

    assert isinstance(outcome, NotSent)
    assert "circuit open" in outcome.note
    calls: list[Callable[[], object]] = [
        lambda: bench.breaker.order("N1"),
        lambda: bench.breaker.change_address(1, address(), [AddressType.BILLING]),
        lambda: bench.breaker.send_request(request("u1")),
        lambda: bench.breaker.updates(1),
    ]
    for call in calls:
        with pytest.raises(OmnitronUnavailableError, match="circuit open") as caught:
            call()
        assert not isinstance(caught.value, OmnitronGarbledError)
    assert bench.omnitron.cancellations == []
    assert bench.omnitron.requests_sent == []
    assert bench.omnitron.address_changes == []
    assert len(bench.omnitron.reads) == before


def test_an_answer_in_between_begins_the_count_anew(bench: Bench) -> None:
    bench.fail(2)
    bench.work()
    bench.fail(2)

    assert not bench.is_open()


@pytest.mark.parametrize("outcome", [NotSent("no line"), OutcomeUnknown("timed out")])
def test_cancellations_without_an_answer_are_failures(bench: Bench, outcome: CancelOutcome) -> None:
    bench.omnitron.outcome = outcome

    for _ in range(3):
        assert bench.breaker.cancel(ORDER, {1: 3}) == outcome

    assert bench.is_open()


def test_failures_of_different_calls_add_up(bench: Bench) -> None:
    bench.omnitron.outcome = OutcomeUnknown("timed out")
    bench.omnitron.is_down = True

    bench.breaker.cancel(ORDER, {1: 3})
    with pytest.raises(OmnitronUnavailableError):
        bench.breaker.updates(1)
    with pytest.raises(OmnitronUnavailableError):
        bench.breaker.send_request(request("u1"))

    assert bench.is_open()


def test_what_omnitron_answers_is_never_a_failure(bench: Bench) -> None:
    bench.omnitron.outcome = NotAccepted("shipped")
    bench.omnitron.request_refusal = RequestRefused("no such item")
    bench.omnitron.address_answer = AddressChangeRefused({"address": ["No."]})

    for _ in range(5):
        bench.fail(2)
        bench.fail(error=OmnitronGarbledError)
        bench.fail(2)
        bench.breaker.cancel(ORDER, {1: 3})
        bench.fail(2)
        bench.breaker.send_request(request("u1"))
        bench.fail(2)
        bench.breaker.change_address(1, address(), [AddressType.BILLING])

    assert not bench.is_open()


def test_cancelling_nothing_is_no_failure_since_nothing_goes_out(bench: Bench) -> None:
    bench.omnitron.outcome = NotSent("There is no entry to cancel.")

    for _ in range(5):
        bench.breaker.cancel(ORDER, {})

    assert not bench.is_open()


def test_an_error_of_ours_counts_for_nothing(bench: Bench) -> None:
    bench.fail(2)
    bench.fail(error=ValueError)
    assert not bench.is_open()

    bench.fail()

    assert bench.is_open()


@pytest.mark.parametrize("failures", [0, -1])
def test_a_circuit_that_is_never_closed_is_refused(failures: int) -> None:
    with pytest.raises(ValueError, match="1 or more failures"):
        CircuitBreaker(InMemoryOmnitron(), failures=failures)


@pytest.mark.parametrize("pause", [-1, float("inf"), float("nan")])
def test_a_pause_that_is_none_is_refused(pause: float) -> None:
    with pytest.raises(ValueError, match="pause"):
        CircuitBreaker(InMemoryOmnitron(), pause=pause)


def test_it_needs_nobody_to_tell(bench: Bench) -> None:
    breaker = CircuitBreaker(bench.omnitron, failures=1, pause=0)
    bench.omnitron.is_down = True

    with pytest.raises(OmnitronUnavailableError):
        breaker.updates(1)
    bench.omnitron.is_down = False

    assert breaker.is_open
    assert breaker.updates(1) == Updates(())
    assert not breaker.is_open
