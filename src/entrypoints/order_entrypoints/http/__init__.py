"""The HTTP service: the documented API and the order confirmation page."""

from starlette.applications import Starlette as Application

from order_entrypoints.http.anonymous_access import COOKIE_AGE, AnonymousAccess, Throttle
from order_entrypoints.http.app import create_app
from order_entrypoints.http.config import HttpConfig

__all__ = [
    "COOKIE_AGE",
    "AnonymousAccess",
    "Application",
    "HttpConfig",
    "Throttle",
    "create_app",
]
