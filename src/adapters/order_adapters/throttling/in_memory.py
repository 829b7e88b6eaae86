"""Hits of the last while, as this process sees them.

They are counted by a moving window, as in Redis.

limits' own memory storage is not used: it never forgets a key (an empty list stays for each),
and looks through all of them again and again (measured: half a core at 100,000 keys).
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import Lock
from typing import TypeAlias

from attrs import define, field
from limits import RateLimitItem

MOST_KEYS = 100_000
"""Keys of one rate that are remembered (some 40 MB at a hit each); then the ones not seen
longest go."""

_Hits: TypeAlias = tuple[float, ...]
"""When, oldest first; no more of them than the rate allows."""


@define(eq=False)
class _Window:
    """The latest hits of each key under one rate; the key hit last comes last."""

    _rate: RateLimitItem
    _hits: OrderedDict[str, _Hits] = field(init=False, factory=OrderedDict[str, _Hits])

    def seconds_left(self, key: str, now: float) -> float:
        """Return the seconds until the key may be hit; 0 or less when it may be now."""
        hits = self._hits.get(key, ())
        if len(hits) < self._rate.amount:
            return 0
        return hits[0] + self._rate.get_expiry() - now

    def hit(self, key: str, now: float) -> None:
        self._hits[key] = (*self._hits.get(key, ()), now)[-self._rate.amount :]
        self._hits.move_to_end(key)
        while self._has_one_to_forget(now):
            self._hits.popitem(last=False)

    def _has_one_to_forget(self, now: float) -> bool:
        oldest = next(iter(self._hits.values()))
        return len(self._hits) > MOST_KEYS or oldest[-1] + self._rate.get_expiry() <= now


@define(eq=False)
class MemoryCounts:
    """Counts what this process sees.

    Attributes:
        monotonic: seconds on a clock that never goes back.
    """

    _rates: Sequence[RateLimitItem]
    _monotonic: Callable[[], float]
    _windows: tuple[_Window, ...] = field(init=False)
    _lock: Lock = field(init=False, factory=Lock)

    def __attrs_post_init__(self) -> None:
        self._windows = tuple(map(_Window, self._rates))

    def wait(self, keys: Sequence[str]) -> float | None:
        """Count a hit on every key, or on none and return the seconds to wait."""
        with self._lock:
            now = self._monotonic()
            left = max(window.seconds_left(key, now) for window in self._windows for key in keys)
            if left > 0:
                return left
            for window in self._windows:
                for key in keys:
                    window.hit(key, now)
        return None
