"""What goes wrong at the sandbox: programmed call by call, or now and then at random."""

from collections import defaultdict, deque
from enum import StrEnum
from random import Random
from threading import Lock

from attrs import field, frozen, validators

from order_adapters.omnitron.sandbox.calls import CallKind

HALF = 0.5
MOST_TIMES = 100_000


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
    GARBAGE = "garbage"
    """Acted on, and answered with 200 and a page that is no JSON."""
    EXPIRE_TOKEN = "expire_token"  # noqa: S105 the name of a fault
    """Every token so far becomes invalid before this call is looked at."""


@frozen(kw_only=True)
class PlannedFault:
    """A fault for calls to come (the body of ``POST /sandbox/faults``).

    Attributes:
        on: the kind of call that it hits.
        times: how many calls; at least 1, at most ``MOST_TIMES``.
        seconds: how long ``HANG`` takes.
    """

    on: CallKind = field(converter=CallKind)
    fault: Fault = field(converter=Fault)
    times: int = field(default=1, validator=[validators.ge(1), validators.le(MOST_TIMES)])
    seconds: float = field(default=30.0, validator=validators.ge(0))


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
        self._lock = Lock()

    def add(
        self, *, on: CallKind | str, fault: Fault | str, times: int = 1, seconds: float = 30.0
    ) -> None:
        """Break the next calls of a kind, after those that were added before.

        Args:
            on: "login", "read", "cancel", "address", "request" or "updates".
            fault: how to break them.
            times: how many calls.
            seconds: how long ``HANG`` takes.

        Raises:
            ValueError: no such kind of call or fault, or a number out of range.
        """
        self.plan(PlannedFault(on=on, fault=fault, times=times, seconds=seconds))

    def plan(self, planned: PlannedFault) -> None:
        """Break the next calls of a kind, after those that were added before."""
        with self._lock:
            self._planned[planned.on].extend([planned] * planned.times)

    def clear(self) -> None:
        """Forget what was added; the random faults stay."""
        with self._lock:
            self._planned.clear()

    def take(self, kind: CallKind) -> PlannedFault | None:
        """Return the fault that the next call of this kind meets, if any."""
        with self._lock:
            if self._planned[kind]:
                return self._planned[kind].popleft()
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
