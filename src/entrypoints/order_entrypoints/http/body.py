"""The body of a request: taken in before a thread is, no larger and no slower than allowed."""

from typing import Final

from anyio import fail_after
from starlette.requests import Request

from order_entrypoints.http.config import HttpConfig
from order_entrypoints.http.problems import HttpProblem

_SAFE: Final = frozenset({"GET", "HEAD"})


async def read_body(request: Request, limit: int, config: HttpConfig) -> bytes:
    """Return the body, without taking in more of it than the limit.

    Args:
        request: whose.
        limit: bytes.
        config: how long it may take.

    Raises:
        HttpProblem: 413 beyond the limit, 408 when it comes too slowly.
    """
    if _has_none(request):
        return b""
    try:
        return await _in_time(request, limit, config)
    except TimeoutError:
        close = {"connection": "close"}  # what is still to come is not waited for
        raise HttpProblem(408, "The body came too slowly.", close) from None


def _has_none(request: Request) -> bool:
    """Whether it is a plain read, for which nobody has to wait."""
    headers = request.headers
    return (
        request.method in _SAFE
        and "content-length" not in headers
        and "transfer-encoding" not in headers
    )


async def _in_time(request: Request, limit: int, config: HttpConfig) -> bytes:
    chunks: list[bytes] = []
    size = 0
    with fail_after(config.body_seconds) as scope:
        async for chunk in request.stream():
            size += len(chunk)
            if size > limit:
                raise HttpProblem(413, f"The body is larger than {limit} bytes.")
            scope.deadline += len(chunk) / config.body_rate
            chunks.append(chunk)
    return b"".join(chunks)
