"""Hits of the last while, as every process sees them that asks the same Redis.

They are counted by a moving window: each hit is forgotten its own period after it was made.
There is no edge of a window at which twice the rate would pass, and how long to wait is exact.
"""

import time
from collections.abc import Sequence

from attrs import frozen
from limits import RateLimitItem
from limits.storage import RedisStorage
from limits.strategies import MovingWindowRateLimiter
from redis import ConnectionPool
from redis.backoff import NoBackoff
from redis.retry import Retry

_PREFIX = "order-throttling"

_PATIENCE = 0.5
"""Seconds for which Redis may keep a visitor waiting: to connect, and to answer each call."""


@frozen
class RedisCounts:
    """Counts what every process sees that is pointed to the same Redis, by ``limits``.

    Redis holds at most as many times as the rate has hits for each key, and forgets a key
    one period after its last hit. Times are those of the asking machines.
    """

    _rates: Sequence[RateLimitItem]
    _pool: ConnectionPool
    _limiter: MovingWindowRateLimiter

    @classmethod
    def at(cls, url: str, rates: Sequence[RateLimitItem]) -> "RedisCounts":
        """Connect when first needed, and anew when Redis dropped a connection meanwhile.

        Nothing is tried twice: redis-py alone would take up to half a minute to give up.
        """
        pool = ConnectionPool.from_url(  # pyright: ignore[reportUnknownMemberType] -- untyped keywords
            url,
            socket_connect_timeout=_PATIENCE,
            socket_timeout=_PATIENCE,
            retry=Retry(NoBackoff(), 0),
        )
        storage = RedisStorage(url, connection_pool=pool, key_prefix=_PREFIX, wrap_exceptions=True)
        return cls(rates, pool, MovingWindowRateLimiter(storage))

    def wait(self, keys: Sequence[str]) -> float | None:
        """Count a hit on every key, or return the seconds to wait.

        None is counted then, unless another process was faster by a moment.

        Raises:
            StorageError: Redis did not do it.
        """
        left = self._seconds_left(keys)
        if left > 0:
            return left
        if all(self._limiter.hit(rate, key) for rate in self._rates for key in keys):
            return None
        return max(0.0, self._seconds_left(keys))

    def close(self) -> None:
        """Drop the connections."""
        self._pool.disconnect()

    def _seconds_left(self, keys: Sequence[str]) -> float:
        return max(self._left(rate, key) for rate in self._rates for key in keys)

    def _left(self, rate: RateLimitItem, key: str) -> float:
        window = self._limiter.get_window_stats(rate, key)
        return window.reset_time - time.time() if window.remaining <= 0 else 0
