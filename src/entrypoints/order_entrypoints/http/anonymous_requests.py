"""``POST /users/orders/anonymous/[bulk_]cancellation_requests/`` (anonymous-orders)."""

from collections.abc import Callable

from starlette.responses import Response

from order_domain.customers import Customer
from order_domain.decisions import AskedBy
from order_domain.ports import OrderProof
from order_domain.use_cases.prove_order import prove_order, prove_order_by_token
from order_domain.use_cases.request_cancellation import request_on
from order_entrypoints.http.anonymous_access import COOKIE, AnonymousAccess, same_text, slow_down
from order_entrypoints.http.anonymous_orders import NOT_FOUND, access_of
from order_entrypoints.http.call import Call
from order_entrypoints.http.cancellation_requests import request_response
from order_entrypoints.http.once import once
from order_entrypoints.http.problems import HttpProblem, errors_response
from order_entrypoints.wire.anonymous import Claim, claim_of
from order_entrypoints.wire.requests import Asked, many_asked, one_asked

LONGEST_LENGTH = 20
"""Digits of a length that are looked at; a server takes in fewer bytes."""


def admit(call: Call) -> None:
    """Let a body as large as pictures are come from those only whose cookie is good.

    Raises:
        HttpProblem: 403 without the CSRF token; 413 for others' large bodies, and for those
            that do not say how large they are.
    """
    call.check_csrf()
    headers, limit = call.request.headers, call.config.max_body
    declared = int(headers.get("content-length", "0")[:LONGEST_LENGTH])
    if declared <= limit and "transfer-encoding" not in headers:
        return
    if access_of(call).tokens.unsign(_cookie(call)) is None:
        raise HttpProblem(413, f"The body is larger than {limit} bytes.")


def create_anonymous_request(call: Call) -> Response:
    """Open a request for one item of a proven order: 200 with the request."""
    return _create(call, one_asked)


def create_anonymous_requests(call: Call) -> Response:
    """Open a request for each of some items of a proven order: 201 with the requests."""
    return _create(call, many_asked)


def _create(call: Call, read_asked: Callable[[object], Asked]) -> Response:
    call.check_csrf()
    access = access_of(call)
    content = call.json()
    claim = claim_of(content)
    errors = claim.errors if claim.has_email else claim.unreadable
    if errors:
        asked = read_asked(content)
        return errors_response(400, {**asked.told(asked.unreadable), **errors})
    proof = _proof(call, claim, access)
    if proof is None:
        raise HttpProblem(404, NOT_FOUND)
    # Whoever proves the order is the same caller: its number and email, or its cookie.
    return once(call, f"anonymous {proof.pk}", lambda: _request(call, proof, read_asked(content)))


def _proof(call: Call, claim: Claim, access: AnonymousAccess) -> OrderProof | None:
    """By the body when it carries an email, else by the cookie; an item alone proves nothing."""
    if claim.has_email:
        slow_down(call.request, claim.number, access.throttle)
        return prove_order(claim.number, claim.email, proofs=access.proofs, same_text=same_text)
    return prove_order_by_token(_cookie(call), signer=access.tokens, proofs=access.proofs)


def _cookie(call: Call) -> str:
    return call.request.cookies.get(COOKIE, "")


def _request(call: Call, proof: OrderProof, asked: Asked) -> Response:
    ports = call.ports
    result = request_on(
        lambda: ports.orders.by_pk(proof.pk),
        asked.selection,
        Customer(proof.customer_id, proof.email, is_guest=True),
        AskedBy.ANONYMOUS,
        orders=ports.orders,
        customers=ports.customers,
        reasons=ports.reasons,
        settings=ports.settings,
        decisions=ports.decisions,
        is_iban=ports.is_iban,
        check_picture=ports.check_picture,
        pictures=ports.pictures,
        report=ports.report,
        clock=ports.clock,
        new_uuid=ports.new_uuid,
        policy=ports.policy,
        uploads=asked.uploads,
        unreadable=asked.unreadable,
    )
    return request_response(call, asked, result)
