"""CSRF protection: a cookie that only our own pages can copy into a header.

Source: the documents' ``CSRFTokenHeader``; domain description, section 1.
"""

import hmac
import re
import secrets

from starlette.requests import Request
from starlette.responses import Response

COOKIE = "csrftoken"
HEADER = "x-csrftoken"
ONE_YEAR = 365 * 24 * 3600

_TOKEN = re.compile(r"[A-Za-z0-9_-]{32,128}")


def token_for(request: Request) -> str:
    """Return the browser's token, or a new one if it has none that could be ours."""
    token = request.cookies.get(COOKIE, "")
    return token if _TOKEN.fullmatch(token) else secrets.token_urlsafe(32)


def hand_out(response: Response, token: str, *, secure: bool) -> None:
    """Set the token's cookie; scripts may read it, for they have to send it back."""
    response.set_cookie(COOKIE, token, max_age=ONE_YEAR, path="/", secure=secure, samesite="lax")


def is_genuine(request: Request) -> bool:
    """Whether header and cookie carry the same token, compared in constant time."""
    cookie = request.cookies.get(COOKIE, "")
    header = request.headers.get(HEADER, "")
    return bool(cookie) and hmac.compare_digest(cookie.encode(), header.encode())
