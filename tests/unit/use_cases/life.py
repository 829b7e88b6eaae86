"""A world for cancellations in which anything may happen between any two steps.

The ports of :mod:`unit.use_cases.shop`. Before each step that others can see, and after it
before its caller learns of it, whoever calls stands still, for anything to happen.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta
from enum import Enum, auto

from attrs import define, evolve

from order_adapters.memory import InMemoryWorklist
from order_domain.cancellation.outcomes import (
    Accepted,
    CancelOutcome,
    NotAccepted,
    NotSent,
    OutcomeUnknown,
)
from order_domain.cancellation_records import CancellationRequest
from order_domain.decisions import LoggedDecision
from order_domain.orders import Order
from order_domain.ports import (
    KnownRequest,
    OmnitronGarbledError,
    OmnitronOrder,
    OmnitronUnavailableError,
    RequestRefused,
    RequestTaken,
    RequestUpdate,
    SetAside,
    Task,
    TaskKind,
    UnreadableUpdate,
    Updates,
)
from order_domain.statuses import CANCELLED, OrderStatus
from order_domain.statuses import CancellationRequestStatus as Status
from unit.use_cases.shop import BusyOmnitron, BusyOrders, listed

StandStill = Callable[[str], None]
"""Called between two steps, with what the last or next one is about."""

DATABASE, OMNITRON, POST = "database", "Omnitron", "post"


def go_on(_: str) -> None:
    """Nothing happens."""


class Post(Enum):
    """What becomes of a cancellation that is sent to Omnitron."""

    ACCEPTED = auto()
    ACCEPTED_SHOWN_LATER = auto()
    REFUSED = auto()
    NOT_SENT = auto()
    LOST = auto()
    """Omnitron never got it, and nobody can tell."""
    ANSWER_LOST = auto()
    ANSWER_LOST_SHOWN_LATER = auto()
    ACTED_LATER = auto()
    """The answer is lost, and Omnitron acts some time after."""


HIDDEN = frozenset({Post.ACCEPTED_SHOWN_LATER, Post.ANSWER_LOST_SHOWN_LATER, Post.ACTED_LATER})
ANSWERS: Mapping[Post, CancelOutcome] = {
    Post.ACCEPTED: Accepted("ok"),
    Post.ACCEPTED_SHOWN_LATER: Accepted("ok"),
    Post.REFUSED: NotAccepted("no"),
    Post.NOT_SENT: NotSent("no connection"),
}


class LifeOrders(BusyOrders):
    """Orders whose database may fail before a save, or lose the word of it."""

    def __init__(self, orders: Iterable[Order]) -> None:
        self.stand_still: StandStill = go_on
        super().__init__(orders)

    def by_pk(self, pk: int) -> Order | None:
        self.stand_still(DATABASE)
        return super().by_pk(pk)

    def by_number(self, number: str) -> Order | None:
        self.stand_still(DATABASE)
        return super().by_number(number)

    def save(
        self, order: Order, *, was: Order | None = None, decision: LoggedDecision | None = None
    ) -> Order:
        self.stand_still(DATABASE)
        saved = super().save(order, was=was, decision=decision)
        self.stand_still(DATABASE)
        return saved


class LifeWorklist(InMemoryWorklist):
    """A list whose user may die, or lose its database, at each call."""

    stand_still: StandStill = staticmethod(go_on)

    def take_attempts(self, now: datetime, lease: timedelta, most: int) -> tuple[Task, ...]:
        taken = super().take_attempts(now, lease, most)
        self.stand_still(DATABASE)
        return taken

    def take_requests(self, now: datetime, lease: timedelta, most: int) -> tuple[Task, ...]:
        taken = super().take_requests(now, lease, most)
        self.stand_still(DATABASE)
        return taken

    def put_off(self, task: Task, until: datetime) -> None:
        self.stand_still(DATABASE)
        super().put_off(task, until)

    def told(self, task: Task) -> None:
        self.stand_still(DATABASE)
        super().told(task)

    def known_requests(self, uuids: Collection[str]) -> Mapping[str, KnownRequest]:
        self.stand_still(DATABASE)
        return super().known_requests(uuids)

    def set_aside(self, record: SetAside) -> bool:
        self.stand_still(DATABASE)
        return super().set_aside(record)

    def clear(self, kind: TaskKind, key: str) -> None:
        self.stand_still(DATABASE)
        super().clear(kind, key)


@define
class Sent:
    """A cancellation that reached Omnitron and was not refused."""

    number: str
    entries: frozenset[int]
    was_hidden: bool


@define
class Weather:
    """What is wrong with Omnitron now.

    Attributes:
        post: what becomes of the next cancellation.
        page_size: of the updates.
    """

    is_down: bool = False
    garbled: frozenset[str] = frozenset()
    unknown: frozenset[str] = frozenset()
    refuses_requests: bool = False
    garbles_requests: bool = False
    post: Post = Post.ACCEPTED
    page_size: int = 2


class LifeOmnitron(BusyOmnitron):
    """An Omnitron with a back office, of which any call may go wrong.

    Attributes:
        truth: how the orders really are there; what is shown may lag behind.
        late: what it will still do.
        sent: the cancellations that it got, and did not refuse.
        sent_again: entries that it was told to cancel though it may have cancelled them.
        office: our requests as the back office has them.
    """

    def __init__(self, orders: Iterable[Order]) -> None:
        super().__init__()
        self.stand_still: StandStill = go_on
        self.weather = Weather()
        self.truth = {order.number: listed(order) for order in orders}
        self.shown = dict(self.truth)
        self.late: list[tuple[str, frozenset[int]]] = []
        self.sent: list[Sent] = []
        self.sent_again: list[int] = []
        self.office: dict[str, Status] = {}

    def order(self, number: str) -> OmnitronOrder | None:
        self.stand_still(OMNITRON)
        self.check_is_up()
        if number in self.weather.garbled:
            raise OmnitronGarbledError("status: Expected a status, got 'eaten'.")
        found = None if number in self.weather.unknown else self.shown[number]
        self.stand_still(OMNITRON)
        return found

    def cancel(self, order: OmnitronOrder, reasons: dict[int, int]) -> CancelOutcome:
        self.stand_still(POST)
        answer = self._post(order.number, frozenset(reasons))
        self.stand_still(OMNITRON)
        return answer

    def _post(self, number: str, entries: frozenset[int]) -> CancelOutcome:
        before = {pk for post in self.sent if post.number == number for pk in post.entries}
        self.sent_again += sorted(entries & before)
        post = Post.NOT_SENT if self.weather.is_down else self.weather.post
        if post not in {Post.REFUSED, Post.NOT_SENT}:
            self.sent.append(Sent(number, entries, was_hidden=post in HIDDEN))
        if post is Post.ACTED_LATER:
            self.late.append((number, entries))
        elif post not in {Post.REFUSED, Post.NOT_SENT, Post.LOST}:
            self.act(number, entries, is_shown=post not in HIDDEN)
        return ANSWERS.get(post, OutcomeUnknown("timed out"))

    def act(self, number: str, entries: Collection[int], *, is_shown: bool) -> None:
        """Cancel entries."""
        there = self.truth[number]
        items = tuple(
            evolve(item, status=OrderStatus.CANCELED) if item.pk in entries else item
            for item in there.items
        )
        self.truth[number] = evolve(there, items=items)
        if is_shown:
            self.shown[number] = self.truth[number]

    def catch_up(self) -> None:
        """Do all that is late, and show everything."""
        for number, entries in self.late:
            self.act(number, entries, is_shown=True)
        self.late.clear()
        self.shown = dict(self.truth)

    def are_cancelled(self, number: str, entries: Collection[int]) -> bool:
        """Whether these entries really are cancelled."""
        return all(
            item.status in CANCELLED for item in self.truth[number].items if item.pk in entries
        )

    def send_request(self, request: CancellationRequest) -> RequestTaken | RequestRefused:
        self.stand_still(OMNITRON)
        self.check_is_up()
        if self.weather.garbles_requests:
            raise OmnitronGarbledError("Expected an object.")
        was_known = request.uuid in self.office
        if self.weather.refuses_requests and not was_known:
            return RequestRefused("reason: Invalid pk.")
        self.office.setdefault(request.uuid, Status.OPEN)
        self.stand_still(OMNITRON)
        return RequestTaken(was_known=was_known)

    def updates(self, page: int) -> Updates:
        self.stand_still(OMNITRON)
        self.check_is_up()
        moved: list[RequestUpdate | UnreadableUpdate] = [
            RequestUpdate(uuid, status)
            for uuid, status in self.office.items()
            if status is not Status.OPEN
        ]
        if self.weather.garbles_requests:
            moved.append(UnreadableUpdate("", "Expected an object."))
        moved.append(RequestUpdate("of-another-shop", Status.REJECTED))
        end = page * self.weather.page_size
        found = Updates(tuple(moved[end - self.weather.page_size : end]), has_next=end < len(moved))
        self.stand_still(OMNITRON)
        return found

    def check_is_up(self) -> None:
        if self.weather.is_down:
            raise OmnitronUnavailableError("No connection.")
