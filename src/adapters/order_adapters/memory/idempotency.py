"""Keys of requests in memory."""

from collections import OrderedDict
from datetime import datetime
from threading import Lock

from attrs import evolve, frozen


@frozen(kw_only=True)
class _Entry:
    fingerprint: str
    owner: str
    until: datetime
    answer: str | None = None


class InMemoryIdempotencyKeys:
    """Keeps keys of requests, for a service of one process.

    The port is ``order_entrypoints.idempotency.IdempotencyKeys``.
    """

    def __init__(self) -> None:
        """Begin without keys."""
        self._lock = Lock()
        self._entries: OrderedDict[str, _Entry] = OrderedDict()

    def __len__(self) -> int:
        """How many keys take up memory."""
        return len(self._entries)

    def claim(
        self, key: str, fingerprint: str, *, owner: str, now: datetime, until: datetime
    ) -> tuple[str, str | None] | None:
        """Let the owner have a key that nobody has; else return its fingerprint and answer."""
        with self._lock:
            self._forget(now)
            known = self._entries.get(key)
            if known is not None and known.until > now:
                return known.fingerprint, known.answer
            self._put(key, _Entry(fingerprint=fingerprint, owner=owner, until=until))
        return None

    def keep(self, key: str, *, owner: str, answer: str, until: datetime) -> None:
        """Keep the answer, if the key is still the owner's."""
        with self._lock:
            known = self._entries.get(key)
            if known is not None and known.owner == owner:
                self._put(key, evolve(known, answer=answer, until=until))

    def release(self, key: str, *, owner: str) -> None:
        """Let others have the key, if it is still the owner's and has no answer."""
        with self._lock:
            known = self._entries.get(key)
            if known is not None and known.owner == owner and known.answer is None:
                del self._entries[key]

    def _put(self, key: str, entry: _Entry) -> None:
        self._entries[key] = entry
        self._entries.move_to_end(key)

    def _forget(self, now: datetime) -> None:
        """Drop from the front, where the oldest are, what is over."""
        while self._entries and next(iter(self._entries.values())).until <= now:
            self._entries.popitem(last=False)
