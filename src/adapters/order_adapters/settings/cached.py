"""Settings that are read afresh every few seconds and survive bad values."""

import logging
from collections.abc import Callable, Mapping
from threading import Lock

from order_adapters.settings.values import SETTINGS
from order_domain.cancellation.rules import InvalidSettingError
from order_domain.ports import StorageUnavailableError
from order_domain.settings import ShopSettings

_log = logging.getLogger(__name__)

_READING = "Settings"
"""Stands for the name of a setting when none can be read."""

DEFAULT_TTL = 2.0
"""Seconds for which settings are not read again."""


class CachedSettings:
    """Knows the settings in force (port :class:`order_domain.ports.Settings`).

    Any number of threads may use it; one of them reads while the others go on with the
    settings of before.
    """

    def __init__(
        self,
        read: Callable[[], Mapping[str, object]],
        clock: Callable[[], float],
        ttl: float = DEFAULT_TTL,
    ) -> None:
        """Read nothing yet.

        Args:
            read: gives every stored value by the setting's name; may raise.
            clock: seconds that never go back, such as :func:`time.monotonic`.
            ttl: seconds for which what was read is good.
        """
        self._read = read
        self._clock = clock
        self._ttl = ttl
        self._lock = Lock()
        self._shop: ShopSettings | None = None
        self._good_until: float | None = None
        self._last_good: dict[str, object] = {}
        self._faults: dict[str, str] = {}

    def current(self) -> ShopSettings:
        """Return the settings in force, at most ``ttl`` seconds old.

        A stored value that cannot be used leaves the last good one in force, and so
        does a store that cannot be read; each such fault is logged once.

        Raises:
            StorageUnavailableError: there is no last good one. The defaults would allow what
                the shop has forbidden.
        """
        if self._is_stale() and self._lock.acquire(blocking=self._shop is None):
            try:
                self._refresh()
            finally:
                self._lock.release()
        assert self._shop is not None  # noqa: S101  (who finds nothing waits and reads)
        return self._shop

    def _is_stale(self) -> bool:
        return self._good_until is None or self._clock() >= self._good_until

    def _refresh(self) -> None:
        if not self._is_stale():  # another thread was first
            return
        try:
            self._shop = self._parsed(self._read())
            self._faults.pop(_READING, None)
        except Exception as error:
            if self._shop is None:
                text = f"The shop's settings cannot be read: {error}"
                raise StorageUnavailableError(text) from error
            self._complain(_READING, f"cannot be read, the last ones stay in force: {error}")
        self._good_until = self._clock() + self._ttl

    def _parsed(self, stored: Mapping[str, object]) -> ShopSettings:
        shop = ShopSettings()
        for name, change in SETTINGS.items():
            if name not in stored:
                self._last_good.pop(name, None)
                continue
            try:
                shop = change(shop, stored[name])
            except InvalidSettingError as error:
                if self._shop is None:
                    raise
                self._complain(name, f"keeps its last good value: {error}")
                if name in self._last_good:
                    shop = change(shop, self._last_good[name])
            else:
                self._last_good[name] = stored[name]
                self._faults.pop(name, None)
        return shop

    def _complain(self, about: str, fault: str) -> None:
        """Log a fault, unless it is the one logged last."""
        if self._faults.get(about) != fault:
            self._faults[about] = fault
            _log.warning("%s %s", about, fault)
