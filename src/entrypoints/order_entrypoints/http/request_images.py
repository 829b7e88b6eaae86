"""``GET /users/orders/cancellation_requests/images/{name}``: a picture, to its customer alone."""

from starlette.responses import Response

from order_domain.use_cases.view_picture import view_picture
from order_entrypoints.http.call import Call
from order_entrypoints.http.problems import HttpProblem

_HEADERS = {"content-disposition": "inline", "cache-control": "private, max-age=3600"}
"""Cached by the browser of whom it is shown to, and by nobody on the way."""


def get_request_image(call: Call) -> Response:
    """Show a picture that came with a request on one of the customer's orders."""
    found = view_picture(
        call.request.path_params["name"],
        call.signed_in(),
        orders=call.ports.orders,
        pictures=call.ports.pictures,
    )
    if found is None:
        raise HttpProblem(404, "Not found.")
    data, media_type = found
    return Response(data, media_type=media_type, headers=_HEADERS)
