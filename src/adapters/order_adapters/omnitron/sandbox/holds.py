"""Calls that are held, so that a test can do something at exactly that moment."""

from threading import TIMEOUT_MAX, Condition

from attrs import frozen

from order_adapters.omnitron.sandbox.calls import CallKind
from order_adapters.omnitron.sandbox.faults import Fault


@frozen(kw_only=True)
class Held:
    """A call that is held.

    Attributes:
        on: its kind.
        fault: ``HOLD_BEFORE`` or ``HOLD_AFTER`` acting on it.
        place: where it stands in the ledger, from 0.
    """

    on: CallKind
    fault: Fault
    place: int


class Holds:
    """Holds calls until they are released; thread-safe."""

    def __init__(self) -> None:
        self._held: list[Held] = []
        self._changed = Condition()
        self._is_over = False

    @property
    def held(self) -> tuple[Held, ...]:
        """The calls that are held now, longest first."""
        with self._changed:
            return tuple(self._held)

    def hold(self, call: Held, seconds: float) -> None:
        """Wait until this call is released, at most so many seconds."""
        with self._changed:
            if self._is_over:
                return
            self._held.append(call)
            self._changed.notify_all()
            limit = min(seconds, TIMEOUT_MAX)
            self._changed.wait_for(lambda: call not in self._held, limit)
            if call in self._held:
                self._held.remove(call)

    def wait_for(
        self, on: CallKind | str | None = None, *, count: int = 1, seconds: float = 10.0
    ) -> tuple[Held, ...]:
        """Wait until so many calls are held, and return all that are.

        Args:
            on: their kind; None for any.
            count: how many.
            seconds: how long to wait for them; fewer are returned afterwards.
        """
        with self._changed:
            limit = min(seconds, TIMEOUT_MAX)
            self._changed.wait_for(lambda: len(self._of(on)) >= count, limit)
            return self._of(on)

    def release(self, on: CallKind | str | None = None) -> int:
        """Let the calls that are held now, of a kind or any, go on; return how many."""
        with self._changed:
            released = self._of(on)
            self._held = [each for each in self._held if each not in released]
            self._changed.notify_all()
            return len(released)

    def end(self) -> None:
        """Hold nothing any more."""
        with self._changed:
            self._is_over = True
            self._held.clear()
            self._changed.notify_all()

    def _of(self, on: CallKind | str | None) -> tuple[Held, ...]:
        return tuple(each for each in self._held if on is None or each.on == on)
