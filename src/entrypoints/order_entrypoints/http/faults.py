"""How what is raised becomes an answer."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Final, TypeAlias

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from order_domain.ports import OmnitronUnavailableError, StaleOrderError, StorageUnavailableError
from order_entrypoints.http import pages
from order_entrypoints.http.accept import prefers_html
from order_entrypoints.http.call import LoginRequired, Service
from order_entrypoints.http.problems import (
    HttpProblem,
    InvalidQuery,
    detail_response,
    errors_response,
)

Handler: TypeAlias = Callable[[Request, Exception], Awaitable[Response]]

_log: Final = logging.getLogger(__name__)

_CAUSES: Final = {
    StorageUnavailableError: "storage",
    StaleOrderError: "stale_order",
    OmnitronUnavailableError: "omnitron",
}


def failed() -> Response:
    """Answer 500 without a word of the fault; the log tells it."""
    return detail_response(500, "Internal server error.")


async def _problem(request: Request, error: Exception) -> Response:
    if not isinstance(error, HttpProblem):
        raise error
    if error.status == 404 and prefers_html(request):
        return pages.not_found(request)
    return detail_response(error.status, error.message, error.headers)


async def _login_required(request: Request, error: Exception) -> Response:  # noqa: ARG001
    """Answer 401, or 403 with a page for those who prefer one (users-orders, "403")."""
    if prefers_html(request):
        return pages.login(request)
    return detail_response(401, "Authentication credentials were not provided.")


async def _invalid_query(request: Request, error: Exception) -> Response:  # noqa: ARG001
    """Answer 400 with what is wrong with each query parameter."""
    if not isinstance(error, InvalidQuery):
        raise error
    return errors_response(400, error.errors)


async def _http_exception(request: Request, error: Exception) -> Response:
    """Answer what Starlette found out (404, 405) in the documented shape."""
    if not isinstance(error, HTTPException):
        raise error
    message = "Not found." if error.status_code == 404 else error.detail
    problem = HttpProblem(error.status_code, message, error.headers)
    return await _problem(request, problem)


async def _try_later(request: Request, error: Exception) -> Response:
    """Answer 503: something outside does not work at the moment."""
    service: Service = request.app.state.service
    cause = next(name for kind, name in _CAUSES.items() if isinstance(error, kind))
    service.metrics.unavailable(cause)
    _log.warning("Answered 503, because of %s: %s", cause, error)
    headers = {"retry-after": str(service.config.retry_after)}
    return detail_response(503, "The service is not available at the moment.", headers)


HANDLERS: Final[Mapping[type[Exception], Handler]] = {
    HttpProblem: _problem,
    LoginRequired: _login_required,
    HTTPException: _http_exception,
    InvalidQuery: _invalid_query,
    **dict.fromkeys(_CAUSES, _try_later),
}
"""What answers for each kind of exception."""
