"""Somebody who talks to the service over HTTP, with a session and a CSRF token."""

import http.client
from collections.abc import Mapping
from urllib.parse import urlsplit

import msgspec
from attrs import field, frozen


@frozen
class Answer:
    """What the service answered; ``body`` is decoded JSON, None when there is none."""

    status: int
    body: object


@frozen
class Visitor:
    """A client of the service.

    Attributes:
        base: the service's address, such as ``http://127.0.0.1:8000``.
        session: a session key; None for nobody.
        csrf: the token for unsafe requests.
    """

    base: str
    session: str | None = None
    csrf: str | None = field(default=None, kw_only=True)

    def get(self, path: str) -> Answer:
        """Ask for something."""
        return self._ask("GET", path, None)

    def post(self, path: str, body: object) -> Answer:
        """Send a JSON body."""
        return self._ask("POST", path, msgspec.json.encode(body))

    def _ask(self, method: str, path: str, body: bytes | None) -> Answer:
        connection = http.client.HTTPConnection(urlsplit(self.base).netloc, timeout=30)
        try:
            connection.request(method, path, body, self._headers())
            response = connection.getresponse()
            raw = response.read()
        finally:
            connection.close()
        return Answer(response.status, msgspec.json.decode(raw) if raw else None)

    def _headers(self) -> Mapping[str, str]:
        cookies = {"sessionid": self.session, "csrftoken": self.csrf}
        headers = {"content-type": "application/json"}
        headers["cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items() if value)
        if self.csrf:
            headers["x-csrftoken"] = self.csrf
        return headers
