"""How long ``GET /users/orders/`` takes while hundreds of cancellations hang at Omnitron.

    python benchmarks/hanging_omnitron.py

Runs ``orders serve`` and ``orders omnitron-sandbox`` as processes, on a SQLite file of
their own or on the migrated, empty database of ``--database``. Reads the list of orders one
after the other: first with nothing else going on, then while as many customers cancel as
``--cancellations`` says and Omnitron answers each after ``--hang`` seconds only. Who is told
to come back later does, after as many seconds as ``Retry-After`` says. Prints both
distributions and the ratio of their 99th percentiles, of which at most 2 is wanted.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Generator, Sequence
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from pathlib import Path
from statistics import quantiles
from threading import Thread
from time import monotonic, perf_counter, sleep
from urllib.parse import urlsplit

from cyclopts import run

from order_adapters.sqlalchemy import Engine, SqlOrders, create_database_engine, migrate
from order_entrypoints.exchange import import_lines
from order_entrypoints.testing.samples import order
from order_entrypoints.wire.values import encode

ORDERS = Path(sys.executable).parent / "orders"
READER, CANCELLER = 7, 8
READERS_ORDERS = 50
REASON = 3
START = 60.0
"""Seconds that a process may take to start."""


def main(
    *,
    cancellations: int = 300,
    hang: float = 10.0,
    reads: int = 1000,
    database: str = "",
) -> None:
    """Measure reads beside an Omnitron that hangs.

    Args:
        cancellations: customers who cancel at once, each an order of their own.
        hang: seconds that Omnitron takes to answer a cancellation.
        reads: of the list of orders, idle and again beside the cancellations.
        database: URL of an empty database; a SQLite file by default.
    """
    with tempfile.TemporaryDirectory(prefix="hanging-") as name, ExitStack() as stack:
        folder = Path(name)
        url = database or f"sqlite:///{folder / 'orders.db'}"
        fill(url, cancellations)
        told = environment(url)
        sandbox = ("omnitron-sandbox", "--port", "0", "--hang", str(hang))
        omnitron = stack.enter_context(started(sandbox, folder, told, r"sandbox at (\S+)"))
        told["ORDERS_OMNITRON_URL"] = omnitron
        serve = ("serve", "--port", "0")
        address = stack.enter_context(started(serve, folder, told, r"running on (http://[0-9.:]+)"))
        read(address, reads // 10 + 1)  # warm up
        idle = read(address, reads)
        with crowd(address, cancellations):
            hanging = read(address, reads)
    show("idle", idle)
    show(f"{cancellations} cancellations hang", hanging)
    print(f"ratio of p99: {percentile(hanging, 99) / percentile(idle, 99):.2f} (wanted: <= 2)")


def environment(url: str) -> dict[str, str]:
    """What both processes are told; Omnitron is waited for longer than it hangs."""
    return {
        "PATH": os.environ["PATH"],
        "ORDERS_DATABASE_URL": url,
        "ORDERS_SECRET_KEYS": "benchmark",
        "ORDERS_COOKIE_SECURE": "false",
        "ORDERS_OMNITRON_USERNAME": "benchmark",
        "ORDERS_OMNITRON_PASSWORD": "benchmark",
        "ORDERS_OMNITRON_TIMEOUT": "60",
    }


def fill(url: str, cancellations: int) -> None:
    """Make the shop: who reads has some orders, who cancels has many."""
    engine = create_database_engine(url)
    migrate(engine)
    records = [
        *(
            {"kind": "customer", "id": pk, "email": f"{pk}@example.com"}
            for pk in (READER, CANCELLER)
        ),
        *(
            {"kind": "session", "key": str(pk), "customer": pk, "expires": "2099-01-01T00:00:00Z"}
            for pk in (READER, CANCELLER)
        ),
        {
            "kind": "cancellation_reason",
            "id": REASON,
            "uuid": "62eeea09-2f48-4db8-9ca5-000000000003",
            "cancellation_type": "cancel",
            "subject": "I changed my mind",
        },
    ]
    import_lines(engine, map(encode, records), replace=False)
    add_orders(engine, range(1, 1 + cancellations), CANCELLER)
    add_orders(engine, range(100_001, 100_001 + READERS_ORDERS), READER)
    engine.dispose()


def add_orders(engine: Engine, pks: range, customer: int) -> None:
    """Give a customer an order for each pk."""
    for pk in pks:
        SqlOrders(engine).add(order(pk, customer_id=customer))


@contextmanager
def started(
    arguments: Sequence[str], folder: Path, told: dict[str, str], says: str
) -> Generator[str]:
    """Run a command; give what it says when it is up."""
    path = folder / f"{arguments[0]}.log"
    with (
        path.open("wb") as log,
        subprocess.Popen(
            [ORDERS, *arguments], cwd=folder, env=told, stdout=log, stderr=subprocess.STDOUT
        ) as process,
    ):
        try:
            yield said(path, says)
        finally:
            process.kill()


def said(path: Path, pattern: str) -> str:
    """Wait until the log says it; return the first group.

    Raises:
        RuntimeError: it did not in time.
    """
    ends = monotonic() + START
    while (found := re.search(pattern, path.read_text())) is None:
        if monotonic() > ends:
            raise RuntimeError(f"It did not start: {path.read_text()}")
        sleep(0.05)
    return found[1]


def read(address: str, times: int) -> list[float]:
    """Read the list of orders again and again; return the seconds that each took.

    Raises:
        RuntimeError: a read failed.
    """
    line = HTTPConnection(urlsplit(address).netloc, timeout=60)
    took: list[float] = []
    for _ in range(times):
        began = perf_counter()
        line.request("GET", "/users/orders/", headers={"cookie": f"sessionid={READER}"})
        answer = line.getresponse()
        answer.read()
        took.append(perf_counter() - began)
        if answer.status != 200:
            raise RuntimeError(f"A read was answered {answer.status}.")
    line.close()
    return took


@contextmanager
def crowd(address: str, size: int) -> Generator[None]:
    """Have so many customers cancel, in a process of their own, which is not measured."""
    context = get_context("spawn")
    all_have_asked = context.Event()
    process = context.Process(target=cancel_all, args=(address, size, all_have_asked), daemon=True)
    process.start()
    try:
        if not all_have_asked.wait(START):
            raise RuntimeError("The customers did not come to ask.")
        yield
    finally:
        process.kill()
        process.join()


def cancel_all(address: str, size: int, all_have_asked: Event) -> None:
    """Cancel as so many customers, and tell once each has asked."""
    customers = [
        Thread(target=cancel, args=(address, pk), daemon=True) for pk in range(1, 1 + size)
    ]
    for customer in customers:
        customer.start()
    sleep(1)  # those who are sent away at once have been
    all_have_asked.set()
    for customer in customers:
        customer.join()


def cancel(address: str, pk: int) -> None:
    """Cancel an item of the order with this pk, as often as it takes to be let in."""
    sample = order(pk)
    line = {"order_item": sample.items[0].pk, "cancellation_type": "cancel", "reason": REASON}
    headers = {
        "cookie": f"sessionid={CANCELLER}; csrftoken=benchmark",
        "x-csrftoken": "benchmark",
        "content-type": "application/json",
    }
    body = json.dumps({"cancel_order_items": [line]})
    while True:
        http = HTTPConnection(urlsplit(address).netloc, timeout=600)
        http.request("POST", f"/orders/{sample.number}/cancel/", body, headers)
        answer = http.getresponse()
        answer.read()
        if answer.status != 503:
            break
        http.close()
        sleep(float(answer.headers["retry-after"]))


def percentile(values: Sequence[float], which: int) -> float:
    """Return a percentile, 1 to 99."""
    return quantiles(values, n=100, method="inclusive")[which - 1]


def show(name: str, took: Sequence[float]) -> None:
    """Print a line about a run."""
    p50, p99 = (percentile(took, which) * 1000 for which in (50, 99))
    longest = max(took) * 1000
    print(f"{name}: {len(took)} reads, p50 {p50:.1f} ms, p99 {p99:.1f} ms, max {longest:.1f} ms")


if __name__ == "__main__":
    run(main)
