"""What the orders in a SQL database leave to be done.

A task is taken by moving the time at which it is due: whoever does that has it. On
PostgreSQL rows that somebody else is just taking are skipped; on SQLite one writer
writes at a time.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from attrs import asdict
from sqlalchemy import (
    Column,
    ColumnElement,
    Engine,
    Table,
    Update,
    and_,
    bindparam,
    delete,
    false,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from order_adapters.sqlalchemy.column_types import UtcDateTime
from order_adapters.sqlalchemy.limits import can_hold
from order_adapters.sqlalchemy.log_tables import set_aside
from order_adapters.sqlalchemy.tables import cancellation_attempts, cancellation_requests
from order_adapters.sqlalchemy.transactions import reading, writing
from order_domain.cancellation_records import UNDER_WAY
from order_domain.ports import KnownRequest, SetAside, Task, TaskKind, Waiting
from order_domain.statuses import CancellationRequestStatus

_attempts, _requests = cancellation_attempts.c, cancellation_requests.c

_IS_UNDER_WAY = _attempts.state.in_([state.value for state in UNDER_WAY])
_IS_UNTOLD = and_(
    _requests.status == CancellationRequestStatus.OPEN.value, _requests.is_told == false()
)
_DUE_ATTEMPTS = and_(
    _IS_UNDER_WAY,
    or_(
        and_(_attempts.due_at.is_(None), _attempts.claimed_at <= bindparam("a_lease_ago")),
        _attempts.due_at <= bindparam("now"),
    ),
)
_DUE_REQUESTS = and_(
    _IS_UNTOLD, or_(_requests.due_at.is_(None), _requests.due_at <= bindparam("now"))
)


def _taking(
    table: Table, key: Column[str], is_due: ColumnElement[bool], age: Column[datetime]
) -> ReturningUpdate[str, int, datetime]:
    # In a WITH, which PostgreSQL carries out once: a subquery is asked again for each row by
    # some plans, and then takes more than the limit.
    due = (
        select(key.label("key"))
        .where(is_due)
        .order_by(age)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    return (
        update(table)
        .where(key.in_(select(due.c.key)))
        .values(due_at=bindparam("until"))
        .returning(key, table.c.order_pk, age)
    )


def _putting_off(table: Table, key: Column[str]) -> Update:
    return update(table).where(key == bindparam("task")).values(due_at=bindparam("until"))


_TAKE_ATTEMPTS = _taking(cancellation_attempts, _attempts.id, _DUE_ATTEMPTS, _attempts.claimed_at)
_TAKE_REQUESTS = _taking(
    cancellation_requests, _requests.uuid, _DUE_REQUESTS, _requests.created_date
)
_PUT_OFF = {
    TaskKind.ATTEMPT: _putting_off(cancellation_attempts, _attempts.id),
    TaskKind.REQUEST: _putting_off(cancellation_requests, _requests.uuid),
}
_TOLD = (
    update(cancellation_requests).where(_requests.uuid == bindparam("task")).values(is_told=True)
)
_KNOWN = select(_requests.uuid, _requests.order_pk, _requests.status, _requests.is_told).where(
    _requests.uuid.in_(bindparam("uuids", expanding=True))
)
_STUCK = select(set_aside).order_by(set_aside.c.since, set_aside.c.kind, set_aside.c.key)
_SET_ASIDE = text(
    "INSERT INTO set_aside (kind, key, order_number, problem, since)"
    " VALUES (:kind, :key, :order_number, :problem, :since)"
    " ON CONFLICT (kind, key) DO UPDATE"
    " SET order_number = excluded.order_number, problem = excluded.problem"
    " WHERE set_aside.problem <> excluded.problem RETURNING key"
).bindparams(bindparam("since", type_=UtcDateTime))
_CLEAR = delete(set_aside).where(
    set_aside.c.kind == bindparam("of_kind"), set_aside.c.key == bindparam("of_key")
)
_COUNT = select(
    select(func.count()).select_from(cancellation_attempts).where(_IS_UNDER_WAY).scalar_subquery(),
    select(func.count()).select_from(cancellation_requests).where(_IS_UNTOLD).scalar_subquery(),
    select(func.count()).select_from(set_aside).scalar_subquery(),
)


class SqlWorklist:
    """Hands out tasks (port :class:`order_domain.ports.Worklist`)."""

    def __init__(self, engine: Engine) -> None:
        """Use a migrated database."""
        self._engine = engine

    def take_attempts(self, now: datetime, lease: timedelta, most: int) -> tuple[Task, ...]:
        """Take attempts that are under way and were claimed at least a lease ago."""
        times = {"now": now, "a_lease_ago": now - lease, "until": now + lease}
        return self._take(TaskKind.ATTEMPT, _TAKE_ATTEMPTS, {**times, "most": most})

    def take_requests(self, now: datetime, lease: timedelta, most: int) -> tuple[Task, ...]:
        """Take open requests that the back office has not been told of, oldest first."""
        times = {"now": now, "until": now + lease}
        return self._take(TaskKind.REQUEST, _TAKE_REQUESTS, {**times, "most": most})

    def put_off(self, task: Task, until: datetime) -> None:
        """Hand the task out again at ``until``, and not before.

        Raises:
            ValueError: an update, which is not handed out.
        """
        if task.kind not in _PUT_OFF:
            raise ValueError(f"A task of kind {task.kind} is not handed out.")
        with writing(self._engine) as connection:
            connection.execute(_PUT_OFF[task.kind], {"task": task.key, "until": until})

    def told(self, task: Task) -> None:
        """Note that the back office knows of this request: never hand it out again."""
        with writing(self._engine) as connection:
            connection.execute(_TOLD, {"task": task.key})

    def known_requests(self, uuids: Collection[str]) -> Mapping[str, KnownRequest]:
        """Return what is kept of these requests, by uuid; without unknown ones."""
        possible = [uuid for uuid in uuids if can_hold(uuid)]
        with reading(self._engine) as connection:
            rows = connection.execute(_KNOWN, {"uuids": possible}).all()
        return {
            row.uuid: KnownRequest(
                row.order_pk, CancellationRequestStatus.parse(row.status), row.is_told
            )
            for row in rows
        }

    def set_aside(self, record: SetAside) -> bool:
        """Put a record on the list for a person; tell whether it is news there."""
        with writing(self._engine) as connection:
            news = connection.execute(_SET_ASIDE, asdict(record)).one_or_none()
        return news is not None

    def clear(self, kind: TaskKind, key: str) -> None:
        """Take a record off that list; nothing happens when it is not on it."""
        with writing(self._engine) as connection:
            connection.execute(_CLEAR, {"of_kind": kind.value, "of_key": key})

    def stuck(self) -> tuple[SetAside, ...]:
        """Return the list for a person, oldest first."""
        with reading(self._engine) as connection:
            rows = connection.execute(_STUCK).all()
        return tuple(
            SetAside(
                kind=TaskKind(row.kind),
                key=row.key,
                order_number=row.order_number,
                problem=row.problem,
                since=row.since,
            )
            for row in rows
        )

    def waiting(self) -> Waiting:
        """Count what is still to be done."""
        with reading(self._engine) as connection:
            attempts, requests, aside = connection.execute(_COUNT).one()
        return Waiting(attempts=attempts, requests=requests, set_aside=aside)

    def _take(
        self,
        kind: TaskKind,
        statement: ReturningUpdate[str, int, datetime],
        values: Mapping[str, object],
    ) -> tuple[Task, ...]:
        with writing(self._engine) as connection:
            rows = sorted(connection.execute(statement, values).all(), key=lambda row: row[2])
        return tuple(Task(kind, row[0], row[1]) for row in rows)
