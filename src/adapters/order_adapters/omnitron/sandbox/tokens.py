"""Who may call the sandbox: one account, whose token is the same after a restart."""

from hashlib import sha256
from http import HTTPStatus
from threading import Lock

from attrs import frozen

from order_adapters.omnitron.sandbox.calls import RefusedError, decoded


@frozen
class _Credentials:
    username: str
    password: str


class Tokens:
    """Hands out and checks the token; thread-safe.

    As with Django REST framework, every log-in gives the same token until it expires. It
    is made from the account, so that clients stay logged in when the sandbox restarts.
    """

    def __init__(self, username: str, password: str) -> None:
        self._account = _Credentials(username, password)
        self._expired = 0
        self._lock = Lock()

    def log_in(self, body: bytes) -> dict[str, object]:
        """Return the answer to a log-in.

        Raises:
            RefusedError: wrong body or wrong credentials.
        """
        if decoded(body, _Credentials) != self._account:
            words = ["Unable to log in with provided credentials."]
            raise RefusedError(HTTPStatus.BAD_REQUEST, {"non_field_errors": words})
        return {"key": self._token()}

    def check(self, authorization: str) -> None:
        """Let a call through.

        Raises:
            RefusedError: 401, its header has no valid token.
        """
        if authorization != f"Token {self._token()}":
            raise invalid_token()

    def expire(self) -> None:
        """Make every token so far invalid."""
        with self._lock:
            self._expired += 1

    def _token(self) -> str:
        with self._lock:
            seed = f"{self._account.username}\n{self._account.password}\n{self._expired}"
        return sha256(seed.encode()).hexdigest()[:40]


def invalid_token() -> RefusedError:
    """Return the refusal of a call without a valid token."""
    return RefusedError(HTTPStatus.UNAUTHORIZED, {"detail": "Invalid token."})
