"""Processes that stand still between any two of their steps until they are told to go on.

Each runs in a thread of its own, and only ever one at a time: what happens when is decided
by who tells them to go on, and so can be repeated.
"""

from collections.abc import Callable
from threading import Semaphore, Thread
from typing import TypeAlias

from unit.use_cases.rounds import KilledError

Work: TypeAlias = Callable[[], object]
Faults: TypeAlias = tuple[type[Exception], ...]


class Process:
    """Something that runs step by step.

    Attributes:
        is_over: it has come to its end, or has died.
        result: what it came to; None when it died or gave up.
        at: what it is about to do, or has just done.
    """

    def __init__(
        self, work: Callable[[], object], gives_up_on: tuple[type[Exception], ...]
    ) -> None:
        self.is_over = False
        self.result: object = None
        self.at = "start"
        self._unexpected: BaseException | None = None
        self._fate: BaseException | None = None
        self._ends: tuple[type[BaseException], ...] = (KilledError, *gives_up_on)
        self._turn, self._back = Semaphore(0), Semaphore(0)
        self._thread = Thread(target=self._run, args=(work,), daemon=True)
        self._thread.start()

    def go_on(self, fate: BaseException | None = None) -> None:
        """Let it do its next step; or let this be what happens to it instead."""
        self._fate = fate
        self._turn.release()
        self._back.acquire()
        if self._unexpected is not None:
            raise self._unexpected

    def pause(self, at: str) -> None:
        """Stand still here. Called by the process itself."""
        self.at = at
        self._back.release()
        self._wait()

    def _wait(self) -> None:
        self._turn.acquire()
        if self._fate is not None:
            raise self._fate

    def _run(self, work: Work) -> None:
        try:
            self._wait()
            self.result = work()
        except self._ends:
            self.result = None
        except BaseException as error:  # noqa: BLE001  (raised again where it is seen)
            self._unexpected = error
        self.is_over = True
        self._back.release()
