"""What goes wrong at the sandbox: programmed call by call, or now and then at random."""

from collections import defaultdict, deque
from enum import StrEnum
from random import Random
from threading import Lock

from attrs import field, frozen, validators

from order_adapters.omnitron.sandbox.calls import CallKind

HALF = 0.5
MOST_TIMES = 100_000
ALL = "all"
"""In place of a kind of call: each kind has the fault for itself."""


class Fault(StrEnum):
    """A way to break a call. *Before* and *after* are about acting on it."""

    REFUSE = "refuse"
    """400, not acted on."""
    ERROR_BEFORE = "error_before"
    """500, not acted on."""
    ERROR_AFTER = "error_after"
    """500, yet acted on."""
    CUT_BEFORE = "cut_before"
    """The line is shut with no byte, not acted on."""
    CUT_AFTER = "cut_after"
    """The line is shut with no byte, yet acted on."""
    HANG = "hang"
    """Acted on at once, answered after ``seconds``."""
    HANG_BEFORE = "hang_before"
    """Never acted on; the line is shut with no byte after ``seconds``."""
    ACT_LATE = "act_late"
    """Acted on only after ``seconds``, and then answered, if anybody still listens."""
    HOLD_BEFORE = "hold_before"
    """Held until it is released, or for ``seconds``; then acted on and answered."""
    HOLD_AFTER = "hold_after"
    """Acted on at once, held until it is released, or for ``seconds``; then answered."""
    GARBAGE_BEFORE = "garbage_before"
    """Answered with 200 and a page that is no JSON, not acted on."""
    GARBAGE = "garbage"
    """Acted on, and answered with 200 and a page that is no JSON."""
    EXPIRE_TOKEN = "expire_token"  # noqa: S105 the name of a fault
    """Every token so far becomes invalid before this call is looked at."""


@frozen(kw_only=True)
class PlannedFault:
    """A fault for calls to come.

    Attributes:
        on: the kind of call that it hits.
        times: how many calls, 1 to ``MOST_TIMES``; None for all, until changed.
        seconds: how long a fault that waits does so.
    """

    on: CallKind = field(converter=CallKind)
    fault: Fault = field(converter=Fault)
    times: int | None = 1
    seconds: float = field(default=30.0, validator=validators.ge(0))

    def __attrs_post_init__(self) -> None:
        if self.times is not None and not 1 <= self.times <= MOST_TIMES:
            raise ValueError(f"The times of a fault must be 1 to {MOST_TIMES}, not {self.times}.")


class Faults:
    """Decides which fault a call meets; thread-safe."""

    def __init__(self, *, fail_rate: float = 0.0, lose_rate: float = 0.0, seed: int = 0) -> None:
        """Begin with nothing planned.

        Args:
            fail_rate: share of cancellations answered 500, half of them after acting.
            lose_rate: share of cancellations whose line is cut, half of them after acting.
            seed: of the random choices, so that a run can be repeated.

        Raises:
            ValueError: the rates are no shares, or more than all.
        """
        if min(fail_rate, lose_rate) < 0 or not fail_rate + lose_rate <= 1:
            raise ValueError("The rates are from 0 to 1, and together at most 1.")
        self._fail_rate = fail_rate
        self._lose_rate = lose_rate
        self._random = Random(seed)  # noqa: S311 it has to be repeatable
        self._planned: dict[CallKind, deque[PlannedFault]] = defaultdict(deque)
        self._lasting: dict[CallKind, PlannedFault] = {}
        self._lock = Lock()

    def add(
        self,
        *,
        on: CallKind | str,
        fault: Fault | str,
        times: int | None = 1,
        seconds: float = 30.0,
    ) -> None:
        """Break the next calls of a kind, after those that were added before.

        Args:
            on: "login", "read", "cancel", "address", "request" or "updates"; or "all", for
                each of these.
            fault: how to break them.
            times: how many calls; None for all, once those that were added by number are
                through, until it is changed by another or cleared.
            seconds: how long a fault that waits does so.

        Raises:
            ValueError: no such kind of call or fault, or a number out of range.
        """
        for kind in CallKind if on == ALL else [CallKind(on)]:
            self.plan(PlannedFault(on=kind, fault=fault, times=times, seconds=seconds))

    def plan(self, planned: PlannedFault) -> None:
        """Break the next calls of a kind, after those that were added before."""
        with self._lock:
            if planned.times is None:
                self._lasting[planned.on] = planned
            else:
                self._planned[planned.on].extend([planned] * planned.times)

    def clear(self, on: CallKind | str = ALL) -> None:
        """Forget what was added for a kind of call, or for all; the random faults stay.

        Raises:
            ValueError: no such kind of call.
        """
        kinds = list(CallKind) if on == ALL else [CallKind(on)]
        with self._lock:
            for kind in kinds:
                self._planned.pop(kind, None)
                self._lasting.pop(kind, None)

    def take(self, kind: CallKind) -> PlannedFault | None:
        """Return the fault that the next call of this kind meets, if any."""
        with self._lock:
            if self._planned[kind]:
                return self._planned[kind].popleft()
            if kind in self._lasting:
                return self._lasting[kind]
            return self._at_random() if kind is CallKind.CANCEL else None

    def _at_random(self) -> PlannedFault | None:
        which, after = self._random.random(), self._random.random() < HALF
        if which < self._fail_rate:
            fault = Fault.ERROR_AFTER if after else Fault.ERROR_BEFORE
        elif which < self._fail_rate + self._lose_rate:
            fault = Fault.CUT_AFTER if after else Fault.CUT_BEFORE
        else:
            return None
        return PlannedFault(on=CallKind.CANCEL, fault=fault)
