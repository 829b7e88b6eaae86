"""``orders serve``."""

import sys

import uvicorn

from order_entrypoints.bootstrap import NO_OMNITRON, make_omnitron, make_signer
from order_entrypoints.cli.failures import CommandFailedError, WrongUseError
from order_entrypoints.cli.opening import configuration, database
from order_entrypoints.cli.stopping import stop_on_sigterm

HIGHEST_PORT = 65535


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
    make_omnitron(settings)
    stop_on_sigterm()
    with database(settings.database_url):
        pass
    if not settings.omnitron_url:
        print(f"orders: {NO_OMNITRON} Cancellations become requests.", file=sys.stderr)
    _run(host, port, workers)


def _run(host: str, port: int, workers: int) -> None:
    """Serve until told to stop.

    Raises:
        CommandFailedError: it could not start; uvicorn has logged why.
    """
    try:
        uvicorn.run(
            "order_entrypoints.bootstrap:app_from_environment",
            factory=True,
            host=host,
            port=port,
            workers=workers,
            server_header=False,
            timeout_graceful_shutdown=30,
        )
    except SystemExit as ended:
        if ended.code:
            raise CommandFailedError("The service did not start, as told above.") from None
