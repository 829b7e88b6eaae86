"""Error answers: ``{"field": ["message", …]}``, for machines and people alike.

Source: schema ``ValidationErrorResponse``; domain description, section 3. ``error_code``
stands beside the fields as plain text, as the platform sends it.
"""

from collections.abc import Collection, Mapping, Sequence

from starlette.responses import Response

from order_domain.field_errors import Problem, gather
from order_entrypoints.wire.values import encode

DETAIL = "detail"
NON_FIELD = "non_field_errors"

REQUEST_EXISTS = "cancellation_request_100_1"
PICKUP_ADDRESS_MISSING = "cancellation_request_100_8"
ADDRESS_FIXED = "order_100_3"


class HttpProblem(Exception):  # noqa: N818  (an answer, not a fault)
    """Ends a request with an error answer."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        """Keep what to answer."""
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = headers


class InvalidQuery(Exception):  # noqa: N818  (an answer, not a fault)
    """Ends a request whose query parameters cannot be used; answered with 400."""

    def __init__(self, problems: Collection[Problem]) -> None:
        """Keep parameters and messages."""
        super().__init__(problems)
        self.errors = gather(problems)


class PassingResponse(Response):
    """An answer that changes once the work in progress has ended, and is not kept."""


def json_response(
    content: object, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """Answer with a shape as JSON."""
    return Response(encode(content), status, headers, media_type="application/json")


def errors_response(
    status: int, errors: Mapping[str, Sequence[str]], error_code: str | None = None
) -> Response:
    """Answer with messages by field, and a code if there is one."""
    body: dict[str, object] = {field: list(messages) for field, messages in errors.items()}
    if error_code is not None:
        body["error_code"] = error_code
    return json_response(body, status)


def detail_response(
    status: int, message: str, headers: Mapping[str, str] | None = None
) -> Response:
    """Answer with one message that belongs to no field."""
    return json_response({DETAIL: [message]}, status, headers)
