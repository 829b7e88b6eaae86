"""``POST /users/orders/anonymous/``: an order by its number and email (anonymous-orders)."""

from starlette.responses import Response

from order_domain.use_cases.find_anonymous_order import find_anonymous_order
from order_entrypoints.http.anonymous_access import (
    AnonymousAccess,
    hand_out,
    same_text,
    slow_down,
)
from order_entrypoints.http.call import Call
from order_entrypoints.http.problems import HttpProblem, errors_response, json_response
from order_entrypoints.wire.anonymous import claim_of, form_fields
from order_entrypoints.wire.pages import PageShape
from order_entrypoints.wire.viewed import viewed_order_shape

FORM = "application/x-www-form-urlencoded"
NOT_FOUND = "Not found."


def find_order(call: Call) -> Response:
    """Show a guest's order to whoever knows its number and email, and remember it for them."""
    call.check_csrf()
    access = access_of(call)
    claim = claim_of(_content(call))
    if claim.errors:
        return errors_response(400, claim.errors)
    slow_down(call.request, claim.number, access.throttle)
    ports = call.ports
    viewed = find_anonymous_order(
        claim.number,
        claim.email,
        proofs=access.proofs,
        same_text=same_text,
        orders=ports.orders,
        settings=ports.settings,
        clock=ports.clock,
        policy=ports.policy,
    )
    if viewed is None:
        raise HttpProblem(404, NOT_FOUND)
    shape = viewed_order_shape(viewed, call.wording)
    response = json_response(PageShape(count=1, next=None, previous=None, results=(shape,)))
    hand_out(response, access.tokens.sign(claim.number), secure=call.config.secure_cookies)
    return response


def access_of(call: Call) -> AnonymousAccess:
    """Return what lets anonymous visitors in.

    Raises:
        HttpProblem: 404 where the service lets none in.
    """
    access = call.ports.anonymous
    if access is None:
        raise HttpProblem(404, NOT_FOUND)
    return access


def _content(call: Call) -> object:
    """The decoded body, be it a form or JSON.

    Raises:
        HttpProblem: 415 for another content type, 400 for what is neither.
    """
    content_type = call.request.headers.get("content-type", "")
    if content_type.partition(";")[0].strip().lower() != FORM:
        return call.json()
    try:
        return form_fields(call.body)
    except ValueError:
        raise HttpProblem(400, "Form parse error: expected few fields in UTF-8.") from None
