"""CSRF protection: a cookie that only our own pages can copy into a header.

Source: the documents' ``CSRFTokenHeader``; domain description, section 1. Tokens are made
and compared as Django makes and compares its own, so that either of the two, side by side
under one host name, takes what the other handed out.
"""

import hmac
import re
import secrets
import string

from starlette.requests import Request
from starlette.responses import Response

COOKIE = "csrftoken"
HEADER = "x-csrftoken"
ONE_YEAR = 365 * 24 * 3600

_ALPHABET = string.ascii_letters + string.digits
_PLACES = {character: place for place, character in enumerate(_ALPHABET)}
_SECRET_LENGTH = 32
"""Characters of the alphabet; Django replaces a cookie of any other length."""

_TOKEN = re.compile(r"[A-Za-z0-9_-]{32,128}")
_MASKED = re.compile(rf"[A-Za-z0-9]{{{2 * _SECRET_LENGTH}}}")


def token_for(request: Request) -> str:
    """Return the browser's token, or a new one if it has none that could be ours."""
    token = request.cookies.get(COOKIE, "")
    return token if _TOKEN.fullmatch(token) else _new_token()


def hand_out(response: Response, token: str, *, secure: bool) -> None:
    """Set the token's cookie; scripts may read it, for they have to send it back."""
    response.set_cookie(COOKIE, token, max_age=ONE_YEAR, path="/", secure=secure, samesite="lax")


def is_genuine(request: Request) -> bool:
    """Whether header and cookie carry the same secret, compared in constant time."""
    cookie = request.cookies.get(COOKIE, "")
    header = request.headers.get(HEADER, "")
    return bool(cookie) and hmac.compare_digest(_secret(cookie), _secret(header))


def _new_token() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_SECRET_LENGTH))


def _secret(token: str) -> bytes:
    """What a token stands for: Django's pages carry it masked, so that no two are alike.

    A masked token is a mask and the secret moved along the alphabet by it.
    """
    if not _MASKED.fullmatch(token):
        return token.encode()
    mask, moved = token[:_SECRET_LENGTH], token[_SECRET_LENGTH:]
    pairs = zip(moved, mask, strict=True)
    return "".join(_ALPHABET[_PLACES[one] - _PLACES[by]] for one, by in pairs).encode()
