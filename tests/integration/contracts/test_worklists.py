"""The list of what is to be done, in the databases."""

from datetime import timedelta

import pytest
from attrs import evolve
from sqlalchemy import Connection, Engine, event, select

from integration.counting import counted
from order_adapters.sqlalchemy import SqlOrders, SqlWorklist
from order_adapters.sqlalchemy.tables import cancellation_attempts
from order_domain.ports import Task, TaskKind
from order_entrypoints.testing.contracts import WorklistContract
from order_entrypoints.testing.contracts.worklist_orders import DUE, LEASE, MOST, with_requests
from order_entrypoints.testing.contracts.worklist_tasks import keys
from order_entrypoints.testing.samples import NOW, attempt, order


class TestInSql(WorklistContract):
    @pytest.fixture
    def orders(self, engine: Engine) -> SqlOrders:
        return SqlOrders(engine)

    @pytest.fixture
    def worklist(self, engine: Engine) -> SqlWorklist:
        return SqlWorklist(engine)


def with_tasks(engine: Engine, count: int) -> SqlWorklist:
    """A list of as many attempts, each on an order of its own."""
    orders = SqlOrders(engine)
    for pk in range(1, count + 1):
        orders.add(order(pk, attempts=(attempt(f"a{pk}", pk * 100 + 1),)))
    return SqlWorklist(engine)


def test_a_taker_does_not_wait_for_one_that_is_just_taking(postgres_engine: Engine) -> None:
    # given: somebody else is in the midst of taking two
    worklist = with_tasks(postgres_engine, 5)
    two = cancellation_attempts.c.id.in_(["a1", "a3"])
    with postgres_engine.connect() as other, other.begin():
        other.execute(select(cancellation_attempts).where(two).with_for_update())

        # when
        taken = worklist.take_attempts(DUE, LEASE, MOST)

        # then
        assert keys(taken) == {"a2", "a4", "a5"}
    assert keys(worklist.take_attempts(DUE, LEASE, MOST)) == {"a1", "a3"}


def test_an_order_that_is_just_being_saved_hinders_no_taker_of_others(
    postgres_engine: Engine,
) -> None:
    worklist = with_tasks(postgres_engine, 3)
    with postgres_engine.connect() as other, other.begin():
        changed = cancellation_attempts.update().values(state="sending")
        other.execute(changed.where(cancellation_attempts.c.id == "a1"))

        assert keys(worklist.take_attempts(DUE, LEASE, MOST)) == {"a2", "a3"}


def test_no_more_are_taken_than_wanted_whatever_the_plan(postgres_engine: Engine) -> None:
    worklist = with_tasks(postgres_engine, 10)

    @event.listens_for(postgres_engine, "begin")
    def leave_only_nested_loops(connection: Connection) -> None:
        for kind in ("hashjoin", "mergejoin", "material", "hashagg", "indexscan", "bitmapscan"):
            connection.exec_driver_sql(f"SET LOCAL enable_{kind} = off")

    assert [len(worklist.take_attempts(DUE, LEASE, 2)) for _ in range(6)] == [2] * 5 + [0]


def test_those_that_are_taken_together_come_oldest_first(engine: Engine) -> None:
    # given: neither the order in which they were kept nor its reverse
    orders, worklist = SqlOrders(engine), SqlWorklist(engine)
    ages = {pk: pk * 7 % 31 for pk in range(1, 31)}
    for pk, age in ages.items():
        at = NOW - timedelta(minutes=age)
        claimed = attempt(f"{pk}", pk * 100 + 1, claimed_at=at)
        orders.add(evolve(with_requests(pk, f"{pk}", created=at), attempts=(claimed,)))

    # when
    attempts = worklist.take_attempts(DUE, LEASE, MOST)
    requests = worklist.take_requests(DUE, LEASE, MOST)

    # then
    oldest_first = sorted(ages, key=lambda pk: -ages[pk])
    assert [task.order_pk for task in attempts] == oldest_first
    assert [task.order_pk for task in requests] == oldest_first


def test_each_call_is_one_statement(engine: Engine) -> None:
    SqlOrders(engine).add(with_requests(1, "r1", "r2"))
    worklist = SqlWorklist(engine)
    task = Task(TaskKind.REQUEST, "r1", 1)

    with counted(engine) as statements:
        worklist.take_attempts(DUE, LEASE, MOST)
        worklist.take_requests(DUE, LEASE, MOST)
        worklist.put_off(task, DUE + timedelta(days=1))
        worklist.told(task)
        worklist.known_requests(["r1", "r2", "r3"])
        worklist.stuck()
        worklist.waiting()

    assert len(statements) == 7
