"""The course that a call takes under each fault."""

from collections.abc import Mapping
from enum import Enum, auto
from http import HTTPStatus

from attrs import frozen

from order_adapters.omnitron.sandbox.calls import Answer, Cut, Reply
from order_adapters.omnitron.sandbox.faults import Fault


class Pause(Enum):
    """What a call waits for."""

    SECONDS = auto()
    RELEASE = auto()


@frozen(kw_only=True)
class Course:
    """What happens to a call.

    Attributes:
        before: what it waits for before it is acted on.
        acts: whether it is acted on.
        after: what it waits for after that.
        answer: is sent whatever there would have been to say; None: that.
    """

    before: Pause | None = None
    acts: bool = True
    after: Pause | None = None
    answer: Answer | None = None


_ERROR = Reply.of(HTTPStatus.INTERNAL_SERVER_ERROR, {"detail": "A server error occurred."})
_GARBAGE = Reply(HTTPStatus.OK, b"<!doctype html><title>Welcome</title>")
_REFUSAL = Reply.of(
    HTTPStatus.BAD_REQUEST,
    {"non_field_errors": ["Refused by the sandbox."], "code": "sandbox_refused"},
)

UNDISTURBED = Course()

COURSES: Mapping[Fault, Course] = {
    Fault.REFUSE: Course(acts=False, answer=_REFUSAL),
    Fault.ERROR_BEFORE: Course(acts=False, answer=_ERROR),
    Fault.ERROR_AFTER: Course(answer=_ERROR),
    Fault.CUT_BEFORE: Course(acts=False, answer=Cut()),
    Fault.CUT_AFTER: Course(answer=Cut()),
    Fault.HANG: Course(after=Pause.SECONDS),
    Fault.HANG_BEFORE: Course(before=Pause.SECONDS, acts=False, answer=Cut()),
    Fault.ACT_LATE: Course(before=Pause.SECONDS),
    Fault.HOLD_BEFORE: Course(before=Pause.RELEASE),
    Fault.HOLD_AFTER: Course(after=Pause.RELEASE),
    Fault.GARBAGE_BEFORE: Course(acts=False, answer=_GARBAGE),
    Fault.GARBAGE: Course(answer=_GARBAGE),
}
"""All but ``EXPIRE_TOKEN``, which is over before a call is looked at."""
