"""How a cancellation that was left open has ended, for all that Omnitron shows.

Source: domain description, section 4, step 4. Omnitron is only read.
"""

from attrs import frozen

from order_domain.cancellation.outcomes import Accepted, CancelOutcome, NotSent, OutcomeUnknown
from order_domain.cancellation_records import AttemptState, CancellationAttempt
from order_domain.orders import Order
from order_domain.ports import (
    Omnitron,
    OmnitronGarbledError,
    OmnitronOrder,
    OmnitronUnavailableError,
)
from order_domain.use_cases.tell_omnitron import (
    ALREADY_CANCELLED,
    are_cancelled,
    items_are_cancelled,
)

__all__ = ["Found", "find_outcome"]

DIED_BEFORE_SENDING = "The cancellation broke off before Omnitron was told."
DIED_WHILE_SENDING = "The cancellation broke off while Omnitron was being told."


@frozen
class Found:
    """What reading Omnitron told of an attempt.

    Attributes:
        outcome: how it ended, for all that is known; None: it cannot be settled.
        is_sure: Omnitron was read, and has the order.
        problem: why a person should look at it; empty when nobody need.
    """

    outcome: CancelOutcome | None
    is_sure: bool
    problem: str = ""


def find_outcome(order: Order, attempt: CancellationAttempt, omnitron: Omnitron) -> Found:
    """Return how an attempt ended, for all that Omnitron shows."""
    missing = {line.order_item for line in attempt.selection.items} - {
        item.pk for item in order.items
    }
    if missing:
        problem = f"The order lacks what the attempt names: {', '.join(map(str, sorted(missing)))}."
        return Found(None, is_sure=False, problem=problem)
    try:
        there = omnitron.order(order.number)
    except OmnitronGarbledError as error:
        return Found(_without_word(attempt), is_sure=False, problem=str(error))
    except OmnitronUnavailableError:
        return Found(_without_word(attempt), is_sure=False)
    if there is None:
        problem = f"Omnitron does not know order {order.number}."
        return Found(_without_word(attempt), is_sure=False, problem=problem)
    if _is_cancelled(attempt, there):
        return Found(Accepted(ALREADY_CANCELLED), is_sure=True)
    return Found(_without_word(attempt), is_sure=True)


def _is_cancelled(attempt: CancellationAttempt, there: OmnitronOrder) -> bool:
    if attempt.sent:
        return are_cancelled(there, attempt.sent)
    return items_are_cancelled(there, attempt.selection)


def _without_word(attempt: CancellationAttempt) -> CancelOutcome:
    """How an attempt ended, for all that can be told without Omnitron showing it cancelled."""
    if attempt.state is AttemptState.CLAIMED:
        return NotSent(DIED_BEFORE_SENDING)
    return OutcomeUnknown(DIED_WHILE_SENDING)
