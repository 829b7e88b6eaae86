"""Ask Omnitron for another address on an order.

Source: order-management, "Request Order Address Change"; domain description, section 6.
The order keeps its address until Omnitron's own update says otherwise.
"""

from collections.abc import Collection
from typing import TypeAlias

from attrs import frozen

from order_domain.address_change import AddressType, is_address_fixed
from order_domain.cancellation.checks import EMPTY_LIST, unknown_pk
from order_domain.customers import Customer
from order_domain.field_errors import NO_ERRORS, WHOLE, FieldErrors, Problem, gather
from order_domain.ports import (
    AddressChangeAccepted,
    AddressChangeRefused,
    Customers,
    Omnitron,
    Orders,
)
from order_domain.use_cases.find_order import order_by_pk
from order_domain.use_cases.outcomes import Invalid

__all__ = ["AddressChangeResult", "AddressFixed", "change_address"]


@frozen
class AddressFixed:
    """The order, or an item of it, is shipped or beyond (``order_100_3``)."""


AddressChangeResult: TypeAlias = (
    AddressChangeAccepted | AddressChangeRefused | AddressFixed | Invalid
)


def change_address(
    order_pk: int,
    address_pk: int,
    types: Collection[AddressType],
    customer: Customer,
    *,
    orders: Orders,
    customers: Customers,
    omnitron: Omnitron,
    unreadable: FieldErrors = NO_ERRORS,
) -> AddressChangeResult:
    """Send one of the customer's addresses to Omnitron as the order's new one.

    Args:
        order_pk: of an order that the customer may see.
        address_pk: of an address in the customer's book.
        types: which addresses of the order to replace; at least one.
        customer: who asks.
        orders: where orders are kept.
        customers: knows the customer's addresses.
        omnitron: is asked for the change.
        unreadable: messages for fields that could not be read and stand blank.

    Raises:
        OmnitronUnavailableError: it gave no answer that makes sense.
    """
    order = order_by_pk(order_pk, customer, orders=orders)
    address = customers.address(customer.id, address_pk)
    problems: list[Problem] = []
    if order is None:
        problems.append(("order", unknown_pk(order_pk)))
    if address is None:
        problems.append(("address", unknown_pk(address_pk)))
    if not types:
        problems.append(("order_address_types", EMPTY_LIST))
    errors = {**(NO_ERRORS if WHOLE in unreadable else gather(problems)), **unreadable}
    if order is None or address is None or errors:
        return Invalid(errors)
    if is_address_fixed(order):
        return AddressFixed()
    return omnitron.change_address(order.pk, address, types)
