"""What the policy decides, and why.

Each type says how much can still be done about a cancellation; there is no fourth.
"""

from enum import StrEnum
from typing import TypeAlias, assert_never

from attrs import field, frozen


class Effect(StrEnum):
    """What a reason does to a direct cancellation."""

    DEFERS = "defers"
    """The back office may still grant it: it becomes a request."""
    REFUSES = "refuses"
    """Nobody could grant it: nothing changes."""


@frozen
class Finding:
    """What a rule found in the facts.

    Attributes:
        code: the reason's stable name.
        effect: whether it defers or refuses.
        message: for the customer; ``{name}`` stands for the item's product name.
        line: the selected item it is about, by position from 0; None for the order.
    """

    code: str
    effect: Effect = field(converter=Effect)  # a rule of one's own may well say "refuses"
    message: str
    line: int | None = None


@frozen
class Reason:
    """Why a direct cancellation is not possible.

    Attributes:
        code: stable, for programs (``invoiced``).
        message: the documents' exact words, for people.
        order_item: pk of the order item it is about; None for the whole order.
        effect: whether it defers or refuses.
    """

    code: str
    message: str
    order_item: int | None
    effect: Effect


@frozen
class Direct:
    """The items can be cancelled at once, without a request."""


@frozen
class ByRequest:
    """The back office has to decide; ``reasons`` in the policy's order, at least one."""

    reasons: tuple[Reason, ...]


@frozen
class Refused:
    """Nothing can be done; ``reasons``, deferring ones included, in the policy's order."""

    reasons: tuple[Reason, ...]


Decision: TypeAlias = Direct | ByRequest | Refused


class Outcome(StrEnum):
    """What a decision comes to, as programs and the log name it."""

    DIRECT = "direct"
    REQUEST = "request"
    REFUSED = "refused"

    @property
    def rank(self) -> int:
        """The harder on the customer, the higher."""
        return _FROM_MILD_TO_HARD.index(self)


_FROM_MILD_TO_HARD = (Outcome.DIRECT, Outcome.REQUEST, Outcome.REFUSED)


def outcome_of(decision: Decision) -> Outcome:
    """Return the name of a decision's kind."""
    match decision:
        case Direct():
            return Outcome.DIRECT
        case ByRequest():
            return Outcome.REQUEST
        case Refused():
            return Outcome.REFUSED
        case _:
            assert_never(decision)


def reasons_of(decision: Decision) -> tuple[Reason, ...]:
    """Return a decision's reasons; a direct one has none."""
    return () if isinstance(decision, Direct) else decision.reasons
