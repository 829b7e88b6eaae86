"""When calls are let through: always, never for a while, or one at a time to try."""

from collections.abc import Callable
from enum import Enum, auto
from threading import Lock

from attrs import define, field, frozen

from order_domain.ports import Report


class Ending(Enum):
    """How a call ended, for what it tells of Omnitron."""

    ANSWERED = auto()
    FAILED = auto()
    UNTOLD = auto()
    """Broken on our side: it tells nothing."""


@frozen
class Turn:
    """Leave to make one call, to be given back once.

    Attributes:
        era: how often the circuit had opened when it was given.
    """

    era: int


@define(eq=False)
class Circuit:
    """Counts failures in a row; thread-safe, and locked for moments only.

    It is open after so many, until a call that is tried after the pause is answered.
    Opening begins a new era, and how a call of an earlier one ends says nothing about now:
    so the many calls that hang while it opens can neither lengthen the pause nor close it
    nor end a trial, nor count against it once it has closed.

    Attributes:
        failures: in a row, that open it.
        pause: seconds after opening, or after a trial that failed, before the next trial.
        monotonic: seconds on a clock that never goes back.
        on_change: is told when it opens and when it closes, not of each failed trial.
    """

    failures: int
    pause: float
    monotonic: Callable[[], float]
    on_change: Report | None = None
    _lock: Lock = field(init=False, factory=Lock)
    _era: int = field(init=False, default=0)
    _in_a_row: int = field(init=False, default=0)
    _opened_at: float | None = field(init=False, default=None)
    _is_trying: bool = field(init=False, default=False)

    @property
    def is_open(self) -> bool:
        """Whether calls fail at once, but for the one that tries."""
        return self._opened_at is not None

    def enter(self) -> Turn | None:
        """Return leave to make a call, to be given back with ``leave``; None for no leave."""
        with self._lock:
            if self._opened_at is not None:
                if self._is_trying or self.monotonic() - self._opened_at < self.pause:
                    return None
                self._is_trying = True
            return Turn(self._era)

    def leave(self, turn: Turn, ending: Ending) -> None:
        """Say how the call with this turn ended."""
        with self._lock:
            if turn.era != self._era:
                return
            change = self._end_trial(ending) if self._is_trying else self._count(ending)
        if change and self.on_change is not None:
            self.on_change(change)

    def _count(self, ending: Ending) -> str:
        """Return what to tell of it; nothing, mostly."""
        if ending is Ending.UNTOLD:
            return ""
        self._in_a_row = self._in_a_row + 1 if ending is Ending.FAILED else 0
        if self._in_a_row < self.failures:
            return ""
        self._era += 1
        self._opened_at = self.monotonic()
        return (
            f"Omnitron failed {self.failures} times in a row: the circuit opens, and it is "
            f"not called for {self.pause:g} seconds."
        )

    def _end_trial(self, ending: Ending) -> str:
        self._is_trying = False
        if ending is Ending.FAILED:
            self._opened_at = self.monotonic()
        if ending is not Ending.ANSWERED:
            return ""
        self._opened_at = None
        self._in_a_row = 0
        return "Omnitron answers again: the circuit closes."
