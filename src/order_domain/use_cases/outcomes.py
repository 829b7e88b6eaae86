"""How asking for something can end. Expected ends are values; faults are exceptions."""

from attrs import frozen

from order_domain.field_errors import FieldErrors

__all__ = ["Invalid", "OrderNotFound", "PickupAddressRequired"]


@frozen
class OrderNotFound:
    """There is no such order, or the customer may not see it: nobody can tell which."""


@frozen
class Invalid:
    """What was asked is not well-formed for this order; nothing was changed.

    Attributes:
        errors: dotted field name → messages.
    """

    errors: FieldErrors


@frozen
class PickupAddressRequired:
    """A refund by easy return came without a pickup address; nothing was changed."""
