"""Memory must not grow with everybody who ever came."""

# pyright: reportPrivateUsage=false
# What is kept shows nowhere else.

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from limits import parse_many

from order_adapters.throttling import Throttle, in_memory
from order_adapters.throttling.in_memory import MemoryCounts

from .clock import Clock


def kept_keys(counts: MemoryCounts) -> int:
    return sum(len(window._hits) for window in counts._windows)


def test_keys_are_forgotten_one_period_after_their_last_hit() -> None:
    clock = Clock()
    counts = MemoryCounts(parse_many("5 per minute; 9 per hour"), clock)
    for number in range(1000):
        counts.wait([f"client {number}"])
    assert kept_keys(counts) == 2 * 1000

    clock.now += 60
    counts.wait(["another"])
    assert kept_keys(counts) == 1000 + 2

    clock.now += 3600
    counts.wait(["another"])
    assert kept_keys(counts) == 2


def test_a_key_that_keeps_coming_is_not_forgotten() -> None:
    clock = Clock()
    counts = MemoryCounts(parse_many("5 per minute"), clock)
    for _ in range(5):
        counts.wait(["busy"])
        clock.now += 11
        counts.wait([f"client {clock.now}"])

    assert counts.wait(["busy"]) == 5


def test_a_key_that_keeps_coming_keeps_nobody_else() -> None:
    clock = Clock()
    counts = MemoryCounts(parse_many("5 per minute"), clock)
    for number in range(1000):
        counts.wait(["busy"])
        counts.wait([f"client {number}"])
        clock.now += 12

    assert kept_keys(counts) <= 1 + 6


def test_beyond_the_most_keys_the_ones_not_seen_longest_go(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(in_memory, "MOST_KEYS", 10)
    counts = MemoryCounts(parse_many("1 per minute"), Clock())
    for number in range(100):
        counts.wait([f"client {number}"])

    assert kept_keys(counts) == 10
    assert counts.wait(["client 99"]) is not None
    assert counts.wait(["client 0"]) is None


class SlowlyRead(list[str]):
    """Others get their turn whenever its keys are gone through."""

    def __iter__(self) -> Iterator[str]:
        time.sleep(0.001)
        return super().__iter__()


def test_nobody_else_counts_between_the_look_and_the_hit() -> None:
    counts = MemoryCounts(parse_many("5 per minute"), Clock())

    with ThreadPoolExecutor(8) as threads:
        waits = list(threads.map(counts.wait, [SlowlyRead(["client 1"]) for _ in range(24)]))

    assert waits.count(None) == 5


def test_only_as_many_hits_of_a_key_are_kept_as_its_rate_allows() -> None:
    clock = Clock()
    counts = MemoryCounts(parse_many("3 per minute"), clock)
    for _ in range(50):
        counts.wait(["busy"])
        clock.now += 25

    assert max(len(hits) for hits in counts._windows[0]._hits.values()) == 3


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 40)), max_size=60))
def test_no_window_of_time_ever_sees_more_hits_than_the_rate(
    asked: list[tuple[str, int]],
) -> None:
    clock = Clock()
    counts = MemoryCounts(parse_many("3 per minute"), clock)
    passed = dict[str, list[float]]()
    for key, pause in asked:
        clock.now += pause
        latest = [at for at in passed.get(key, []) if at > clock.now - 60]

        left = counts.wait([key])

        if len(latest) < 3:
            assert left is None
            passed.setdefault(key, []).append(clock.now)
        else:
            assert left == latest[0] + 60 - clock.now


def test_less_than_a_second_left_is_told_as_one() -> None:
    clock = Clock()
    throttle = Throttle(rates="1 per minute", monotonic=clock)
    throttle.wait("client 1")
    clock.now += 59.5

    assert throttle.wait("client 1") == 1
    clock.now += 0.5
    assert throttle.wait("client 1") is None
