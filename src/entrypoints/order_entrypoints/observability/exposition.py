"""Metrics as Prometheus reads them, of one process or of several."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from order_entrypoints.observability.metrics import FOLDER, Metrics

MEDIA_TYPE: Final = CONTENT_TYPE_LATEST


def exposed(metrics: Metrics) -> bytes:
    """Return the metrics as text; where processes add up, those of all of them."""
    if metrics.registry is not None:
        return generate_latest(metrics.registry)
    folder = os.environ[FOLDER]
    _forget_the_dead(Path(folder))
    registry = CollectorRegistry()
    MultiProcessCollector(registry, folder)  # type: ignore[no-untyped-call]  # as it comes
    return generate_latest(registry)


@contextmanager
def shared_folder() -> Generator[None]:
    """Let processes that are started within add up in a folder that is dropped at the end."""
    with TemporaryDirectory(prefix="orders-metrics-") as folder:
        before = os.environ.get(FOLDER)
        os.environ[FOLDER] = folder
        try:
            yield
        finally:
            del os.environ[FOLDER]
            if before is not None:
                os.environ[FOLDER] = before


def _forget_the_dead(folder: Path) -> None:
    """Drop the gauges of processes that ended: their threads are not busy any more.

    Nobody tells when uvicorn replaces a worker. What the dead have counted stays.
    """
    for path in folder.glob("gauge_live*_*.db"):
        pid = path.stem.rpartition("_")[2]
        if pid.isdecimal() and not _is_alive(int(pid)):
            path.unlink(missing_ok=True)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
