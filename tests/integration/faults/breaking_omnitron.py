"""How each row of the table "Omnitron" is brought about."""

from collections.abc import Callable
from typing import TypeAlias

from attrs import frozen

from order_adapters.omnitron.sandbox import CallKind, Fault
from order_entrypoints.bootstrap import make_omnitron

from .trial import Trial, configuration

LOGIN, READ, CANCEL = CallKind.LOGIN, CallKind.READ, CallKind.CANCEL
Act: TypeAlias = Callable[[Trial], None]

NOWHERE = "http://127.0.0.1:1/api/v1"
"""Nobody listens there."""

A_WHILE = "2"
"""Seconds that Omnitron is given where it hangs; elsewhere it is given plenty."""


def nothing(_: Trial) -> None:
    """Needs nothing."""


def forget(trial: Trial) -> None:
    trial.shop.there.forget(trial.order)


def remember(trial: Trial) -> None:
    trial.shop.there.take(trial.order)


def disguise(trial: Trial) -> None:
    trial.omnitron.show_status(trial.sold.number, "teleported")


def unmask(trial: Trial) -> None:
    trial.omnitron.show_status(trial.sold.number, None)


def cancel_there(trial: Trial) -> None:
    """The back office cancels the item at Omnitron itself."""
    omnitron = make_omnitron(configuration(trial.shop))
    there = omnitron.order(trial.sold.number)
    assert there is not None
    omnitron.cancel(there, {e.pk: 1 for e in there.items if e.remote_id == str(trial.item)})
    omnitron.close()


def fail_five_times(trial: Trial) -> None:
    """Let other cancellations fail until the circuit opens."""
    trial.omnitron.faults.add(on=READ, fault=Fault.ERROR_BEFORE, times=5)
    for sold in trial.shop.sell(5):
        assert Trial(trial.shop, trial.address, sold).cancel().status == 200


@frozen
class Breakage:
    """How Omnitron breaks.

    Attributes:
        on: the kind of call that meets ``fault``.
        then: what the next reading of the order meets, once the cancellation hangs.
        before: what happens before the customer cancels.
        after: what puts it right before recovery.
        url: where Omnitron is looked for, if not where it is.
    """

    on: CallKind = READ
    fault: Fault | None = None
    then: Fault | None = None
    before: Act = nothing
    after: Act = nothing
    timeout: str = "20"
    url: str | None = None


def hanging(on: CallKind, fault: Fault, then: Fault | None = None) -> Breakage:
    return Breakage(on, fault, then, timeout=A_WHILE)


SAID = {
    "refuses": Fault.REFUSE,
    "answers 500": Fault.ERROR_BEFORE,
    "acts and answers 500": Fault.ERROR_AFTER,
    "cuts the line": Fault.CUT_BEFORE,
    "acts and cuts the line": Fault.CUT_AFTER,
    "answers garbage": Fault.GARBAGE_BEFORE,
    "acts and answers garbage": Fault.GARBAGE,
    "expires the token": Fault.EXPIRE_TOKEN,
}
"""What the sandbox does by itself, at once."""

CALLS = {"logging in": LOGIN, "reading the order": READ, "cancelling": CANCEL}

BREAKAGES = {
    ("is not there", "logging in"): Breakage(url=NOWHERE),
    ("hangs", "logging in"): hanging(LOGIN, Fault.HOLD_BEFORE),
    ("hangs", "reading the order"): hanging(READ, Fault.HOLD_BEFORE),
    ("does not know the order", "reading the order"): Breakage(before=forget, after=remember),
    ("shows an unknown status", "reading the order"): Breakage(before=disguise, after=unmask),
    ("has cancelled it already", "reading the order"): Breakage(before=cancel_there),
    ("was given up (circuit open)", "reading the order"): Breakage(before=fail_five_times),
    ("hangs and never acts", "cancelling"): hanging(CANCEL, Fault.HANG_BEFORE),
    ("acts and hangs", "cancelling"): hanging(CANCEL, Fault.HOLD_AFTER),
    ("hangs and acts later", "cancelling"): hanging(CANCEL, Fault.HOLD_BEFORE),
    ("acts and hangs, then answers 500", "reading it again"): hanging(
        CANCEL, Fault.HOLD_AFTER, Fault.ERROR_BEFORE
    ),
    ("acts and hangs, then expires the token", "reading it again"): hanging(
        CANCEL, Fault.HOLD_AFTER, Fault.EXPIRE_TOKEN
    ),
}


def breakage(what: str, when: str) -> Breakage:
    """Return how a row comes about."""
    if (what, when) in BREAKAGES:
        return BREAKAGES[what, when]
    return Breakage(CALLS[when], SAID[what])
