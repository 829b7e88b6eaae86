"""What a server's processes run: the service as the environment describes it, and its end."""

import logging
import os
import threading
from collections.abc import Generator
from contextlib import closing, contextmanager, nullcontext
from time import sleep
from typing import Final

from order_adapters.sqlalchemy import Engine, create_database_engine
from order_entrypoints.bootstrap import make_app
from order_entrypoints.configuration import read_configuration
from order_entrypoints.http import Application
from order_entrypoints.observability.logs import log_errors_of_threads
from order_entrypoints.observability.telemetry import make_tracing

__all__ = ["app_from_environment"]

GRACE: Final = 3.0
"""Seconds from the end of the service to the end of its process."""

_log: Final = logging.getLogger(__name__)


def app_from_environment() -> Application:
    """Return the HTTP service, for a process that serves it and nothing else.

    Raises:
        ConfigurationError: something that it needs is not configured.
    """
    configuration = read_configuration(os.environ)
    engine = create_database_engine(configuration.database_url)
    tracing = make_tracing(os.environ)
    log_errors_of_threads()
    beside = (
        leaving_promptly,
        lambda: nullcontext() if tracing is None else closing(tracing),
        lambda: disposing(engine),
    )
    return make_app(configuration, engine, tracing=tracing, background=beside)


@contextmanager
def disposing(engine: Engine) -> Generator[None]:
    """Close the connections at the end, so that PostgreSQL hears a good-bye."""
    try:
        yield
    finally:
        engine.dispose()


@contextmanager
def leaving_promptly() -> Generator[None]:
    """End the process with 0 soon after this is left, whatever its threads do.

    Python waits for threads when it ends. One that waits for an Omnitron that hangs was
    given its time; what it was doing is an attempt that recovery finishes.
    """
    yield
    threading.Thread(target=_leave, name="leaving", daemon=True).start()


def _leave() -> None:
    sleep(GRACE)
    _log.warning("Left without waiting any longer for threads that hang.")
    logging.shutdown()
    os._exit(0)
