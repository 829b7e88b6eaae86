"""A browser, as far as HTTP goes: real cookies, a CSRF token, and a look at every answer."""

import json
import ssl

import httpx

from integration.real_records import Json
from integration.real_shop import CHANGED_MY_MIND, NUMBER

from .documented import ERRORS, check

PATIENCE = 20.0
"""Seconds for an answer."""

UNUSED_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Makes a client at once: by default each loads every certificate authority first."""

SECURITY_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
}


class Visitor:
    """Somebody at the service; each answer is checked for what all of them must have."""

    def __init__(self, address: str, session: str | None) -> None:
        self.client = httpx.Client(
            base_url=address,
            trust_env=False,
            verify=UNUSED_TLS,
            timeout=PATIENCE,
            event_hooks={"response": [check_answer]},
        )
        if session is not None:
            self.client.cookies.set("sessionid", session)

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.client.get(path, headers=headers)

    def post(self, path: str, body: object, **headers: str) -> httpx.Response:
        """Send JSON, with the CSRF token that the service gave out."""
        sent = {"x-csrftoken": self.csrf(), "content-type": "application/json", **headers}
        return self.client.post(path, content=json.dumps(body), headers=sent)

    def post_raw(self, path: str, content: bytes, content_type: str) -> httpx.Response:
        headers = {"x-csrftoken": self.csrf(), "content-type": content_type}
        return self.client.post(path, content=content, headers=headers)

    def cancel(self, body: object, number: str = NUMBER) -> httpx.Response:
        return self.post(cancel_path(number), body)

    def preview(self, body: object, number: str = NUMBER) -> httpx.Response:
        return self.post(f"{cancel_path(number)}preview/", body)

    def change_address(self, body: object) -> httpx.Response:
        return self.post("/orders/address_change/", body)

    def csrf(self) -> str:
        """The token in the cookie; asked for first where there is none."""
        if "csrftoken" not in self.client.cookies:
            self.get("/csrf_token/")
        return self.client.cookies["csrftoken"]


def cancel_path(number: str = NUMBER) -> str:
    return f"/orders/{number}/cancel/"


def line(order_item: object, **more: object) -> Json:
    """One line of a cancellation."""
    return {
        "order_item": order_item,
        "cancellation_type": "cancel",
        "reason": CHANGED_MY_MIND,
        **more,
    }


def body(*lines: Json, **more: object) -> Json:
    """A cancellation."""
    return {"cancel_order_items": list(lines), **more}


def check_answer(response: httpx.Response) -> None:
    """What holds of every answer, whatever was asked."""
    response.read()
    assert response.status_code != 500, response.text
    for name, value in SECURITY_HEADERS.items():
        assert response.headers[name] == value, (response.url, name)
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert "cache-control" in response.headers
    if response.headers.get("content-type") == "application/json" and response.is_error:
        check(response.json(), ERRORS)
