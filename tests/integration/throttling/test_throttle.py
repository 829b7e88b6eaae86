"""What holds for hits counted in memory and in Redis alike."""

import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from order_adapters.throttling import DEFAULT_RATES, Throttle

from .clock import Clock
from .conftest import SECRET, NewThrottle

WITHOUT_REDIS = """
import sys
sys.modules["redis"] = None
from order_adapters.throttling import Throttle
print(Throttle().wait("client 1"))
try:
    Throttle("redis://localhost", secret="pepper")
except ImportError as error:
    print(error)
"""


def test_as_many_hits_pass_as_the_rate_says(new_throttle: NewThrottle) -> None:
    throttle = new_throttle("3 per minute")

    assert [throttle.wait("client 1") for _ in range(3)] == [None] * 3
    assert throttle.wait("client 1") == 60


def test_keys_are_counted_apart(new_throttle: NewThrottle) -> None:
    throttle = new_throttle("1 per minute")

    assert throttle.wait("client 1") is None
    assert throttle.wait("client 2") is None
    assert throttle.wait("order 1") is None


def test_one_key_over_its_rate_is_enough(new_throttle: NewThrottle) -> None:
    throttle = new_throttle("2 per minute")
    throttle.wait("order 1")
    throttle.wait("order 1")

    assert throttle.wait("client 1", "order 1") is not None
    assert throttle.wait("order 1", "client 1") is not None


def test_a_refused_hit_counts_against_no_key(new_throttle: NewThrottle) -> None:
    throttle = new_throttle("2 per minute")
    throttle.wait("client 1")
    throttle.wait("client 1")

    for _ in range(5):
        assert throttle.wait("order 1", "client 1") is not None

    assert throttle.wait("order 1") is None
    assert throttle.wait("order 1") is None


def test_a_key_named_twice_is_hit_once(new_throttle: NewThrottle) -> None:
    throttle = new_throttle("2 per minute")

    assert throttle.wait("client 1", "client 1") is None
    assert throttle.wait("client 1") is None
    assert throttle.wait("client 1") is not None


def test_the_longest_wait_is_told(new_throttle: NewThrottle, clock: Clock) -> None:
    throttle = new_throttle("1 per second; 2 per hour")
    assert throttle.wait("client 1") is None
    assert throttle.wait("client 1") == 1
    clock.now += 2
    assert throttle.wait("client 1") is None

    assert throttle.wait("client 1") == 3598


def test_a_hit_passes_after_the_wait_and_no_earlier(
    new_throttle: NewThrottle, clock: Clock
) -> None:
    """The window moves: no burst of two rates passes around an edge of it."""
    throttle = new_throttle("2 per minute")
    assert throttle.wait("client 1") is None
    clock.now += 50
    assert throttle.wait("client 1") is None

    clock.now += 9.5
    assert throttle.wait("client 1") == 1
    clock.now += 1
    assert throttle.wait("client 1") is None
    assert throttle.wait("client 1") == 50


def test_asking_again_does_not_make_the_wait_longer(
    new_throttle: NewThrottle, clock: Clock
) -> None:
    throttle = new_throttle("1 per minute")
    throttle.wait("client 1")

    waits = list[int | None]()
    for _ in range(6):
        clock.now += 10.5
        waits.append(throttle.wait("client 1"))

    assert waits == [50, 39, 29, 18, 8, None]


def test_the_wait_is_over_when_so_much_time_went_by(url: str) -> None:
    with Throttle(url, "1 per second", secret=SECRET) as throttle:
        throttle.wait("client 1")
        wait = throttle.wait("client 1")
        assert wait == 1

        time.sleep(wait)

        assert throttle.wait("client 1") is None


@pytest.fixture
def hasty_threads() -> Iterator[None]:
    """Threads take turns all the time."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("hasty_threads")
def test_of_many_at_once_exactly_the_rate_passes(new_throttle: NewThrottle) -> None:
    throttle = new_throttle("50 per minute")

    with ThreadPoolExecutor(16) as threads:
        waits = list(threads.map(throttle.wait, ["client 1"] * 300))

    assert waits.count(None) == 50
    assert all(0 < wait <= 60 for wait in waits if wait is not None)


@pytest.mark.parametrize("key", ["", "\0", "ı@example.com", "\ud800", "x" * 100_000, "a/b*[c]"])
def test_any_text_may_be_a_key(new_throttle: NewThrottle, key: str) -> None:
    throttle = new_throttle("1 per minute")

    assert throttle.wait(key) is None
    assert throttle.wait(key) is not None
    assert throttle.wait(key + "!") is None


def test_a_hit_needs_a_key(new_throttle: NewThrottle) -> None:
    throttle = new_throttle(DEFAULT_RATES)

    with pytest.raises(ValueError, match="at least one key"):
        throttle.wait()


@pytest.mark.parametrize("rates", ["", "often", "5", "0 per minute", "5 per 0 minute", "-1/minute"])
def test_rates_without_sense_are_refused(rates: str) -> None:
    with pytest.raises(ValueError, match="rate"):
        Throttle(rates=rates)


@pytest.mark.parametrize("url", ["", "localhost:6379", "memcached://localhost", "http://x"])
def test_a_url_of_neither_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="memory://"):
        Throttle(url, secret=SECRET)


def test_redis_needs_a_secret() -> None:
    with pytest.raises(ValueError, match="secret"):
        Throttle("redis://localhost")


def test_the_package_redis_is_needed_for_redis_only() -> None:
    tried = subprocess.run(
        [sys.executable, "-c", WITHOUT_REDIS], capture_output=True, text=True, check=False
    )

    assert tried.stdout.splitlines() == [
        "None",
        'redis is not installed; this needs the extra "redis": pip install "order-domain[redis]"',
    ], tried.stderr
