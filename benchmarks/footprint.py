"""What the product costs beside its answers: starting, a second worker, memory."""

import subprocess
import sys
from itertools import cycle
from pathlib import Path
from socket import socket
from time import perf_counter, sleep
from typing import Final
from urllib.parse import urlsplit

from attrs import frozen

from benchmarks.filling import FIRST, READER, fill
from benchmarks.load import ask
from benchmarks.processes import START, Server, orders
from benchmarks.serving import RUNNING, environment, question

STARTS: Final = 7
ROUNDS: Final = 3
SECONDS: Final = 2.0
CONNECTIONS: Final = 16
_IMPORT: Final = (
    "from time import perf_counter; began = perf_counter(); import order_domain; "
    "print(perf_counter() - began)"
)


@frozen
class Footprint:
    """What was measured.

    Attributes:
        import_ms: of ``import order_domain``, the quickest of some.
        help_ms: of ``orders --help``, from start to end, the quickest of some.
        workers: processor time of a list page with two workers, in that with one.
        memory: megabytes of one worker after each of a few thousand answers.
    """

    import_ms: float
    help_ms: float
    workers: float
    memory: tuple[float, ...]


def measure_footprint(url: str) -> Footprint:
    """Measure on an empty database."""
    fill(url, 0)
    with (
        orders("serve", "--port", "0", says=RUNNING, **environment(url)) as one,
        orders("serve", "--port", "0", "--workers", "2", says=RUNNING, **environment(url)) as two,
    ):
        for server in (one, two):
            _wait(server)
            _cpu(server)
        costs = [(_cpu(one), _cpu(two)) for _ in range(ROUNDS)]
        memory = tuple(_memory_after_answers(one) for _ in range(ROUNDS + 1))
    ratio = sorted(double / single for single, double in costs)[ROUNDS // 2]
    return Footprint(_import_ms(), _help_ms(), ratio, memory)


def _wait(server: Server) -> None:
    """Wait until the workers listen: the server says so before they do."""
    parts = urlsplit(server.address)
    ends = perf_counter() + START
    while perf_counter() < ends:
        with socket() as line:
            if not line.connect_ex((parts.hostname, parts.port)):
                return
        sleep(0.05)
    raise RuntimeError("The workers did not start.")


def _cpu(server: Server) -> float:
    """Seconds of processor time of one list page."""
    page = question("GET", "/users/orders/?limit=10&page=2", READER)
    before = server.cpu()
    asked = ask(server.address, cycle([page]), CONNECTIONS, SECONDS)
    return (server.cpu() - before) / len(asked.latencies)


def _memory_after_answers(server: Server) -> float:
    pages = [
        question("GET", f"/users/orders/?limit={limit}&page=1", READER) for limit in range(1, 21)
    ]
    ones = [question("GET", f"/users/orders/{FIRST[READER] + n}/", READER) for n in range(20)]
    ask(server.address, cycle(pages + ones), CONNECTIONS, SECONDS)
    status = Path(f"/proc/{server.pid}/status").read_text()
    kilobytes = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(kilobytes.split()[1]) / 1024


def _import_ms() -> float:
    command = (sys.executable, "-c", _IMPORT)
    told = [subprocess.run(command, check=True, capture_output=True).stdout for _ in range(STARTS)]
    return 1000 * min(map(float, told))


def _help_ms() -> float:
    command = (str(Path(sys.executable).parent / "orders"), "--help")
    return 1000 * min(_seconds(command) for _ in range(STARTS))


def _seconds(command: tuple[str, ...]) -> float:
    began = perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return perf_counter() - began
