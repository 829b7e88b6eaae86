"""``GET /users/orders/cancellation_requests/images/{name}``: a picture, to its owner alone.

The owner is the order's customer, or the anonymous visitor whose cookie proves the order.
"""

from starlette.responses import Response

from order_domain.ports import OrderProof
from order_domain.use_cases.prove_order import prove_order_by_token
from order_domain.use_cases.view_picture import view_picture, view_proven_picture
from order_entrypoints.http.anonymous_access import COOKIE
from order_entrypoints.http.call import Call
from order_entrypoints.http.problems import HttpProblem

_HEADERS = {"content-disposition": "inline", "cache-control": "private, max-age=3600"}
"""Cached by the browser of whom it is shown to, and by nobody on the way."""


def get_request_image(call: Call) -> Response:
    """Show a picture that came with a request on an order of who asks.

    Raises:
        LoginRequired: with neither a session nor a cookie that proves an order.
    """
    found = _by_session(call) or _by_cookie(call)
    if found is None:
        raise HttpProblem(404, "Not found.")
    data, media_type = found
    return Response(data, media_type=media_type, headers=_HEADERS)


def _by_session(call: Call) -> tuple[bytes, str] | None:
    customer, ports = call.customer(), call.ports
    if customer is None:
        return None
    name = call.request.path_params["name"]
    return view_picture(name, customer, orders=ports.orders, pictures=ports.pictures)


def _by_cookie(call: Call) -> tuple[bytes, str] | None:
    ports, proof = call.ports, _proof(call)
    if proof is None:
        call.signed_in()
        return None
    name = call.request.path_params["name"]
    return view_proven_picture(name, proof, orders=ports.orders, pictures=ports.pictures)


def _proof(call: Call) -> OrderProof | None:
    access = call.ports.anonymous
    if access is None:
        return None
    token = call.request.cookies.get(COOKIE, "")
    return prove_order_by_token(token, signer=access.tokens, proofs=access.proofs)
