"""What orders in memory leave to be done."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from threading import Lock

from attrs import evolve

from order_adapters.memory.orders import InMemoryOrders
from order_domain.cancellation_records import CancellationRequest
from order_domain.ports import KnownRequest, SetAside, Task, TaskKind, Waiting
from order_domain.statuses import CancellationRequestStatus


def _time(ready: tuple[datetime, Task]) -> datetime:
    return ready[0]


class InMemoryWorklist:
    """Hands out tasks (port :class:`order_domain.ports.Worklist`)."""

    def __init__(self, orders: InMemoryOrders) -> None:
        """Hand out what these orders leave to be done."""
        self._orders = orders
        self._lock = Lock()
        self._due: dict[tuple[TaskKind, str], datetime] = {}
        self._told: set[str] = set()
        self._aside: dict[tuple[TaskKind, str], SetAside] = {}

    def take_attempts(self, now: datetime, lease: timedelta, most: int) -> tuple[Task, ...]:
        """Take attempts that are under way and were claimed at least a lease ago."""
        attempts = [
            (attempt.claimed_at + lease, Task(TaskKind.ATTEMPT, attempt.id, order.pk))
            for order in self._orders.all()
            for attempt in order.attempts
            if attempt.is_under_way
        ]
        return self._take(sorted(attempts, key=_time), now, lease, most)

    def take_requests(self, now: datetime, lease: timedelta, most: int) -> tuple[Task, ...]:
        """Take open requests that the back office has not been told of, oldest first."""
        requests = [
            (request.created_date, Task(TaskKind.REQUEST, request.uuid, order_pk))
            for order_pk, request in self._untold()
        ]
        # Due at once, whatever its date says.
        ready = [(min(created, now), task) for created, task in sorted(requests, key=_time)]
        return self._take(ready, now, lease, most)

    def put_off(self, task: Task, until: datetime) -> None:
        """Hand the task out again at ``until``, and not before.

        Raises:
            ValueError: an update, which is not handed out.
        """
        if task.kind is TaskKind.UPDATE:
            raise ValueError(f"A task of kind {task.kind} is not handed out.")
        with self._lock:
            self._due[task.kind, task.key] = until

    def told(self, task: Task) -> None:
        """Note that the back office knows of this request: never hand it out again."""
        with self._lock:
            self._told.add(task.key)

    def known_requests(self, uuids: Collection[str]) -> Mapping[str, KnownRequest]:
        """Return what is kept of these requests, by uuid; without unknown ones."""
        return {
            request.uuid: KnownRequest(order_pk, request.status, request.uuid in self._told)
            for order_pk, request in self._requests()
            if request.uuid in uuids
        }

    def set_aside(self, record: SetAside) -> bool:
        """Put a record on the list for a person; tell whether it is news there."""
        with self._lock:
            known = self._aside.get((record.kind, record.key))
            since = record.since if known is None else known.since
            self._aside[record.kind, record.key] = evolve(record, since=since)
        return known is None or known.problem != record.problem

    def clear(self, kind: TaskKind, key: str) -> None:
        """Take a record off that list; nothing happens when it is not on it."""
        with self._lock:
            self._aside.pop((kind, key), None)

    def stuck(self) -> tuple[SetAside, ...]:
        """Return the list for a person, oldest first."""
        with self._lock:
            return tuple(
                sorted(self._aside.values(), key=lambda one: (one.since, one.kind, one.key))
            )

    def waiting(self) -> Waiting:
        """Count what is still to be done."""
        attempts = [attempt for order in self._orders.all() for attempt in order.attempts]
        return Waiting(
            attempts=sum(attempt.is_under_way for attempt in attempts),
            requests=sum(1 for _ in self._untold()),
            set_aside=len(self._aside),
        )

    def _take(
        self, ready: list[tuple[datetime, Task]], now: datetime, lease: timedelta, most: int
    ) -> tuple[Task, ...]:
        with self._lock:
            due = [
                task
                for ready_at, task in ready
                if self._due.get((task.kind, task.key), ready_at) <= now
            ][:most]
            self._due.update({(task.kind, task.key): now + lease for task in due})
        return tuple(due)

    def _requests(self) -> Iterator[tuple[int, CancellationRequest]]:
        for order in self._orders.all():
            for item in order.items:
                for request in item.cancellation_requests:
                    yield order.pk, request

    def _untold(self) -> Iterator[tuple[int, CancellationRequest]]:
        for order_pk, request in self._requests():
            is_new = request.status is CancellationRequestStatus.OPEN
            if is_new and request.uuid not in self._told:
                yield order_pk, request
