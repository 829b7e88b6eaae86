"""``GET /users/old-orders/…``: the customer's archived orders (users-orders)."""

from starlette.responses import Response

from order_domain.archive import OldOrder
from order_domain.use_cases.browse_archive import list_old_orders, view_old_order
from order_entrypoints.http.call import Call
from order_entrypoints.http.lists import data_response, page_response
from order_entrypoints.http.problems import HttpProblem
from order_entrypoints.http.queries import archive_query, parameters, window
from order_entrypoints.wire.archive import OldOrderShape, old_order_shape


def list_users_old_orders(call: Call) -> Response:
    """List the customer's archived orders."""
    customer = call.signed_in()
    query = parameters(call.request)
    wanted, part = archive_query(query), window(query)
    page = list_old_orders(customer, wanted, part, archive=call.ports.archive)

    def show(order: OldOrder) -> OldOrderShape:
        return old_order_shape(order, call.wording)

    return page_response(call.request, page, part, show)


def get_users_old_order(call: Call) -> Response:
    """Show one of the customer's archived orders."""
    pk, customer = call.request.path_params["pk"], call.signed_in()
    order = view_old_order(pk, customer, archive=call.ports.archive)
    if order is None:
        raise HttpProblem(404, "Not found.")
    return data_response(call.request, old_order_shape(order, call.wording))
