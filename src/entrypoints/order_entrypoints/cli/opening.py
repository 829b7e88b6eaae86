"""Open what the commands work on, as the environment describes it."""

import os
from collections.abc import Generator
from contextlib import contextmanager

from order_adapters.sqlalchemy import Engine, create_database_engine, is_current
from order_adapters.sqlalchemy.schema import check_not_newer
from order_entrypoints.cli.failures import CommandFailedError
from order_entrypoints.configuration import Configuration, ConfigurationError, read_configuration


def configuration() -> Configuration:
    """Read the environment.

    Raises:
        ConfigurationError: a variable cannot be used.
    """
    return read_configuration(os.environ)


@contextmanager
def any_database(url: str) -> Generator[Engine]:
    """Open a database, whatever its schema.

    Raises:
        ConfigurationError: the URL cannot be used.
    """
    try:
        engine = create_database_engine(url)
    except ValueError as error:
        raise ConfigurationError(f"ORDERS_DATABASE_URL is not valid: {error}") from None
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def database(url: str) -> Generator[Engine]:
    """Open a database that has the current schema.

    Raises:
        CommandFailedError: it has an older one, or none.
        StorageUnavailableError: it does not answer, or a newer version made it.
    """
    with any_database(url) as engine:
        if not is_current(engine):
            check_not_newer(engine)
            raise CommandFailedError(
                "The database does not have the current schema; run `orders migrate` first."
            )
        yield engine
