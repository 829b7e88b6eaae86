"""Orders of an older database are written out beside the service, which shows them meanwhile."""

import logging
from collections.abc import Generator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Final

from order_adapters.sqlalchemy import Engine, write_missing
from order_entrypoints.upkeep import again_and_again
from order_entrypoints.wire.documents import FORM

AT_ONCE: Final = 50
"""Orders in one transaction: whoever wants to save one of them waits so long."""

PAUSE: Final = 0.5
"""Seconds between two transactions, so that those who ask hardly notice."""

_log: Final = logging.getLogger(__name__)


@contextmanager
def writing_out(engine: Engine) -> Generator[None]:
    """Write out, in one pass, every order that is not yet, for as long as the context lasts."""
    stop = Event()
    last = 0

    def some() -> int | None:
        return write_missing(engine, FORM, after=last, most=AT_ONCE)

    def done(highest: int | None) -> None:
        nonlocal last
        if highest is None:
            stop.set()
        else:
            last = highest

    thread = Thread(
        target=again_and_again,
        args=(some,),
        kwargs={"every": PAUSE, "stop": stop, "done": done, "report": _log.warning},
        name="writing-out",
        daemon=True,
    )
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
