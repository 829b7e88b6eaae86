"""What is still to be done about cancellations, handed out to whoever does it."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from attrs import frozen

from order_domain.statuses import CancellationRequestStatus


class TaskKind(StrEnum):
    """What is to be done."""

    ATTEMPT = "attempt"
    """A direct cancellation whose end is open is to be finished."""
    REQUEST = "request"
    """A new request is to be handed to the back office."""
    UPDATE = "update"
    """A word of the back office is to be followed. Never handed out; only set aside."""


@frozen
class Task:
    """Something to be done about an order.

    Attributes:
        key: id of the attempt, or uuid of the request.
    """

    kind: TaskKind
    key: str
    order_pk: int


@frozen(kw_only=True)
class SetAside:
    """Something that only a person can clear up.

    Attributes:
        key: id of the attempt, or uuid of the request.
        order_number: empty when not known.
        problem: what is in the way.
        since: when it was first met.
    """

    kind: TaskKind
    key: str
    order_number: str
    problem: str
    since: datetime


@frozen
class KnownRequest:
    """A request that is kept.

    Attributes:
        is_told: the back office is noted to know of it.
    """

    order_pk: int
    status: CancellationRequestStatus
    is_told: bool = False


@frozen(kw_only=True)
class Waiting:
    """How much is still to be done.

    Attributes:
        attempts: direct cancellations whose end is open.
        requests: open requests that the back office has not been told of.
        set_aside: records that a person should look at.
    """

    attempts: int
    requests: int
    set_aside: int


class Worklist(Protocol):
    """Hands out what the kept orders leave to be done, each task to one at a time.

    Whoever takes a task has it for a lease: it is not handed out again before. A task
    whose taker dies is handed out again after. Any method may raise
    ``StorageUnavailableError``; nothing is changed then.
    """

    def take_attempts(self, now: datetime, lease: timedelta, most: int) -> tuple[Task, ...]:
        """Take attempts that are under way and were claimed at least a lease ago.

        Those of the order cancelled longest ago come first.
        """
        ...

    def take_requests(self, now: datetime, lease: timedelta, most: int) -> tuple[Task, ...]:
        """Take open requests that the back office has not been told of, oldest first."""
        ...

    def put_off(self, task: Task, until: datetime) -> None:
        """Hand the task out again at ``until``, and not before."""
        ...

    def told(self, task: Task) -> None:
        """Note that the back office knows of this request: never hand it out again."""
        ...

    def known_requests(self, uuids: Collection[str]) -> Mapping[str, KnownRequest]:
        """Return what is kept of these requests, by uuid; without unknown ones."""
        ...

    def set_aside(self, record: SetAside) -> bool:
        """Put a record on the list for a person; one of its kind and key keeps its ``since``.

        Returns:
            Whether this is news: it was not there, or with another problem.
        """
        ...

    def clear(self, kind: TaskKind, key: str) -> None:
        """Take a record off that list; nothing happens when it is not on it."""
        ...

    def stuck(self) -> tuple[SetAside, ...]:
        """Return the list for a person, oldest first."""
        ...

    def waiting(self) -> Waiting:
        """Count what is still to be done."""
        ...
