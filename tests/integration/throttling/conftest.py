import os
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Protocol

import pytest
from redis import Redis

from order_adapters.throttling import Throttle

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
    with Redis.from_url(running_redis.url) as client:
        client.flushall()
    return running_redis


@pytest.fixture(params=["memory", "redis"])
def new_throttle(request: pytest.FixtureRequest, stack: ExitStack) -> NewThrottle:
    url = "memory://" if request.param == "memory" else request.getfixturevalue("redis").url
    return lambda rates: stack.enter_context(Throttle(url, rates, secret=SECRET))
