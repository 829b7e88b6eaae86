"""Django's database, asked by threads that are not working on a request of Django's."""

from collections.abc import Generator
from contextlib import contextmanager

from django.db import InterfaceError, OperationalError, close_old_connections

from order_domain.ports import StorageUnavailableError


@contextmanager
def asking_django() -> Generator[None]:
    """Let go of broken and outdated connections before and after, as Django's requests do.

    For every call of a port that is built on Django's models: without it, a thread keeps a
    connection for good, and one that has broken too. Transactions go on as they were.

    Raises:
        StorageUnavailableError: the database does not answer, or is locked for too long.
    """
    close_old_connections()
    try:
        yield
    except (InterfaceError, OperationalError) as error:
        raise StorageUnavailableError(f"Django's database: {error}") from error
    finally:
        close_old_connections()
