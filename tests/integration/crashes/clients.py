"""Customers who cancel over sockets of their own, many at once, and may never be answered."""

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from threading import Barrier
from urllib.parse import urlsplit

from attrs import frozen

from integration.real_records import Json
from integration.real_shop import ADAS_SESSION, CHANGED_MY_MIND

PATIENCE = 60.0
"""Seconds for an answer."""

COOKIES = f"sessionid={ADAS_SESSION}; csrftoken={'t' * 32}"
HEADERS = {"cookie": COOKIES, "x-csrftoken": "t" * 32, "content-type": "application/json"}


@frozen
class Answer:
    """What a customer was told; status 0 when the line was cut first."""

    status: int
    body: str = ""
    retry_after: int = 0

    @property
    def requests(self) -> list[str]:
        """The uuids of the requests that were made instead."""
        made: list[dict[str, str]] = json.loads(self.body)
        return [each["uuid"] for each in made]


@frozen
class Wish:
    """Units of items that a customer wants to cancel: by pk, with None for all of them."""

    number: str
    units: tuple[tuple[int, int | None], ...]

    def body(self) -> bytes:
        lines: list[Json] = [
            {
                "order_item": pk,
                "cancellation_type": "cancel",
                "reason": CHANGED_MY_MIND,
                **({} if units is None else {"quantity": units}),
            }
            for pk, units in self.units
        ]
        return json.dumps({"cancel_order_items": lines}).encode()


def cancel(address: str, wish: Wish, key: str = "") -> Answer:
    """Cancel once; with an ``Idempotency-Key`` if there is one."""
    return ask(address, "POST", f"/orders/{wish.number}/cancel/", wish.body(), key)


def ask(address: str, method: str, path: str, body: bytes = b"", key: str = "") -> Answer:
    """Ask once, on a new line."""
    headers = {**HEADERS, "idempotency-key": key} if key else HEADERS
    parts = urlsplit(address)
    line = HTTPConnection("127.0.0.1", parts.port, timeout=PATIENCE)
    try:
        line.request(method, path, body, headers)
        answer = line.getresponse()
        text = answer.read().decode()
        return Answer(answer.status, text, int(answer.headers.get("retry-after", "0")))
    except (ConnectionError, HTTPException):
        return Answer(0)
    finally:
        line.close()


def all_at_once(ask_for: Callable[[Wish], Answer], wishes: Sequence[Wish]) -> list[Answer]:
    """Let as many customers ask in the same moment, and wait for all answers."""
    barrier = Barrier(len(wishes))

    def ask_with_the_others(wish: Wish) -> Answer:
        barrier.wait(PATIENCE)
        return ask_for(wish)

    with ThreadPoolExecutor(len(wishes)) as crowd:
        return list(crowd.map(ask_with_the_others, wishes))
