import socket
from contextlib import ExitStack

import pytest


@pytest.fixture
def free_ports() -> tuple[int, int]:
    """Two ports that nobody listens on at the moment."""
    with ExitStack() as open_sockets:
        sockets = [open_sockets.enter_context(socket.socket()) for _ in range(2)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        first, second = (each.getsockname()[1] for each in sockets)
        return first, second
