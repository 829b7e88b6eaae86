"""What lets a visitor without a session see an order: a proof, how often, and a cookie.

Source: domain description, section 1, "anonymous visitor".
"""

import hmac
from hashlib import blake2b
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Protocol

from attrs import frozen
from starlette.requests import Request
from starlette.responses import Response

from order_domain.ports import OrderNumberSigner, OrderProofs
from order_entrypoints.http.problems import HttpProblem

COOKIE = "anonymous_order"
COOKIE_AGE = 30 * 60
"""Seconds."""

ONE_HOUSEHOLD = 64
"""Bits of an IPv6 address that one customer of a provider does not choose."""


class Throttle(Protocol):
    """Says who comes too often; asked by several threads."""

    def wait(self, *keys: str) -> int | None:
        """Count a hit on each key; return the seconds to wait when one is over its rate."""
        ...


@frozen(kw_only=True)
class AnonymousAccess:
    """What the anonymous endpoints need beside the other ports.

    Attributes:
        proofs: knows by what orders are proven.
        tokens: signs the cookie that names a proven order; good for ``COOKIE_AGE`` and
            for nothing else.
        throttle: asked before each proof by number and email.
    """

    proofs: OrderProofs
    tokens: OrderNumberSigner
    throttle: Throttle


def same_text(one: str, other: str) -> bool:
    """Compare in a time that depends neither on where the texts differ nor on their lengths."""
    return hmac.compare_digest(_digest(one), _digest(other))


def slow_down(request: Request, number: str, throttle: Throttle) -> None:
    """Count an attempt against the client's address and against the order's number.

    Raises:
        HttpProblem: 429 when one of them has had too many.
    """
    seconds = throttle.wait(f"client {client_of(request)}", f"order {number}")
    if seconds is not None:
        message = f"Request was throttled. Expected available in {seconds} seconds."
        raise HttpProblem(429, message, {"retry-after": str(seconds)})


def client_of(request: Request) -> str:
    """Return the client's address; of IPv6 the network, whose addresses are free to choose."""
    host = "" if request.client is None else request.client.host
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if not isinstance(address, IPv6Address):
        return str(address)
    return str(address.ipv4_mapped or IPv6Network((address.packed, ONE_HOUSEHOLD), strict=False))


def hand_out(response: Response, token: str, *, secure: bool) -> None:
    """Set the cookie that names the proven order; scripts can't read it."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=COOKIE_AGE,
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )


def _digest(text: str) -> bytes:
    return blake2b(text.encode(errors="surrogatepass")).digest()
