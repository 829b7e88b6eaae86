"""Visitors without a session, what they send, and cookies made at another time."""

import time

import httpx
import pytest
from attrs import evolve

from integration.real_records import Json, item
from integration.real_shop import (
    GUEST,
    GUESTS_NEW_NUMBER,
    GUESTS_OLD_NUMBER,
    order,
)
from order_adapters.signing import ANONYMOUS_SALT, TimedSigner
from order_entrypoints.http import COOKIE_AGE

from .conftest import Stage
from .shop import KEY, Shop

LOOK_UP = "/users/orders/anonymous/"
ONE = "/users/orders/anonymous/cancellation_requests/"
BULK = "/users/orders/anonymous/bulk_cancellation_requests/"

ADAS_EMAIL, GUESTS_EMAIL = "ada@example.com", "Guest@example.com"
GUESTS_ITEM, GUESTS_OTHER_ITEM, GUESTS_NEW_ITEM = 275, 278, 276
NOT_FOUND = b'{"detail":["Not found."]}'
COOKIE = "anonymous_order"


def guests(shop: Shop) -> Shop:
    """The shop, whose customers left their own email with their orders."""
    shop.has(
        order(user_email=ADAS_EMAIL),
        order(
            6018,
            GUESTS_OLD_NUMBER,
            GUEST,
            items=[item(GUESTS_ITEM), item(GUESTS_OTHER_ITEM)],
            user_email=GUESTS_EMAIL,
        ),
        order(
            6019,
            GUESTS_NEW_NUMBER,
            GUEST,
            items=[item(GUESTS_NEW_ITEM)],
            user_email=GUESTS_EMAIL,
            created_date="2024-11-24T09:32:05.544358Z",
        ),
    )
    return shop


class Patient:
    """Throttles nobody, and notes what was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []

    def wait(self, *keys: str) -> int | None:
        self.asked.append(keys)
        return None


def unthrottled(shop: Shop, stage: Stage) -> Patient:
    """Let tests guess more often than people may; what they were to wait for is returned."""
    patient, app = Patient(), shop.app()
    service = app.state.service
    access = evolve(service.ports.anonymous, throttle=patient)
    app.state.service = evolve(service, ports=evolve(service.ports, anonymous=access))
    stage.app = app
    return patient


def proof(number: str = GUESTS_OLD_NUMBER, email: str = GUESTS_EMAIL) -> Json:
    return {"order": number, "email": email}


def cookie_for(number: str, *, key: str = KEY, salt: str = ANONYMOUS_SALT) -> str:
    return TimedSigner([key], max_age=COOKIE_AGE, salt=salt).sign(number)


def old_cookie(number: str, age: float, patch: pytest.MonkeyPatch) -> str:
    """A cookie that was handed out some seconds ago."""
    moment = time.time() - age
    with patch.context() as clock:
        clock.setattr("itsdangerous.timed.time.time", lambda: moment)
        return cookie_for(number)


def told(answer: httpx.Response) -> tuple[int, bytes, list[tuple[str, str]]]:
    """All that an answer tells, but for when it was made."""
    own = {"date", "x-request-id"}
    headers = [pair for pair in answer.headers.multi_items() if pair[0] not in own]
    return answer.status_code, answer.content, sorted(headers)
