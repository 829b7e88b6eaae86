"""One parameter through a range of values: ``hour_gap.time=0:1440:30``."""

from collections.abc import Mapping

from attrs import evolve, frozen

from order_domain.cancellation.rules import CancellationRules

TIME_LIMIT = "hour_gap.time"
MOST_VALUES = 10_000
_FORM = f"Expected {TIME_LIMIT}=START:STOP:STEP in minutes, such as {TIME_LIMIT}=0:1440:30"


class SweepError(ValueError):
    """A text that does not stand for a sweep."""


@frozen
class Sweep:
    """A time limit from ``start`` to ``stop``, which is in it when the steps meet it.

    Attributes:
        start: minutes, 0 or more.
        stop: minutes, not before ``start``.
        step: minutes, 1 or more.
    """

    start: int
    stop: int
    step: int

    @classmethod
    def parse(cls, text: str) -> "Sweep":
        """Read ``hour_gap.time=0:1440:30``.

        Raises:
            SweepError: with what is wrong, in one line.
        """
        parameter, equals, values = text.partition("=")
        if equals and parameter.strip() != TIME_LIMIT:
            raise SweepError(f"{parameter.strip()!r} cannot be swept. {_FORM}.")
        parts = [part.strip() for part in values.split(":")]
        if len(parts) != len(("start", "stop", "step")) or not all(map(_is_number, parts)):
            raise SweepError(f"{text!r} is no sweep. {_FORM}.")
        start, stop, step = map(int, parts)
        if step < 1:
            raise SweepError(f"{text!r}: the step must be 1 or more. {_FORM}.")
        if stop < start:
            raise SweepError(f"{text!r} stops before it starts. {_FORM}.")
        if (stop - start) // step >= MOST_VALUES:
            raise SweepError(f"{text!r} has more than {MOST_VALUES} values; take a longer step.")
        return cls(start, stop, step)

    @property
    def values(self) -> range:
        """The time limits, in minutes."""
        return range(self.start, self.stop + 1, self.step)

    def candidates(self, base: CancellationRules) -> Mapping[str, CancellationRules]:
        """Return ``base`` with each of the time limits in force, by ``hour_gap.time=30``."""
        return {
            f"{TIME_LIMIT}={minutes}": evolve(base, time_limit_is_active=True, time_limit=minutes)
            for minutes in self.values
        }


_MOST_DIGITS = 9


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
