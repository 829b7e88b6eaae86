"""A load generator: kept-alive connections that each ask again as soon as they are answered.

Written on bare asyncio protocols, so that it costs little beside what it measures; it
reads a status, a length and as many bytes, which is all that it needs of HTTP.
"""

import asyncio
import re
from collections.abc import Iterator
from time import perf_counter
from typing import Final
from urllib.parse import urlsplit

from attrs import define, field, frozen

_LENGTH: Final = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_GRACE: Final = 60.0
"""Seconds that the last answers may take once the time is over."""


@frozen
class Asked:
    """What came of asking.

    Attributes:
        latencies: seconds of each good answer.
        seconds: from the first question to the last answer.
        bytes_each: of the last good body.
        failed: answers of another status than 2xx.
    """

    latencies: tuple[float, ...]
    seconds: float
    bytes_each: int
    failed: int

    @property
    def rate(self) -> float:
        """Good answers a second."""
        return len(self.latencies) / self.seconds


def ask(address: str, questions: Iterator[bytes], connections: int, seconds: float) -> Asked:
    """Ask a server on many connections at once until the time is over.

    Args:
        address: its URL, of which host and port are used.
        questions: whole HTTP requests, one after the other; may end earlier.
        connections: how many ask at once.
        seconds: after these nobody asks anew.
    """
    return asyncio.run(_ask(address, questions, connections, seconds))


async def _ask(address: str, questions: Iterator[bytes], connections: int, seconds: float) -> Asked:
    loop = asyncio.get_running_loop()
    began = perf_counter()
    tally = _Tally(questions, began + seconds)
    host, port = urlsplit(address).hostname or "", urlsplit(address).port or 80
    askers = [
        (await loop.create_connection(lambda: _Asker(tally, loop.create_future()), host, port))[1]
        for _ in range(connections)
    ]
    async with asyncio.timeout(seconds + _GRACE):
        await asyncio.gather(*(asker.done for asker in askers))
    took = perf_counter() - began
    return Asked(tuple(tally.latencies), took, tally.bytes_each, tally.failed)


@define
class _Tally:
    """What all connections share."""

    questions: Iterator[bytes]
    end: float
    latencies: list[float] = field(factory=list[float])
    bytes_each: int = 0
    failed: int = 0


class _Asker(asyncio.Protocol):
    """One connection."""

    def __init__(self, tally: _Tally, done: "asyncio.Future[None]") -> None:
        self.done = done
        self._tally = tally
        self._head = b""
        self._missing = 0
        self._asked = 0.0
        self._is_good = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101
        self._transport = transport
        self._next()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(exc or ConnectionError("The server hung up."))

    def data_received(self, data: bytes) -> None:
        if self._missing:
            self._missing -= len(data)
        else:
            self._head += data
            if not self._begin():
                return
        if not self._missing:
            if self._is_good:
                self._tally.latencies.append(perf_counter() - self._asked)
            else:
                self._tally.failed += 1
            self._next()

    def _begin(self) -> bool:
        """Read the head of an answer, if it is all there."""
        end = self._head.find(b"\r\n\r\n")
        if end < 0:
            return False
        length = _LENGTH.search(self._head, 0, end)
        size = 0 if length is None else int(length[1])
        self._is_good = self._head[9:10] == b"2"
        if self._is_good:
            self._tally.bytes_each = size
        self._missing = size - (len(self._head) - end - 4)
        self._head = b""
        return True

    def _next(self) -> None:
        question = next(self._tally.questions, None) if perf_counter() < self._tally.end else None
        if question is None:
            self.done.set_result(None)
            self._transport.close()
            return
        self._asked = perf_counter()
        self._transport.write(question)
