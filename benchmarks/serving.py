"""Requests a second and latencies: Django REST framework, the floor, and us, in turns."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from itertools import count, islice, repeat
from statistics import median, quantiles
from typing import Final, TypeAlias

from attrs import frozen

from benchmarks.filling import CANCELLER, FIRST, READER, REASON, fill, fill_django
from benchmarks.load import ask
from benchmarks.processes import Server, orders, peer
from benchmarks.shop import ITEMS, number_of

LIST: Final = "list"
DETAIL: Final = "detail"
CANCEL: Final = "cancel"
CONNECTIONS: Final = (1, 16, 200)
ROUNDS: Final = 3
WARM: Final = 0.3
CANCELLED: Final = {1: 30, 16: 80, 200: 200}
"""Connections → orders that are cancelled in a turn: each can be only once."""

RUNNING: Final = r"running on (http://[0-9.:]+)"
_GUNICORN: Final = "-m gunicorn wsgi:application -w 1 -k gthread --threads 8 --keep-alive 75"

Questions: TypeAlias = Callable[[], Iterator[bytes]]


@frozen
class Contender:
    """Somebody who is measured, and the questions that it can be asked."""

    name: str
    server: Server
    questions: dict[str, Questions]


@frozen
class Row:
    """What came of one kind of question, on so many connections; medians of the rounds.

    Attributes:
        rate: answers a second.
        p50: milliseconds.
        p99: milliseconds.
        cpu: milliseconds of the server's processor time for each.
        failed: answers of another status than 2xx; a cancellation too many is told to come
            back later.
        ratios: how many times as fast as others, by their names; medians of ratios.
    """

    database: str
    work: str
    connections: int
    name: str
    rate: float
    p50: float
    p99: float
    cpu: float
    size: int
    failed: int
    ratios: dict[str, float]


@frozen
class _Turn:
    rate: float
    p50: float
    p99: float
    cpu: float
    size: int
    failed: int


def measure(database: str, url: str, seconds: float) -> Iterator[Row]:
    """Measure everybody on one database.

    Args:
        database: its name, for the report.
        url: of an empty one.
        seconds: of each turn.
    """
    fill(url, ROUNDS * sum(CANCELLED.values()))
    with ExitStack() as stack:
        contenders = _contenders(stack, url)
        for work in (LIST, DETAIL, CANCEL):
            for connections in CONNECTIONS:
                able = [one for one in contenders if work in one.questions]
                yield from _rounds(database, work, connections, able, seconds)


def _contenders(stack: ExitStack, url: str) -> list[Contender]:
    slow = ("-m", "uvicorn", "omnitron:app", "--port", "0", "--no-access-log", "--lifespan", "off")
    omnitron = stack.enter_context(peer(*slow, says=RUNNING))
    told = environment(url) | {"ORDERS_OMNITRON_URL": omnitron.address}
    ours = stack.enter_context(orders("serve", "--port", "0", says=RUNNING, **told))
    django = fill_django(url, OMNITRON_URL=omnitron.address)
    bound = (*_GUNICORN.split(), "-b", "127.0.0.1:0")
    drf = stack.enter_context(peer(*bound, says=r"at: (http://[0-9.:]+)", **django))
    found = [
        Contender("Django REST framework", drf, {**_reads("users"), CANCEL: _drf_cancels()}),
        Contender("orders serve", ours, {**_reads("users"), CANCEL: _our_cancels()}),
    ]
    if url.startswith("postgresql"):
        bare = ("-m", "uvicorn", "floor:app", "--port", "0", "--no-access-log")
        floor = stack.enter_context(peer(*bare, says=RUNNING, FLOOR_DATABASE_URL=url))
        found += [
            Contender("floor: JSON built by the database", floor, _reads("users")),
            Contender("floor: ready documents joined", floor, _reads("ready")),
        ]
    return found


def _rounds(
    database: str, work: str, connections: int, contenders: Sequence[Contender], seconds: float
) -> Iterator[Row]:
    turns: dict[str, list[_Turn]] = {one.name: [] for one in contenders}
    for _ in range(ROUNDS):
        for one in contenders:
            turns[one.name].append(_turn(one, work, connections, seconds))
    for one in contenders:
        own = turns[one.name]
        ratios = {
            name: median(mine.rate / theirs.rate for mine, theirs in zip(own, found, strict=True))
            for name, found in turns.items()
            if name != one.name
        }
        yield Row(
            database,
            work,
            connections,
            one.name,
            median(turn.rate for turn in own),
            median(turn.p50 for turn in own),
            median(turn.p99 for turn in own),
            median(turn.cpu for turn in own),
            own[-1].size,
            sum(turn.failed for turn in own),
            ratios,
        )


def _turn(one: Contender, work: str, connections: int, seconds: float) -> _Turn:
    questions = one.questions[work]()
    if work == CANCEL:
        questions = islice(questions, CANCELLED[connections])
    elif connections < max(CONNECTIONS):
        ask(one.server.address, questions, connections, WARM)
    before = one.server.cpu()
    asked = ask(one.server.address, questions, connections, seconds)
    if not asked.latencies or (asked.failed and work != CANCEL):
        raise RuntimeError(f"{one.name} failed {asked.failed} times at {work}.")
    spent = one.server.cpu() - before
    times = [1000 * each for each in asked.latencies]
    points = quantiles(times, n=100) if len(times) > 1 else times * 99
    return _Turn(
        asked.rate,
        points[49],
        points[98],
        1000 * spent / len(times),
        asked.bytes_each,
        asked.failed,
    )


def environment(url: str) -> dict[str, str]:
    """Return what the product is told."""
    return {
        "ORDERS_DATABASE_URL": url,
        "ORDERS_SECRET_KEYS": "benchmark",
        "ORDERS_COOKIE_SECURE": "false",
        "ORDERS_OMNITRON_USERNAME": "benchmark",
        "ORDERS_OMNITRON_PASSWORD": "benchmark",
    }


def _reads(root: str) -> dict[str, Questions]:
    page = question("GET", f"/{root}/orders/?limit=10&page=2", READER)
    one = question("GET", f"/{root}/orders/{FIRST[READER] + 5}/", READER)
    return {LIST: lambda: repeat(page), DETAIL: lambda: repeat(one)}


def _drf_cancels() -> Questions:
    pks = count(FIRST[CANCELLER])
    return lambda: (question("POST", f"/users/orders/{pk}/cancel/", CANCELLER) for pk in pks)


def _our_cancels() -> Questions:
    pks = count(FIRST[CANCELLER])
    return lambda: (_our_cancel(pk) for pk in pks)


def _our_cancel(pk: int) -> bytes:
    lines = [
        {"order_item": pk * 10 + number, "cancellation_type": "cancel", "reason": REASON}
        for number in range(ITEMS)
    ]
    body = json.dumps({"cancel_order_items": lines}).encode()
    return question("POST", f"/orders/{number_of(pk)}/cancel/", CANCELLER, body)


def question(method: str, path: str, customer: int, body: bytes = b"") -> bytes:
    """Return an HTTP request of a customer."""
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n"
        f"Cookie: sessionid=s{customer}; csrftoken={_CSRF}\r\nX-CSRFToken: {_CSRF}\r\n"
    )
    if body or method == "POST":
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return head.encode() + b"\r\n" + body


_CSRF: Final = "b" * 32
