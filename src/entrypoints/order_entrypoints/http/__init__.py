"""The HTTP service: the documented API and the order confirmation page."""

from order_adapters import needing

with needing("http"):
    from starlette.applications import Starlette as Application

    from order_entrypoints.http.anonymous_access import COOKIE_AGE, AnonymousAccess, Throttle
    from order_entrypoints.http.app import create_app, omnitron_of
    from order_entrypoints.http.config import HttpConfig
    from order_entrypoints.http.lifespan import Background
    from order_entrypoints.idempotency import IdempotencyKeys
    from order_entrypoints.languages.language import Language
    from order_entrypoints.languages.negotiation import Languages
    from order_entrypoints.observability.tracing import RequestSpan, Tracing
    from order_entrypoints.wire.values import Wording

__all__ = [
    "COOKIE_AGE",
    "AnonymousAccess",
    "Application",
    "Background",
    "HttpConfig",
    "IdempotencyKeys",
    "Language",
    "Languages",
    "RequestSpan",
    "Throttle",
    "Tracing",
    "Wording",
    "create_app",
    "omnitron_of",
]
