"""A real server for a browser: uvicorn in a thread, on a free port of this machine."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import uvicorn
from starlette.types import ASGIApp

PATIENCE = 10.0  # seconds


@contextmanager
def serving(app: ASGIApp) -> Iterator[str]:
    """Serve an application; yields its URL, without a slash at the end."""
    config = uvicorn.Config(app, lifespan="off", ws="none", log_level="error")
    server = uvicorn.Server(config)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        thread = Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            _wait_until_started(server)
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(PATIENCE)


def _wait_until_started(server: uvicorn.Server) -> None:
    deadline = time.monotonic() + PATIENCE
    while not server.started:
        assert time.monotonic() < deadline, "The server did not start."
        time.sleep(0.01)
