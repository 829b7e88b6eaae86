"""Who we are at Omnitron: a token, kept until Omnitron refuses it.

Source: platform facts, "Omnitron API": log in again once after a 401; public clients log
in at most three times in six minutes.
"""

from collections import deque
from collections.abc import Callable, Generator
from contextlib import contextmanager
from http import HTTPStatus
from threading import Lock

import httpx
from attrs import define, field

from order_adapters.omnitron import wire
from order_adapters.omnitron.line import Answer, Call, Deadline, Line, in_words, is_surely_not_sent
from order_domain.ports import OmnitronUnavailableError

LOGINS = 3
WINDOW = 360.0
"""Seconds in which at most ``LOGINS`` log-ins are sent."""

REMEMBERED_TOKENS = 10


@define(eq=False)
class LoginGuard:
    """Counts log-ins, so that a broken account is not hammered; for use under a lock.

    Attributes:
        monotonic: seconds on a clock that never goes back.
    """

    monotonic: Callable[[], float]
    _sent: deque[float] = field(init=False, factory=deque[float])

    def take(self) -> None:
        """Count a log-in that is about to be sent.

        Raises:
            OmnitronUnavailableError: there were too many already.
        """
        now = self.monotonic()
        while self._sent and now - self._sent[0] >= WINDOW:
            self._sent.popleft()
        if len(self._sent) >= LOGINS:
            raise OmnitronUnavailableError(
                f"{LOGINS} log-ins to Omnitron within {WINDOW / 60:.0f} minutes are the limit."
            )
        self._sent.append(now)

    def give_back(self) -> None:
        """Forget the last log-in: it surely never reached Omnitron."""
        self._sent.pop()


@define(eq=False, repr=False)
class Login:
    """Logs in when needed, for many threads; whoever comes meanwhile waits for the one."""

    _line: Line
    _username: str
    _password: str
    _guard: LoginGuard
    _lock: Lock = field(init=False, factory=Lock)
    _token: str | None = field(init=False, default=None)
    _seen: tuple[str, ...] = field(init=False, default=())

    def token(self, deadline: Deadline, *, refused: str | None = None) -> str:
        """Return a token, after logging in if there is none or it is the refused one.

        Args:
            deadline: when the log-in, or waiting for another thread's, must be over.
            refused: a token that Omnitron does not take any more.

        Raises:
            OmnitronUnavailableError: could not log in.
        """
        token = self._token
        if token is not None and token != refused:
            return token
        with self._turn(deadline):
            if self._token is None or self._token == refused:
                self._token = None
                self._token = self._log_in(deadline)
                self._seen = (*self._seen, self._token)[-REMEMBERED_TOKENS:]
            return self._token

    def forget(self, refused: str) -> None:
        """Drop a token that Omnitron does not take any more, unless it was replaced already."""
        with self._lock:
            if self._token == refused:
                self._token = None

    def hide(self, text: str) -> str:
        """Return the text with the password and every token blotted out."""
        for secret in (self._password, *self._seen):
            text = text.replace(secret, "***") if secret else text
        return text

    @contextmanager
    def _turn(self, deadline: Deadline) -> Generator[None]:
        if not self._lock.acquire(timeout=deadline.seconds_left):
            raise OmnitronUnavailableError("Logging in to Omnitron took too long.")
        try:
            yield
        finally:
            self._lock.release()

    def _log_in(self, deadline: Deadline) -> str:
        self._guard.take()
        body = wire.credentials(self._username, self._password)
        try:
            answer = self._line.send(Call("POST", "auth/login/", body=body), deadline)
        except httpx.TransportError as error:
            if is_surely_not_sent(error):
                self._guard.give_back()
            raise OmnitronUnavailableError(f"Could not log in: {in_words(error)}.") from None
        return _token_in(answer)


def _token_in(answer: Answer) -> str:
    if answer.status in {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED}:
        raise OmnitronUnavailableError(
            f"Omnitron has no log-in there ({answer.status}); check its URL and base path."
        )
    if answer.is_refusal:
        # Omnitron's words are left out: it might quote the password.
        raise OmnitronUnavailableError(
            f"Omnitron refused the log-in ({answer.status}); check user name and password."
        )
    if not answer.is_success:
        raise OmnitronUnavailableError(f"Omnitron answered {answer.status} to the log-in.")
    try:
        return wire.token_in(answer.body)
    except wire.GarbledError as error:
        raise OmnitronUnavailableError(
            f"Omnitron's answer to the log-in is garbled: {error}"
        ) from None
