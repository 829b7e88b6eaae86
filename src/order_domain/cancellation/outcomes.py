"""How telling Omnitron to cancel can end."""

from typing import TypeAlias

from attrs import frozen


@frozen
class Accepted:
    """Omnitron cancelled the items; ``note`` says what it answered."""

    note: str = ""


@frozen
class NotAccepted:
    """Omnitron refused; ``note`` says with which words."""

    note: str


@frozen
class NotSent:
    """Omnitron surely never heard of the cancellation.

    Attributes:
        note: why.
        unlisted: pks of order items whose units Omnitron turned out not to list one by one.
    """

    note: str
    unlisted: frozenset[int] = frozenset()


@frozen
class OutcomeUnknown:
    """Omnitron may have cancelled: no answer that can be trusted came; ``note`` says why."""

    note: str


CancelOutcome: TypeAlias = Accepted | NotAccepted | NotSent | OutcomeUnknown
"""How telling Omnitron ended."""
