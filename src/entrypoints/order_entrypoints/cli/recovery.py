"""``orders recover`` and ``orders sync``."""

import signal
import sys
from collections.abc import Callable
from contextlib import closing
from functools import partial
from threading import Event
from typing import TypeVar

import msgspec
from attrs import asdict

from order_adapters.sqlalchemy import SqlWorklist
from order_domain.ports import SetAside
from order_domain.use_cases.recover import Recovery
from order_domain.use_cases.sync_requests import Synced
from order_entrypoints.bootstrap import make_omnitron, make_pictures, with_circuit
from order_entrypoints.cli.failures import CommandFailedError, WrongUseError
from order_entrypoints.cli.opening import configuration, database
from order_entrypoints.configuration import ConfigurationError
from order_entrypoints.no_omnitron import NO_OMNITRON, NoOmnitron
from order_entrypoints.upkeep import again_and_again, recover_once, sync_once

T = TypeVar("T")


def recover(
    *, watch: bool = False, every: float = 10.0, stuck: bool = False, json: bool = False
) -> None:
    """Finish cancellations that were left open, by what Omnitron says became of them.

    Args:
        watch: go on until told to stop.
        every: seconds between rounds of `--watch`.
        stuck: only list the records that a person should look at.
        json: print JSON.
    """
    _check(every)
    if stuck and watch:
        raise WrongUseError("--watch does not go with --stuck, which looks once.")
    settings = configuration()
    with (
        closing(make_omnitron(settings)) as omnitron,
        database(settings.database_url) as engine,
    ):
        if stuck:
            _show_stuck(SqlWorklist(engine).stuck(), json=json)
            return
        work = partial(
            recover_once,
            engine,
            with_circuit(omnitron),
            make_pictures(settings),
            lease=settings.attempt_lease,
            report=_tell,
        )
        _do(work, _recovered, watch=watch, every=every, json=json)


def sync(*, watch: bool = False, every: float = 30.0, json: bool = False) -> None:
    """Hand new cancellation requests to Omnitron, and follow what its back office says.

    Args:
        watch: go on until told to stop.
        every: seconds between rounds of `--watch`.
        json: print JSON.
    """
    _check(every)
    settings = configuration()
    with (
        closing(make_omnitron(settings)) as omnitron,
        database(settings.database_url) as engine,
    ):
        if isinstance(omnitron, NoOmnitron):
            raise ConfigurationError(NO_OMNITRON)
        work = partial(sync_once, engine, omnitron, lease=settings.attempt_lease, report=_tell)
        _do(work, _synced, watch=watch, every=every, json=json)


def _do(
    work: Callable[[], T],
    words: Callable[[T], str],
    *,
    watch: bool,
    every: float,
    json: bool,
) -> None:
    def show(done: T) -> None:
        if not watch or done != type(done)():  # rounds in which nothing happened are many
            print(_json(done) if json else words(done), flush=True)
        if watch and isinstance(done, Synced) and done.problem:
            _tell(done.problem)

    if watch:
        again_and_again(work, every=every, stop=_stopping(), done=show, report=_tell)
        return
    done = work()
    show(done)
    if isinstance(done, Synced) and done.problem:
        raise CommandFailedError(done.problem)


def _stopping() -> Event:
    """An event that SIGTERM and SIGINT set, so that a round that has begun is finished."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    return stop


def _recovered(done: Recovery) -> str:
    return (
        f"Cancelled: {done.cancelled}. Left to requests: {done.requested}. "
        f"Still unknown: {done.waiting}. Set aside: {done.set_aside}."
    )


def _synced(done: Synced) -> str:
    return (
        f"Sent: {done.sent}. Moved: {done.moved}. Set aside: {done.set_aside}. "
        f"Not ours: {done.unknown}."
    )


def _show_stuck(records: tuple[SetAside, ...], *, json: bool) -> None:
    if json:
        print(_json([asdict(record) for record in records]))
        return
    for record in records:
        of_order = f"order {record.order_number}" if record.order_number else "order unknown"
        print(f"{record.since:%Y-%m-%d %H:%M} {record.kind} {record.key} ({of_order})")
        print(f"    {record.problem}")
    if not records:
        print("Nothing is set aside.")


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _tell(text: str) -> None:
    print(f"orders: {text}", file=sys.stderr, flush=True)


def _check(every: float) -> None:
    if not every > 0:
        raise WrongUseError("--every: expected a number of seconds above 0.")
