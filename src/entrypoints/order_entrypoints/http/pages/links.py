"""URLs as they stand in a page."""

from urllib.parse import quote

from starlette.requests import Request

STATIC_PATH = "/orders/static"

_URL_PUNCTUATION = ":/?#[]@!$&()*+,;=%~"
"""What a URL may hold, but for the apostrophe: a refresh would take it for a quote."""


def base_of(request: Request) -> str:
    """Return the path that the application is mounted under; empty when it stands alone.

    A request that got as far as the static files has their path added to it.
    """
    root_path: str = request.scope.get("root_path", "")
    return quote(root_path.removesuffix(STATIC_PATH))


def cancel_path(number: str) -> str:
    """Return the path of an order's cancellation, below the application's own."""
    return f"/orders/{quote(number, safe='')}/cancel/"


def quoted_url(url: str) -> str:
    """Return a URL with every character quoted that has no business in one.

    So it can stand in ``<meta http-equiv="refresh">``, whose value has a syntax of its own.
    """
    return quote(url, safe=_URL_PUNCTUATION)
