"""Run the service in a thread of this process, for demos and tests."""

import socket
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from time import monotonic, sleep

import uvicorn
from starlette.types import ASGIApp

from order_entrypoints.http.protocol import BoundedProtocol

START_LIMIT = 15.0
"""Seconds that a server may take to start."""


@contextmanager
def running(app: ASGIApp, *, port: int = 0) -> Generator[str]:
    """Serve an application on 127.0.0.1; give its address, and stop it at the end.

    Its lifespan is run, if it has one.

    Args:
        app: the application.
        port: 0 takes a free one.

    Raises:
        OSError: the port is taken.
        RuntimeError: the server did not start.
    """
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        server = uvicorn.Server(uvicorn.Config(app, http=BoundedProtocol, log_level="warning"))
        thread = threading.Thread(target=_serve, args=(server, listener), daemon=True)
        thread.start()
        try:
            _wait_for(server, thread)
            yield address
        finally:
            server.should_exit = True
            thread.join()


def _serve(server: uvicorn.Server, listener: socket.socket) -> None:
    with suppress(SystemExit):  # it could not start: _wait_for tells
        server.run(sockets=[listener])


def _wait_for(server: uvicorn.Server, thread: threading.Thread) -> None:
    limit = monotonic() + START_LIMIT
    while not server.started:
        if monotonic() > limit or not thread.is_alive():
            raise RuntimeError("The server did not start.")
        sleep(0.01)
