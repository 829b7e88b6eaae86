"""``GET /users/orders/…``: the customer's orders (users-orders)."""

from starlette.responses import Response

from order_domain.use_cases.browse_orders import (
    list_orders,
    view_order,
    view_order_for_cancellation,
)
from order_domain.use_cases.viewing import ViewedDocument, ViewedOrder
from order_entrypoints.http.call import Call
from order_entrypoints.http.lists import data_response, page_response
from order_entrypoints.http.problems import HttpProblem
from order_entrypoints.http.queries import order_filter, parameters, window
from order_entrypoints.wire.documents import shower


def list_users_orders(call: Call) -> Response:
    """List the customer's orders, newest first."""
    customer = call.signed_in()
    ports = call.ports
    query = parameters(call.request)
    wanted, part = order_filter(query, ports.clock()), window(query)
    page = list_orders(
        customer,
        wanted,
        part,
        orders=ports.orders,
        history=ports.history,
        settings=ports.settings,
        clock=ports.clock,
        policy=ports.policy,
    )

    return page_response(call.request, page, part, shower(call.wording))


def get_users_order(call: Call) -> Response:
    """Show one of the customer's orders; to a guest the latest, whatever is asked for."""
    ports = call.ports
    viewed = view_order(
        call.request.path_params["pk"],
        call.signed_in(),
        orders=ports.orders,
        history=ports.history,
        settings=ports.settings,
        clock=ports.clock,
        policy=ports.policy,
    )
    return _shown(call, viewed)


def get_order_for_cancellation(call: Call) -> Response:
    """Show an order for its cancellation; to a guest the one created last."""
    ports = call.ports
    viewed = view_order_for_cancellation(
        call.request.path_params["pk"],
        call.signed_in(),
        orders=ports.orders,
        history=ports.history,
        settings=ports.settings,
        clock=ports.clock,
        policy=ports.policy,
    )
    return _shown(call, viewed)


def _shown(call: Call, viewed: ViewedOrder | ViewedDocument | None) -> Response:
    if viewed is None:
        raise HttpProblem(404, "Not found.")
    return data_response(call.request, shower(call.wording)(viewed))
