"""How often somebody may do something, such as look an order up by number and e-mail."""

import logging
import re
import time
from collections.abc import Callable, Sequence
from hashlib import blake2b
from math import ceil
from threading import Lock
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from limits import RateLimitItem, parse_many
from limits.errors import StorageError

from order_adapters import needing
from order_adapters.throttling.in_memory import MemoryCounts

if TYPE_CHECKING:
    from order_adapters.throttling.in_redis import RedisCounts

_log = logging.getLogger(__name__)

DEFAULT_RATES = "10 per minute; 60 per hour"

REST = 5.0
"""Seconds for which Redis is not asked again after it failed."""


class Throttle:
    """Says who comes too often.

    Any number of threads may ask. Kept in memory, each process counts for itself; kept in
    Redis, all count together.

    When Redis fails, each process counts for itself until Redis is back: look-ups go on, and
    whoever guesses is still slowed, by the number of processes less. Failing closed would
    lock all anonymous visitors out with every restart of Redis; failing open would let
    guessing go free just then. The log says so once, and once when it is over.
    """

    def __init__(
        self,
        url: str = "memory://",
        rates: str = DEFAULT_RATES,
        *,
        secret: str = "",
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Connect to nothing yet.

        Args:
            url: ``memory://``, or ``redis://…`` or ``rediss://…`` with database and password.
            rates: each key's, all of them, as ``limits`` reads them:
                ``"5 per 10 minutes; 20/day"``.
            secret: makes the names of counters unreadable; needed with Redis, and the same
                for every process, or they would count apart.
            monotonic: seconds on a clock that never goes back.

        Raises:
            ValueError: no such URL or rates, or with Redis: no secret.
            MissingExtraError: with Redis, and its package is not installed.
        """
        allowed = _parsed(rates)
        self._salt = blake2b(secret.encode(), person=b"order.throttling").digest()
        self._monotonic = monotonic
        self._own = MemoryCounts(allowed, monotonic)
        self._shared = _shared(url, allowed, secret)
        self._lock = Lock()
        self._failed_at: float | None = None

    def __enter__(self) -> Self:
        """Return the throttle, to be closed."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Drop the connections to Redis; they are made again when needed."""
        if self._shared is not None:
            self._shared.close()

    def wait(self, *keys: str) -> int | None:
        """Count one hit on each key; return how long to wait when one of them is over its rate.

        Nothing is counted then: a blocked client does not use up somebody else's order
        number, and asking again does not make the wait longer.

        Args:
            keys: what the hit counts against, at least one; say of what kind each is, as in
                ``"client 192.0.2.7"`` and ``"order 1234"``. They are kept as keyed hashes.

        Returns:
            Seconds, at least 1, after which there is room for a hit; None when it was counted.

        Raises:
            ValueError: no key.
        """
        if not keys:
            raise ValueError("A hit counts against at least one key.")
        hidden = [self._hidden(key) for key in dict.fromkeys(keys)]
        left = self._left(hidden)
        return None if left is None else max(1, ceil(left))

    def _hidden(self, key: str) -> str:
        name = key.encode(errors="surrogatepass")
        return blake2b(name, key=self._salt, digest_size=16).hexdigest()

    def _left(self, keys: Sequence[str]) -> float | None:
        if self._shared is not None and self._is_to_ask_redis():
            try:
                left = self._shared.wait(keys)
            except StorageError as error:
                self._note_failure(error.storage_error)
            else:
                self._note_success()
                return left
        return self._own.wait(keys)

    def _is_to_ask_redis(self) -> bool:
        """Tell whether Redis works, or has rested; then one thread asks it first."""
        with self._lock:
            if self._failed_at is None:
                return True
            now = self._monotonic()
            has_rested = now >= self._failed_at + REST
            if has_rested:
                self._failed_at = now
            return has_rested

    def _note_failure(self, error: Exception) -> None:
        with self._lock:
            is_new = self._failed_at is None
            self._failed_at = self._monotonic()
        if is_new:
            _log.warning("Redis fails; each process counts hits for itself: %s", error)

    def _note_success(self) -> None:
        with self._lock:
            was_failing, self._failed_at = self._failed_at is not None, None
        if was_failing:
            _log.warning("Redis is back; hits are counted together again.")


def _parsed(rates: str) -> list[RateLimitItem]:
    if re.search(r"(?<![0-9])0+(?![0-9])", rates):  # limits takes "per 0 minute" for "per minute"
        raise ValueError(f"{rates!r}: a rate lets a hit pass, and some time go by.")
    return parse_many(rates)


def _shared(url: str, rates: Sequence[RateLimitItem], secret: str) -> "RedisCounts | None":
    scheme = urlsplit(url).scheme
    if scheme == "memory":
        return None
    if scheme not in {"redis", "rediss"}:
        raise ValueError(f"Hits are counted at memory:// or redis://…, not at {scheme}://.")
    if not secret:
        raise ValueError("Counting hits in Redis needs a secret, to hide whom they are of.")
    return _at_redis(url, rates)


def _at_redis(url: str, rates: Sequence[RateLimitItem]) -> "RedisCounts":
    with needing("redis"):  # which whoever counts in memory does without
        from order_adapters.throttling.in_redis import RedisCounts  # noqa: PLC0415
    return RedisCounts.at(url, rates)
