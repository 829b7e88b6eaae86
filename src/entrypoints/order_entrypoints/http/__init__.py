"""The HTTP service: the documented API and the order confirmation page."""

from starlette.applications import Starlette as Application

from order_entrypoints.http.anonymous_access import COOKIE_AGE, AnonymousAccess, Throttle
from order_entrypoints.http.app import create_app
from order_entrypoints.http.config import HttpConfig
from order_entrypoints.http.lifespan import Background
from order_entrypoints.idempotency import IdempotencyKeys

__all__ = [
    "COOKIE_AGE",
    "AnonymousAccess",
    "Application",
    "Background",
    "HttpConfig",
    "IdempotencyKeys",
    "Throttle",
    "create_app",
]
