"""Processes that may be killed at any time; what they say goes to a file, so that none waits."""

import os
import re
import signal
import subprocess
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from time import monotonic, sleep

from attrs import frozen

from integration.cli.running import ORDERS, PATIENCE, Orders, check_output

AT = r"running on (http://127\.0\.0\.1:\d+)"
STARTED = "Application startup complete"


@frozen
class Running:
    """A process, and what it has said so far."""

    process: "subprocess.Popen[bytes]"
    log: Path

    @property
    def said(self) -> str:
        return self.log.read_text()

    def wait_for(self, pattern: str, count: int = 1) -> list[str]:
        """Wait until it has said this so often; give what was found."""
        ends = monotonic() + PATIENCE
        while len(found := re.findall(pattern, self.said)) < count:
            assert self.process.poll() is None, f"Ended before it said {pattern!r}: {self.said}"
            assert monotonic() < ends, f"Said no {pattern!r}: {self.said}"
            sleep(0.01)
        return found

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(PATIENCE)


@contextmanager
def started(orders: Orders, *arguments: str, program: Sequence[str] = ()) -> Generator[Running]:
    """Start a command that stays, and kill it at the end if nobody did before.

    Args:
        orders: its folder and environment.
        arguments: of the command.
        program: what to start; by default ``orders`` itself.
    """
    with NamedTemporaryFile(dir=orders.folder, suffix=".log", delete=False) as log:
        process = subprocess.Popen(
            [*(program or (str(ORDERS),)), *arguments],
            cwd=orders.folder,
            env=orders.environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    running = Running(process, Path(log.name))
    with process:
        try:
            yield running
        finally:
            _kill_group(process)
            check_output(running.said, arguments)


@contextmanager
def serving(
    orders: Orders, *, workers: int = 1, program: Sequence[str] = ()
) -> Generator[tuple[Running, str]]:
    """Run ``orders serve``; give it and its address."""
    arguments = ("serve", "--port", "0", "--workers", str(workers))
    with started(orders, *arguments, program=program) as service:
        (address, *_) = service.wait_for(AT)
        service.wait_for(STARTED, workers)
        yield service, address


def _kill_group(process: "subprocess.Popen[bytes]") -> None:
    """End it and the workers that it has; it leads a group of its own."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(PATIENCE)
