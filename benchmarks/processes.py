"""The servers that are measured: processes of their own, stopped by who started them."""

import os
import re
import subprocess
import sys
import tempfile
import venv
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Final

from attrs import frozen

PEERS: Final = Path(__file__).parent / "peers"
BUILT: Final = Path(__file__).parent.parent / "build" / "peers"
"""The peers' own environment; git ignores the folder."""

START: Final = 60.0
"""Seconds that a process may take to start."""

TICKS: Final = os.sysconf("SC_CLK_TCK")


@frozen
class Server:
    """A running server."""

    pid: int
    address: str

    def cpu(self) -> float:
        """Seconds of processor time so far, of all its processes."""
        return sum(_cpu(pid) for pid in _with_children(self.pid))


def peers_python() -> str:
    """Return the interpreter that has the peers, which are installed where they are not yet."""
    python = BUILT / "bin" / "python"
    wanted = (PEERS / "requirements.txt").read_text()
    stamp = BUILT / "installed.txt"
    if not stamp.exists() or stamp.read_text() != wanted:
        venv.create(BUILT, with_pip=True, clear=True)
        pip = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
        subprocess.run((*pip, "--requirement", PEERS / "requirements.txt"), check=True)
        stamp.write_text(wanted)
    return str(python)


def run_peer(*arguments: str, **environment: str) -> str:
    """Run a peer's program to its end; return what it printed."""
    told = {"PATH": os.environ["PATH"], **environment}
    command = (peers_python(), *arguments)
    done = subprocess.run(command, cwd=PEERS, env=told, check=True, stdout=subprocess.PIPE)
    return done.stdout.decode()


@contextmanager
def peer(*arguments: str, says: str, **environment: str) -> Generator[Server]:
    """Run a peer's server."""
    with _started((peers_python(), *arguments), PEERS, environment, says) as server:
        yield server


@contextmanager
def orders(*arguments: str, says: str, **environment: str) -> Generator[Server]:
    """Run the product's command."""
    command = (str(Path(sys.executable).parent / "orders"), *arguments)
    with (
        tempfile.TemporaryDirectory(prefix="serving-") as folder,
        _started(command, Path(folder), environment, says) as server,
    ):
        yield server


@contextmanager
def _started(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], says: str
) -> Generator[Server]:
    told = {"PATH": os.environ["PATH"], **environment}
    with (
        tempfile.NamedTemporaryFile(prefix="log-") as log,
        subprocess.Popen(
            command, cwd=folder, env=told, stdout=log, stderr=subprocess.STDOUT
        ) as process,
    ):
        try:
            yield Server(process.pid, _said(Path(log.name), says, process))
        finally:
            process.terminate()


def _said(log: Path, says: str, process: "subprocess.Popen[bytes]") -> str:
    """Wait until the log says it; return the first group.

    Raises:
        RuntimeError: it did not in time.
    """
    ends = monotonic() + START
    while (found := re.search(says, log.read_text())) is None:
        if monotonic() > ends or process.poll() is not None:
            raise RuntimeError(f"A server did not start: {log.read_text()}")
        sleep(0.05)
    return found[1]


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _with_children(pid: int) -> list[int]:
    found = [pid]
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += _with_children(int(child))
    return found
