"""Where calls come in at the sandbox: checked, broken as planned, and written down."""

from http import HTTPStatus
from threading import TIMEOUT_MAX, Event

from attrs import evolve, field, frozen

from order_adapters.omnitron.sandbox.bodies import items_in, remote_id_in
from order_adapters.omnitron.sandbox.calls import (
    Answer,
    CallKind,
    Cut,
    Received,
    RefusedError,
    Reply,
    Route,
    route_of,
)
from order_adapters.omnitron.sandbox.courses import COURSES, UNDISTURBED, Pause
from order_adapters.omnitron.sandbox.desk import Desk, Task
from order_adapters.omnitron.sandbox.faults import Fault, Faults, PlannedFault
from order_adapters.omnitron.sandbox.holds import Held, Holds
from order_adapters.omnitron.sandbox.ledger import LedgerEntry
from order_adapters.omnitron.sandbox.tokens import invalid_token
from order_domain.ports import StorageUnavailableError


@frozen(kw_only=True)
class Counter:
    """Answers calls; thread-safe.

    Attributes:
        latency: seconds before any call is looked at.
        hang: seconds between acting on a cancellation and answering it.
        stopped: set when the sandbox stops, which ends all waiting.
    """

    desk: Desk
    faults: Faults
    holds: Holds
    latency: float = 0.0
    hang: float = 0.0
    stopped: Event = field(factory=Event)

    def answer(self, received: Received) -> Answer:
        """Return what to send back, after the waiting that was asked for."""
        route = route_of(received)
        ledger = self.desk.ledger
        place = ledger.receive(_entry(received, route))
        self._wait(self.latency)
        if route is None:
            answer: Answer = Reply.of(HTTPStatus.NOT_FOUND, {"detail": "Not found."})
        else:
            answer = self._checked(Task(route, received, place))
        if isinstance(answer, Reply):
            ledger.note_status(place, answer.status)
        return answer

    def _checked(self, task: Task) -> Answer:
        """Faults hit calls that got past the log-in, so that none is spent on a 401."""
        kind = task.route.kind
        try:
            if kind is not CallKind.LOGIN:
                self.desk.tokens.check(task.received.authorization)
            planned = self.faults.take(kind)
            if planned is not None and planned.fault is Fault.EXPIRE_TOKEN:
                return self._with_expired_token(task)
            return self._broken(task, planned)
        except RefusedError as refusal:
            return refusal.reply
        except StorageUnavailableError:
            return Reply.of(HTTPStatus.SERVICE_UNAVAILABLE, {"detail": "No database."})

    def _with_expired_token(self, task: Task) -> Answer:
        self.desk.tokens.expire()
        if task.route.kind is CallKind.LOGIN:
            return self.desk.carry_out(task)
        raise invalid_token()

    def _broken(self, task: Task, planned: PlannedFault | None) -> Answer:
        course = UNDISTURBED if planned is None else COURSES[planned.fault]
        self._pause(task, planned, course.before)
        if self.stopped.is_set():
            return Cut()  # what waited to be acted on is not, any more
        reply = self.desk.carry_out(task) if course.acts else None
        self._pause(task, planned, course.after)
        if task.route.kind is CallKind.CANCEL and course.before is None and course.after is None:
            self._wait(self.hang)
        return course.answer or reply or Cut()

    def _pause(self, task: Task, planned: PlannedFault | None, pause: Pause | None) -> None:
        if planned is None or pause is None:
            return
        if pause is Pause.SECONDS:
            self._wait(planned.seconds)
        else:
            call = Held(on=task.route.kind, fault=planned.fault, place=task.place)
            self.holds.hold(call, planned.seconds)

    def _wait(self, seconds: float) -> None:
        if seconds:
            self.stopped.wait(min(seconds, TIMEOUT_MAX))


def _entry(received: Received, route: Route | None) -> LedgerEntry:
    entry = LedgerEntry(
        kind=None if route is None else route.kind, method=received.method, target=received.target
    )
    if route is not None and route.kind is CallKind.CANCEL:
        return evolve(entry, order=route.numbers[0], items=items_in(received.body))
    if route is not None and route.kind is CallKind.REQUEST:
        return evolve(entry, remote_id=remote_id_in(received.body))
    return entry
