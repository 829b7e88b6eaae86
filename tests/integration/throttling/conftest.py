import os
from collections.abc import Iterator
from contextlib import ExitStack
from types import SimpleNamespace
from typing import Protocol

import pytest

from order_adapters.throttling import Throttle

from .clock import Clock
from .redis_server import PROGRAM, RedisServer

SECRET = "pepper"


class NewThrottle(Protocol):
    """Makes a throttle that is closed after the test."""

    def __call__(self, rates: str) -> Throttle: ...


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture(scope="session")
def running_redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    if PROGRAM is None:
        if os.environ.get("ORDERS_REQUIRE_REDIS") == "1":
            pytest.fail("redis-server is not installed, and ORDERS_REQUIRE_REDIS=1")
        pytest.skip("redis-server is not installed (Debian: apt-get install redis-server)")
    with RedisServer(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture
def redis(running_redis: RedisServer) -> RedisServer:
    """A server that knows of nothing."""
    running_redis.ask("FLUSHALL")
    return running_redis


@pytest.fixture(params=["memory", "redis"])
def url(request: pytest.FixtureRequest) -> str:
    if request.param == "memory":
        return "memory://"
    server: RedisServer = request.getfixturevalue("redis")
    return server.url


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The time of both: of this process, and what is told to Redis."""
    clock = Clock()
    for module in ("limits.storage.redis", "order_adapters.throttling.in_redis"):
        monkeypatch.setattr(f"{module}.time", SimpleNamespace(time=clock))
    return clock


@pytest.fixture
def new_throttle(url: str, clock: Clock, stack: ExitStack) -> NewThrottle:
    return lambda rates: stack.enter_context(Throttle(url, rates, secret=SECRET, monotonic=clock))
