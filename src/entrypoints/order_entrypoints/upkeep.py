"""What has to be done beside answering requests: recovery, and the exchange of requests.

Once or again and again, from a command or in a thread of the service; in as many places at
once as one likes.
"""

import logging
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread
from typing import TypeVar

from order_adapters.sqlalchemy import Engine, SqlOrders, SqlWorklist
from order_domain.ports import (
    Omnitron,
    OmnitronRequests,
    PictureStore,
    Report,
    StorageUnavailableError,
)
from order_domain.use_cases.recover import Recovery, recover
from order_domain.use_cases.sync_requests import Synced, sync_requests
from order_entrypoints.clock import new_uuid, utc_now
from order_entrypoints.wire.documents import FORM

__all__ = ["recover_once", "sync_once"]

_log = logging.getLogger(__name__)

T = TypeVar("T")


def recover_once(
    engine: Engine,
    omnitron: Omnitron,
    pictures: PictureStore,
    *,
    lease: float,
    report: Report = _log.warning,
) -> Recovery:
    """Finish every cancellation that is due.

    Args:
        engine: the database.
        omnitron: is read.
        pictures: the store of their pictures.
        lease: seconds after which a cancellation is held for left open.
        report: is told of each that a person should look at.

    Raises:
        StorageUnavailableError: the rest is left to the next round.
    """
    return recover(
        orders=SqlOrders(engine, FORM),
        worklist=SqlWorklist(engine),
        omnitron=omnitron,
        pictures=pictures,
        report=report,
        clock=utc_now,
        new_uuid=new_uuid,
        lease=timedelta(seconds=lease),
    )


def sync_once(
    engine: Engine,
    omnitron: OmnitronRequests,
    *,
    lease: float,
    report: Report = _log.warning,
) -> Synced:
    """Hand new requests to the back office, and follow its word.

    Args:
        engine: the database.
        omnitron: takes requests and tells of updates.
        lease: seconds for which a request that is being sent is nobody else's.
        report: is told of each record that a person should look at.

    Raises:
        StorageUnavailableError: the rest is left to the next round.
    """
    return sync_requests(
        orders=SqlOrders(engine, FORM),
        worklist=SqlWorklist(engine),
        omnitron=omnitron,
        report=report,
        clock=utc_now,
        lease=timedelta(seconds=lease),
    )


def again_and_again(
    work: Callable[[], T], *, every: float, stop: Event, done: Callable[[T], object], report: Report
) -> None:
    """Do something until told to stop, a pause after each round.

    Args:
        work: one round.
        every: seconds between the end of a round and the next.
        stop: set to end it; a round that has begun is finished.
        done: is given what each round returns.
        report: is told when the storage is not available; the next round tries again.
    """
    while not stop.is_set():
        try:
            done(work())
        except StorageUnavailableError as error:
            report(f"The database is not available; trying again: {error}")
        stop.wait(every)


@contextmanager
def in_background(
    work: Callable[[], Recovery], *, every: float, report: Report = _log.warning
) -> Generator[None]:
    """Recover again and again in a thread, for as long as the context lasts.

    Args:
        work: one round.
        every: seconds between rounds.
        report: is told of rounds that could not be done.
    """
    stop = Event()

    def surviving() -> Recovery:
        try:
            return work()
        except StorageUnavailableError:
            raise
        except Exception:  # noqa: BLE001  (the service goes on, and so does its recovery)
            _log.exception("A round of recovery broke off; the next one tries again.")
            return Recovery()

    # A daemon: a round that waits for a hanging Omnitron does not keep the process alive, and
    # what it leaves is due again after its lease.
    thread = Thread(
        target=again_and_again,
        args=(surviving,),
        kwargs={"every": every, "stop": stop, "done": _log_recovery, "report": report},
        name="recovery",
        daemon=True,
    )
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=every)


def _log_recovery(done: Recovery) -> None:
    if done != Recovery():
        _log.info(
            "Recovery: %d cancelled, %d left to requests, %d waiting, %d set aside.",
            done.cancelled,
            done.requested,
            done.waiting,
            done.set_aside,
        )
