"""The circuit breaker: when it closes again, and what late ends of old calls do to it."""

import pytest

from order_domain.cancellation.outcomes import Accepted
from order_domain.ports import OmnitronGarbledError

from .bench import CLOSED, OPENED, ORDER, Bench, Waiting


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_after_the_pause_one_answer_closes_it(bench: Bench) -> None:
    bench.open()
    bench.seconds += 9.9
    bench.check_is_shut_off()
    bench.seconds += 0.1

    bench.work()

    assert not bench.is_open()
    assert bench.said == [OPENED, CLOSED]
    bench.fail(2)
    assert not bench.is_open()


def test_a_garbled_answer_closes_it_too(bench: Bench) -> None:
    bench.open()
    bench.seconds += 10

    bench.fail(error=OmnitronGarbledError)

    assert not bench.is_open()


def test_a_trial_that_fails_begins_the_pause_anew_without_a_word(bench: Bench) -> None:
    bench.open()
    bench.seconds += 10
    bench.fail()
    bench.seconds += 9.9
    bench.check_is_shut_off()
    assert bench.said == [OPENED]

    bench.seconds += 0.1
    bench.work()

    assert bench.said == [OPENED, CLOSED]


def test_a_cancellation_may_be_the_trial(bench: Bench) -> None:
    bench.open()
    bench.seconds += 10

    outcome = bench.breaker.cancel(ORDER, {1: 3})

    assert outcome == Accepted()
    assert not bench.is_open()


def test_one_call_at_a_time_is_tried(bench: Bench) -> None:
    bench.open()
    bench.seconds += 10
    trial = Waiting(bench)

    bench.check_is_shut_off()
    bench.seconds += 1000
    bench.check_is_shut_off()
    trial.work()

    assert trial.error is None
    assert not bench.is_open()


def test_a_trial_that_breaks_on_our_side_gives_its_place_to_the_next(bench: Bench) -> None:
    bench.open()
    bench.seconds += 10

    bench.fail(error=ValueError)

    assert bench.is_open()
    bench.work()
    assert not bench.is_open()


def test_calls_go_on_at_once_while_others_wait(bench: Bench) -> None:
    waiting = [Waiting(bench) for _ in range(20)]

    bench.work()

    for each in waiting:
        each.work()


def test_late_failures_of_calls_that_hung_do_not_lengthen_the_pause(bench: Bench) -> None:
    waiting = [Waiting(bench) for _ in range(10)]
    for each in waiting[:3]:
        each.fail()
    assert bench.is_open()
    bench.seconds += 9

    for each in waiting[3:]:
        each.fail()

    bench.check_is_shut_off()
    bench.seconds += 1
    bench.work()
    assert not bench.is_open()


def test_a_late_answer_to_a_call_that_hung_does_not_close_it(bench: Bench) -> None:
    slow = Waiting(bench)
    bench.open()

    slow.work()

    assert slow.error is None
    assert bench.is_open()
    bench.check_is_shut_off()


def test_late_ends_of_old_calls_do_not_end_a_trial(bench: Bench) -> None:
    old = [Waiting(bench) for _ in range(2)]
    bench.open()
    bench.seconds += 10
    trial = Waiting(bench)

    old[0].work()
    old[1].fail()

    assert bench.is_open()
    bench.check_is_shut_off()
    trial.work()
    assert not bench.is_open()


def test_late_failures_do_not_count_once_it_has_closed_again(bench: Bench) -> None:
    old = [Waiting(bench) for _ in range(5)]
    bench.open()
    bench.seconds += 10
    bench.work()

    for each in old:
        each.fail()

    assert not bench.is_open()
    assert bench.said == [OPENED, CLOSED]
