"""Debian's redis-server on 127.0.0.1 and a free port, keeping nothing on disk."""

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Self

PROGRAM = shutil.which("redis-server")
PASSWORD = "redis-pass"


class RedisServer:
    """One server at one address; ``stop`` and ``start`` make it forget everything."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"redis://:{PASSWORD}@127.0.0.1:{self._port}/0"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        options = f"--port {self._port} --requirepass {PASSWORD} --dir {self._folder}".split()
        options += ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        assert PROGRAM is not None
        self._process = subprocess.Popen([PROGRAM, *options], stdout=subprocess.DEVNULL)
        _wait_for(self._port, self._process)

    def ask(self, *command: str) -> list[str]:
        """Give the lines of redis-cli's answer to a command."""
        order = ["redis-cli", "-p", str(self._port), *command]
        environment = {**os.environ, "REDISCLI_AUTH": PASSWORD}
        return subprocess.check_output(order, env=environment, text=True).splitlines()

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)
            self._process = None


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(500):
        assert process.poll() is None, "redis-server ended"
        try:
            with socket.create_connection(("127.0.0.1", port), 0.2):
                return
        except OSError:
            time.sleep(0.02)
    raise TimeoutError("redis-server does not answer")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
