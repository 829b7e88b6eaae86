"""A client that speaks to a socket, byte by byte: for those that do not mean well."""

import re
import socket
from collections.abc import Generator
from contextlib import contextmanager
from time import monotonic, sleep
from urllib.parse import urlsplit

from attrs import frozen

PATIENCE = 15.0
"""Seconds for the service to say something, or to cut the line."""


@frozen
class Connection:
    """A line to the service."""

    socket: socket.socket

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def rest(self) -> bytes:
        """Everything until the service cuts the line."""
        received = bytearray()
        try:
            while chunk := self.socket.recv(65536):
                received += chunk
        except ConnectionResetError:
            pass  # it did not wait for what we still had to say
        return bytes(received)

    def status(self) -> int:
        """The status of an answer, which is read to its end and no further."""
        head = bytearray()
        while not head.endswith(b"\r\n\r\n"):
            byte = self.socket.recv(1)
            assert byte, bytes(head)
            head += byte
        length = re.search(rb"(?i)\r\ncontent-length: (\d+)\r\n", head)
        left = 0 if length is None else int(length[1])
        while left:
            left -= len(self.socket.recv(left))
        assert head.startswith(b"HTTP/1.1 "), bytes(head)
        return int(head.split()[1])

    def drip(self, data: bytes, every: float) -> float:
        """Send a byte now and then until the line is cut; give the seconds that took."""
        began = monotonic()
        try:
            for byte in data:
                self.socket.sendall(bytes([byte]))
                sleep(every)
        except OSError:  # reset, or a broken pipe
            return monotonic() - began
        raise AssertionError("The service went on listening.")


@contextmanager
def connected(address: str) -> Generator[Connection]:
    """Open a line to the service."""
    parts = urlsplit(address)
    assert parts.port is not None
    with socket.create_connection(("127.0.0.1", parts.port), timeout=PATIENCE) as line:
        yield Connection(line)
