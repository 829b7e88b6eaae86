"""HTTP/1.1 as uvicorn speaks it, for clients that do not mean well.

uvicorn bounds how long a connection is kept between requests, and nothing else: somebody who
sends a head a byte a second, or never, keeps a connection for ever, and a head may have any
size. Here a head comes soon and is not too large, what follows an early answer is not
listened to for long, and whoever does not read an answer is cut off.
"""

import asyncio
from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_SECONDS: Final = 10.0
"""For a request line and all headers to come."""

HEAD_SIZE: Final = 32 * 1024
"""Bytes of a head that is let grow no further; as much as nginx takes in."""

REST_SECONDS: Final = 10.0
"""For what is still to come of a body that was answered already."""

READ_SECONDS: Final = 30.0
"""For a client to take in something of an answer that does not fit into the line."""

_PIECE: Final = 8 * 1024
"""Bytes of a head looked at in one go."""

_REFUSAL: Final = "HTTP/1.1 %s\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class BoundedProtocol(HttpToolsProtocol):
    """A connection on which nothing takes for ever but the service's own work."""

    _timer: asyncio.TimerHandle | None = None
    _reader_timer: asyncio.TimerHandle | None = None
    _head_size: int = 0
    _heads: int = 0
    _answers: int = 0
    _is_in_body: bool = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Expect a head."""
        super().connection_made(transport)
        self._start(HEAD_SECONDS)

    def connection_lost(self, exc: Exception | None) -> None:
        """Expect nothing any more."""
        self._stop()
        self.resume_writing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take in what came; of a head no more than is allowed."""
        start = 0
        while start < len(data) and not self.transport.is_closing():
            if self._timer is None and not self._is_in_body and self._is_idle():
                self._start(HEAD_SECONDS)
            end = len(data) if self._is_in_body else start + _PIECE
            self._take(data[start:end])
            start = end

    def on_headers_complete(self) -> None:
        """Expect the body; the application says for how long."""
        self._stop()
        self._heads += 1
        self._is_in_body = True
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Expect no more of this request."""
        self._stop()
        self._is_in_body = False
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Listen for a while to the rest of what was answered already."""
        self._answers += 1
        super().on_response_complete()
        if self._is_in_body and self._is_idle():
            self._start(REST_SECONDS)

    def pause_writing(self) -> None:
        """Wait for the client to read on."""
        super().pause_writing()
        self._reader_timer = self.loop.call_later(READ_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on writing."""
        if self._reader_timer is not None:
            self._reader_timer.cancel()
            self._reader_timer = None
        super().resume_writing()

    def _take(self, data: bytes) -> None:
        heads, was_in_body = self._heads, self._is_in_body
        super().data_received(data)
        if self._is_in_body or self.transport.is_closing():
            return
        # Of a piece with the end of a head or a body in it, what follows is let pass.
        is_all_head = heads == self._heads and not was_in_body
        self._head_size = self._head_size + len(data) if is_all_head else 0
        if self._head_size > HEAD_SIZE:
            self._refuse("431 Request Header Fields Too Large")

    def _is_idle(self) -> bool:
        """Whether no request is being worked on."""
        return self._heads == self._answers

    def _start(self, seconds: float) -> None:
        self._stop()
        self._timer = self.loop.call_later(seconds, self._give_up)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _give_up(self) -> None:
        self._timer = None
        if self._head_size and not self._is_in_body:
            self._refuse("408 Request Timeout")
        else:
            self.transport.close()

    def _refuse(self, status: str) -> None:
        """Answer with no more than a status, unless another answer is on its way."""
        if self._is_idle():
            self.transport.write((_REFUSAL % status).encode())
        self.transport.close()
