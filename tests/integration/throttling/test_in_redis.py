"""Several processes, what Redis gets to see, and Redis coming and going."""

import logging
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from order_adapters.throttling import Throttle

from .clock import Clock
from .conftest import SECRET
from .redis_server import PASSWORD, RedisServer

KEYS = ("client 192.0.2.7", "e-mail ada@example.com", "order 1234567")
REST = 5.0

HIT_OFTEN = """
import sys
from order_adapters.throttling import Throttle
with Throttle(sys.argv[1], "40 per minute", secret=sys.argv[2]) as throttle:
    print(sum(throttle.wait("client 1") is None for _ in range(30)))
"""


@pytest.fixture
def own_redis(running_redis: RedisServer, tmp_path: Path) -> Iterator[RedisServer]:
    """A server of the test's own, to be stopped at will; only where there is one at all."""
    assert running_redis.url
    with RedisServer(tmp_path) as server:
        yield server


def test_throttles_of_several_processes_count_together(redis: RedisServer) -> None:
    order = [sys.executable, "-c", HIT_OFTEN, redis.url, SECRET]
    processes = [subprocess.Popen(order, stdout=subprocess.PIPE) for _ in range(2)]

    passed = [int(process.communicate(timeout=30)[0]) for process in processes]

    assert sum(passed) == 40


def test_redis_sees_nobodys_e_mail_number_or_address(redis: RedisServer, stack: ExitStack) -> None:
    throttle = stack.enter_context(Throttle(redis.url, "5/minute; 9/hour", secret=SECRET))
    throttle.wait(*KEYS)

    names = redis.ask("KEYS", "*")
    assert len(names) == len(KEYS) * 2
    assert all(name.startswith("order-throttling:") for name in names)
    assert not any(part in name for name in names for part in ("192", "ada@", "1234567"))


def test_names_cannot_be_found_by_trying_without_the_secret(
    redis: RedisServer, stack: ExitStack
) -> None:
    for secret in (SECRET, "another"):
        throttle = stack.enter_context(Throttle(redis.url, "1/minute", secret=secret))
        assert throttle.wait("order 1234567") is None

    assert redis.ask("DBSIZE") == ["2"]


def test_redis_forgets_a_key_one_period_after_its_last_hit(
    redis: RedisServer, stack: ExitStack
) -> None:
    throttle = stack.enter_context(Throttle(redis.url, "5 per minute; 9/hour", secret=SECRET))
    throttle.wait(*KEYS)

    lives = [int(redis.ask("TTL", name)[0]) for name in redis.ask("KEYS", "*")]
    assert len(lives) == 2 * len(KEYS)
    assert all(0 < life <= 3600 for life in lives)
    assert sum(life <= 60 for life in lives) == len(KEYS)


def test_a_restart_of_redis_between_two_hits_is_not_noticed(
    own_redis: RedisServer, stack: ExitStack, caplog: pytest.LogCaptureFixture
) -> None:
    throttle = stack.enter_context(Throttle(own_redis.url, "1 per minute", secret=SECRET))
    assert throttle.wait("client 1") is None

    own_redis.stop()
    own_redis.start()

    assert throttle.wait("client 1") is None, "Redis forgot it"
    assert throttle.wait("client 1") is not None
    assert caplog.records == []


def test_while_redis_is_down_the_process_counts_for_itself(
    own_redis: RedisServer, clock: Clock, stack: ExitStack, caplog: pytest.LogCaptureFixture
) -> None:
    throttle = stack.enter_context(
        Throttle(own_redis.url, "2 per minute", secret=SECRET, monotonic=clock)
    )
    throttle.wait("client 1")
    own_redis.stop()

    assert [throttle.wait("client 1") for _ in range(3)] == [None, None, 60]
    clock.now += REST
    assert throttle.wait("client 1") == 55
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert PASSWORD not in caplog.text

    own_redis.start()
    assert throttle.wait("client 1") is not None, "it rests a little first"
    clock.now += REST
    assert [throttle.wait("client 1") for _ in range(2)] == [None, None]
    assert throttle.wait("client 1") == 60, "counted in Redis"
    assert [record.message.partition(";")[0] for record in caplog.records] == [
        "Redis fails",
        "Redis is back",
    ]


def test_a_redis_that_never_answers_costs_half_a_second_once(stack: ExitStack) -> None:
    silent = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
    url = f"redis://127.0.0.1:{silent.getsockname()[1]}"
    throttle = stack.enter_context(Throttle(url, "100 per minute", secret=SECRET))
    begun = time.monotonic()

    assert [throttle.wait("client 1") for _ in range(50)] == [None] * 50
    assert time.monotonic() - begun < 1.5


def test_a_wrong_password_is_said_and_not_shown(
    redis: RedisServer, stack: ExitStack, caplog: pytest.LogCaptureFixture
) -> None:
    url = redis.url.replace(PASSWORD, "wrong-pass")
    throttle = stack.enter_context(Throttle(url, "1 per minute", secret=SECRET))

    assert throttle.wait("client 1") is None
    assert throttle.wait("client 1") is not None
    assert "invalid username-password" in caplog.text
    assert "wrong-pass" not in caplog.text


def test_a_closed_throttle_opens_again_when_needed(redis: RedisServer) -> None:
    throttle = Throttle(redis.url, "1 per minute", secret=SECRET)
    throttle.wait("client 1")
    throttle.close()

    with throttle:
        assert throttle.wait("client 1") is not None
