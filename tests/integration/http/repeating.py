"""Requests with an ``Idempotency-Key``, which are sent again."""

import httpx

from integration.real_records import Json
from integration.real_shop import OFFICE, PK

from .visitor import Visitor, cancel_path

KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324"
REPLAYED = "idempotency-replayed"
CANCEL = cancel_path()
REQUEST, REQUESTS = (
    "/users/orders/cancellation_requests/",
    "/users/orders/bulk_cancellation_requests/",
)
MOVE = "/orders/address_change/"
MOVED: Json = {"order": PK, "address": OFFICE, "order_address_types": ["shipping"]}


def send(
    visitor: Visitor, path: str, content: object, key: str = KEY, **headers: str
) -> httpx.Response:
    return visitor.post(path, content, **{"idempotency-key": key}, **headers)


def shown(answer: httpx.Response) -> tuple[int, bytes, str | None, str | None]:
    kinds = (answer.headers.get(name) for name in ("content-type", "content-language"))
    return answer.status_code, answer.content, *kinds
