"""``POST /orders/address_change/``."""

from typing import assert_never

from starlette.responses import Response

from order_domain.customers import Customer
from order_domain.ports import AddressChangeAccepted, AddressChangeRefused
from order_domain.use_cases.change_address import AddressFixed, change_address
from order_domain.use_cases.outcomes import Invalid
from order_entrypoints.http.call import Call
from order_entrypoints.http.once import once
from order_entrypoints.http.problems import (
    ADDRESS_FIXED,
    NON_FIELD,
    errors_response,
    json_response,
)
from order_entrypoints.wire.bodies import AddressChangeBody
from order_entrypoints.wire.outcomes import AddressChangedShape
from order_entrypoints.wire.reading import read


def request_address_change(call: Call) -> Response:
    """Send one of the customer's addresses to Omnitron as the order's new one."""
    customer = call.signed_in()
    return once(call, f"customer {customer.id}", lambda: _change(call, customer))


def _change(call: Call, customer: Customer) -> Response:
    body = read(call.json(), AddressChangeBody)
    result = change_address(
        body.value.order,
        body.value.address,
        body.value.order_address_types,
        customer,
        unreadable=body.errors,
        orders=call.ports.orders,
        customers=call.ports.customers,
        omnitron=call.ports.omnitron,
    )
    match result:
        case AddressChangeAccepted(status):
            return json_response(AddressChangedShape(status=status))
        case AddressChangeRefused(errors) | Invalid(errors):
            return errors_response(400, errors)
        case AddressFixed():
            message = "The address of an order that was shipped can not be changed."
            return errors_response(400, {NON_FIELD: [message]}, ADDRESS_FIXED)
        case _:
            assert_never(result)
