"""Keys of requests, in memory and in the databases, where old ones take no room."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select

from integration.counting import counted
from order_adapters.memory import InMemoryIdempotencyKeys
from order_adapters.sqlalchemy import SqlIdempotencyKeys
from order_adapters.sqlalchemy.idempotency import MOST_FORGOTTEN
from order_adapters.sqlalchemy.tables import idempotency_keys
from order_entrypoints.testing.contracts import IdempotencyKeysContract
from order_entrypoints.testing.contracts.idempotency import MUCH_LATER, SOON, claimed
from samples import NOW


class TestInMemory(IdempotencyKeysContract):
    @pytest.fixture
    def keys(self) -> InMemoryIdempotencyKeys:
        return InMemoryIdempotencyKeys()


class TestInSql(IdempotencyKeysContract):
    @pytest.fixture
    def keys(self, engine: Engine) -> SqlIdempotencyKeys:
        return SqlIdempotencyKeys(engine)


def rows(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(idempotency_keys)).scalar_one()


def test_in_memory_what_is_over_goes_with_the_next_claim() -> None:
    keys = InMemoryIdempotencyKeys()
    for number in range(100):
        claimed(keys, f"k{number}", owner="gone")

    claimed(keys, "new", now=SOON)

    assert len(keys) == 1


def test_in_sql_each_claim_forgets_a_few_that_are_over_and_none_that_are_not(
    engine: Engine,
) -> None:
    keys = SqlIdempotencyKeys(engine)
    for number in range(2 * MOST_FORGOTTEN):
        claimed(keys, f"k{number}", owner="gone")
    claimed(keys, "kept", owner="ada")
    keys.keep("kept", owner="ada", answer="{}", until=MUCH_LATER)

    left: list[int] = []
    for number in range(3):
        claimed(keys, f"new {number}", now=SOON)
        left.append(rows(engine))

    assert left == [MOST_FORGOTTEN + 2, 3, 4]
    assert claimed(keys, "kept", now=SOON) == ("print", "{}")


def test_a_claim_takes_two_statements_whatever_there_is(engine: Engine) -> None:
    keys = SqlIdempotencyKeys(engine)
    for number in range(5):
        claimed(keys, f"k{number}", owner="gone")

    with counted(engine) as statements:
        claimed(keys, "k1", now=NOW + timedelta(days=1))
        claimed(keys, "k1", now=NOW + timedelta(days=1))

    assert len(statements) == 4
