"""The id of a request: given by who asks, or made here, and known wherever it is worked on.

Threads of a request see it too: a context is copied into them.
"""

import re
from contextvars import ContextVar
from typing import Final
from uuid import uuid4

REQUEST_ID: Final[ContextVar[str | None]] = ContextVar("order_entrypoints_request_id", default=None)
"""The id of the request that is being worked on; None outside of any."""

_WELL_FORMED: Final = re.compile(rb"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def request_id_from(given: bytes | None) -> str:
    """Return the id that was given, if it is well-formed, else a new one.

    Args:
        given: the value of ``X-Request-ID``. Letters, digits, ``.``, ``_`` and ``-``, at most
            64, cannot break a log line, and hold neither an email nor a query string.
    """
    if given is not None and _WELL_FORMED.fullmatch(given):
        return given.decode("ascii")
    return uuid4().hex
