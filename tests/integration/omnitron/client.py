"""A plain client of the sandbox, where the gateway would be in the way."""

import ssl
from typing import TypeAlias

import httpx
from attrs import frozen

from order_adapters.omnitron.sandbox import SandboxOmnitron

Json: TypeAlias = dict[str, object]

UNUSED_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Makes a client at once: by default each loads every certificate authority first."""


def plain_client(url: str) -> httpx.Client:
    """A client to drive the sandbox with, where the gateway would be in the way."""
    return httpx.Client(base_url=url, trust_env=False, verify=UNUSED_TLS)


def control(sandbox: SandboxOmnitron, path: str, body: object = None) -> httpx.Response:
    """Ask at the sandbox's back door: GET without a body, else POST."""
    with plain_client(sandbox.root) as client:
        return client.get(path) if body is None else client.post(path, json=body)


@frozen
class Client:
    """A client that is logged in, or not."""

    http: httpx.Client

    def get(self, path: str) -> httpx.Response:
        return self.http.get(path)

    def post(self, path: str, body: object) -> httpx.Response:
        return self.http.post(path, json=body)

    def log_in(self, username: str, password: str) -> None:
        answer = self.post("auth/login/", {"username": username, "password": password})
        key = answer.json()["key"]
        self.http.headers["authorization"] = f"Token {key}"

    def cancel(self, pk: int, *entries: int, **changed: object) -> httpx.Response:
        return self.post(f"orders/{pk}/cancel/", {**cancellation(pk, *entries), **changed})


def cancellation(pk: int, *entries: int) -> Json:
    reasons = {str(entry): 1 for entry in entries}
    return {
        "order": pk,
        "cancel_items": entries,
        "reasons": reasons,
        "forced_refund_amount": None,
    }


def entries_of(client: Client, number: str) -> list[tuple[int, str]]:
    (found,) = client.get(f"orders/?number={number}").json()["results"]
    return [(entry["pk"], entry["status"]) for entry in found["orderitem_set"]]
