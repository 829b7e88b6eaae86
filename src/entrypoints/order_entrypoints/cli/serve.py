"""``orders serve``."""

import logging
import logging.config
import os
import sys
from contextlib import AbstractContextManager, nullcontext
from typing import Final

import uvicorn
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from order_entrypoints.bootstrap import make_omnitron, make_signer
from order_entrypoints.cli.failures import CommandFailedError, WrongUseError
from order_entrypoints.cli.opening import configuration, database
from order_entrypoints.cli.stopping import stop_on_sigterm
from order_entrypoints.configuration import Configuration
from order_entrypoints.http.protocol import BoundedProtocol
from order_entrypoints.no_omnitron import NO_OMNITRON
from order_entrypoints.observability.exposition import shared_folder
from order_entrypoints.observability.logs import log_config
from order_entrypoints.observability.secrets import secrets_of
from order_entrypoints.observability.telemetry import check_tracing

HIGHEST_PORT = 65535

CONNECTIONS: Final = 1000
"""Open at once in each process; what comes beyond is answered with 503 at once, for it would
take up memory and file handles that the others need."""

CALLS: Final = 4
"""Time-outs of Omnitron that one cancellation may last: reading, sending, logging in anew and
reading again."""

LONG_ENOUGH: Final = 32
"""Characters of a key that is not warned of: 16 random bytes as hexadecimal digits."""

KEEP_ALIVE: Final = 5
"""Seconds that an idle connection stays open."""

_log: Final = logging.getLogger(__name__)


def serve(*, host: str = "127.0.0.1", port: int = 8000, workers: int = 1) -> None:
    """Run the HTTP service until it is told to stop.

    Args:
        host: address to listen on.
        port: port to listen on; 0 takes a free one.
        workers: processes.
    """
    if not 0 <= port <= HIGHEST_PORT:
        raise WrongUseError(f"--port: expected 0 to {HIGHEST_PORT}.")
    if workers < 1:
        raise WrongUseError("--workers: expected a whole number, 1 or more.")
    settings = configuration()
    make_signer(settings)
    make_omnitron(settings).close()
    check_tracing(os.environ)
    stop_on_sigterm()
    with database(settings.database_url):
        pass
    log = log_config(secrets_of(settings, os.environ), as_json=not sys.stderr.isatty())
    logging.config.dictConfig(log)
    _warn(settings)
    with _metrics_of(workers):
        _run(_config(settings, log, host, port, workers))


def _warn(settings: Configuration) -> None:
    """Tell of settings that can be served with, but are hardly meant."""
    if any(len(key.text) < LONG_ENOUGH for key in settings.secret_keys):
        _log.warning(
            "A key in ORDERS_SECRET_KEYS is shorter than %d characters: if it can be guessed, "
            "the links and cookies that it signs can be forged.",
            LONG_ENOUGH,
        )
    if settings.attempt_lease < CALLS * settings.omnitron_timeout:
        _log.warning(
            "ORDERS_ATTEMPT_LEASE is shorter than %d times ORDERS_OMNITRON_TIMEOUT: slow "
            "cancellations will be taken for dead ones and become requests.",
            CALLS,
        )
    if not settings.omnitron_url:
        _log.warning("%s Cancellations become requests.", NO_OMNITRON)


def _metrics_of(workers: int) -> AbstractContextManager[None]:
    """Let several processes add up; one counts for itself."""
    return nullcontext() if workers == 1 else shared_folder()


class _Supervisor(Multiprocess):
    """uvicorn's, which stops accepting together with its workers.

    It would hold the socket open until they have ended, and with it the hopes of whoever
    connects meanwhile.
    """

    def terminate_all(self) -> None:
        """Tell all workers to stop."""
        for each in self.sockets:
            each.close()
        super().terminate_all()


def _run(config: uvicorn.Config) -> None:
    """Serve until told to stop.

    Raises:
        CommandFailedError: it could not start; uvicorn has logged why.
    """
    try:
        if config.workers > 1:
            _serve_in_several(_Supervisor(config, [config.bind_socket()]))
        else:
            _serve(uvicorn.Server(config))
    except KeyboardInterrupt:
        return  # Ctrl-C is as good a way to stop it as any
    except SystemExit as ended:
        if ended.code:
            raise CommandFailedError("The service did not start, as told above.") from None


def _serve(server: uvicorn.Server) -> None:
    server.config.load_app()
    server.run()
    if not server.started:
        sys.exit(STARTUP_FAILURE)


def _serve_in_several(supervisor: _Supervisor) -> None:
    supervisor.run()
    if any(process.exitcode == STARTUP_FAILURE for process in supervisor.processes):
        sys.exit(STARTUP_FAILURE)


def _config(
    settings: Configuration, log: dict[str, object], host: str, port: int, workers: int
) -> uvicorn.Config:
    return uvicorn.Config(
        "order_entrypoints.serving:app_from_environment",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        http=BoundedProtocol,
        ws="none",
        lifespan="on",
        log_config=log,
        access_log=False,  # the application's own names nobody
        server_header=False,
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=settings.shutdown_timeout,
    )
