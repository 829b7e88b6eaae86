"""``GET /orders/completed/{token}/``: the confirmation page, or JSON on request."""

from starlette.responses import Response

from order_domain.use_cases.view_completed_order import view_completed_order
from order_domain.use_cases.viewing import ViewedOrder
from order_entrypoints.http import csrf, pages
from order_entrypoints.http.call import Call
from order_entrypoints.http.problems import HttpProblem, json_response
from order_entrypoints.wire.completed import completed_order_shape


def completed_order(call: Call) -> Response:
    """Show the order that a signed token names, if it is the customer's."""
    found = _find(call)
    if _wants_json(call):
        return json_response(completed_order_shape(found.order, call.wording))
    token, reasons = csrf.token_for(call.request), call.ports.reasons.all()
    response = pages.completed_order(call.request, found, reasons, call.wording.language, token)
    csrf.hand_out(response, token, secure=call.config.secure_cookies)
    return response


def _wants_json(call: Call) -> bool:
    """Whether ``?format=json`` was sent; another format is one that does not exist."""
    wanted = call.request.query_params.get("format")
    if wanted not in {None, "json"}:
        raise HttpProblem(404, "Not found.")
    return wanted == "json"


def _find(call: Call) -> ViewedOrder:
    ports = call.ports
    found = view_completed_order(
        call.request.path_params["token"],
        call.signed_in(),
        signer=ports.signer,
        orders=ports.orders,
        settings=ports.settings,
        clock=ports.clock,
        policy=ports.policy,
    )
    if found is None:
        raise HttpProblem(404, "Not found.")
    return found
