"""``GET /csrf_token/``, ``/healthz`` and ``/readyz``."""

from starlette.responses import Response

from order_entrypoints.http import csrf
from order_entrypoints.http.call import Call
from order_entrypoints.http.problems import json_response
from order_entrypoints.wire.outcomes import CsrfTokenShape, HealthShape


def csrf_token(call: Call) -> Response:
    """Hand out a CSRF token, in the body and as the cookie."""
    token = csrf.token_for(call.request)
    response = json_response(CsrfTokenShape(csrf_token=token))
    csrf.hand_out(response, token, secure=call.config.secure_cookies)
    return response


def healthz(call: Call) -> Response:  # noqa: ARG001
    """Say that the process answers."""
    return json_response(HealthShape())


def readyz(call: Call) -> Response:
    """Say that the database answers too; 503 by way of ``StorageUnavailableError``."""
    call.ports.check_storage()
    return json_response(HealthShape())
