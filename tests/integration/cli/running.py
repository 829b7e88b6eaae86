"""The ``orders`` command as a process of its own, and what must hold of every run."""

import re
import selectors
import signal
import subprocess
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from attrs import evolve, frozen

ORDERS = Path(sys.executable).parent / "orders"
PATIENCE = 60.0
"""Seconds for a command to end, or for a server to say or do something."""

KEY = "k3y-of-this-test"
PASSWORD = "passw0rd-of-this-test"
SECRETS = (KEY, PASSWORD)


@frozen
class Finished:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def complaint(self) -> str:
        """The one line on standard error, without the program's name."""
        (line,) = self.err.splitlines()
        assert line.startswith("orders: "), line
        return line.removeprefix("orders: ")


@frozen
class Orders:
    """Runs the command in a folder, with an environment of its own and nothing else."""

    folder: Path
    environment: Mapping[str, str]

    def told(self, **variables: str) -> "Orders":
        """The same with other ``ORDERS_…`` variables."""
        more = {f"ORDERS_{name}": value for name, value in variables.items()}
        return evolve(self, environment={**self.environment, **more})

    def without(self, name: str) -> "Orders":
        left = {key: value for key, value in self.environment.items() if key != f"ORDERS_{name}"}
        return evolve(self, environment=left)

    def without_warnings(self) -> "Orders":
        """The same where warnings are not errors."""
        left = {key: self.environment[key] for key in self.environment if key != "PYTHONWARNINGS"}
        return evolve(self, environment=left)

    def __call__(self, *arguments: str, stdin: bytes = b"") -> Finished:
        """Run to the end; nothing of it may tell a secret or, unasked, show a traceback."""
        ended = subprocess.run(
            [ORDERS, *arguments],
            cwd=self.folder,
            env=self.environment,
            input=stdin,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
        finished = Finished(ended.returncode, ended.stdout.decode(), ended.stderr.decode())
        check_output(finished.out + finished.err, arguments)
        return finished

    @contextmanager
    def started(self, *arguments: str) -> Generator["Started"]:
        """Start a command that stays; it is ended with SIGTERM, which must be a good end."""
        with subprocess.Popen(
            [ORDERS, *arguments],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            bufsize=0,
        ) as process:
            started = Started(process)
            try:
                yield started
            finally:
                if process.poll() is None:
                    process.send_signal(signal.SIGTERM)
                try:
                    process.wait(PATIENCE)
                finally:
                    process.kill()
                check_output(started.rest(), arguments)


class Started:
    """A command that is running; what it says is read as it comes."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.process = process
        self.said = ""
        assert process.stdout is not None
        self._out = process.stdout
        self._ready = selectors.DefaultSelector()
        self._ready.register(self._out, selectors.EVENT_READ)

    def wait_for(self, pattern: str) -> str:
        """Read on until the pattern is there; give its first group."""
        ends = monotonic() + PATIENCE
        while (match := re.search(pattern, self.said)) is None:
            assert self._ready.select(ends - monotonic()), f"Said no {pattern!r}: {self.said}"
            chunk = self._out.read(65536)
            assert chunk, f"Ended before it said {pattern!r}: {self.said}"
            self.said += chunk.decode()
        return match.group(1)

    def end(self, number: int = signal.SIGTERM) -> int:
        """Send a signal and give the exit code."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)

    def rest(self) -> str:
        """Everything said, once the process has ended."""
        self.said += self._out.read().decode()
        self._ready.close()
        return self.said


def check_output(text: str, arguments: Sequence[str]) -> None:
    """No secret and, unless asked for, no traceback."""
    assert not any(secret in text for secret in SECRETS), text
    if "--debug" not in arguments:
        assert "Traceback" not in text
