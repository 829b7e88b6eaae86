"""The bodies that Omnitron takes.

Source: interfaces, "Omnitron, as this project speaks it"; platform facts, "Omnitron API".
"""

from typing import Annotated

import msgspec
from attrs import frozen

from order_adapters.omnitron.sandbox.calls import RefusedError, decoded
from order_domain.address_change import AddressType
from order_domain.addresses import Address


@frozen(kw_only=True)
class Cancellation:
    """The body of a cancellation; ``forced_refund_amount`` must be there, as null.

    Attributes:
        order: Omnitron's pk, as in the path.
        cancel_items: Omnitron's pks of the entries.
        reasons: one for each of them.
    """

    order: int
    cancel_items: Annotated[tuple[int, ...], msgspec.Meta(min_length=1)]
    reasons: dict[int, int]
    forced_refund_amount: None

    def mistakes(self, order: int) -> dict[str, object]:
        """Return field → messages of what contradicts itself or the path; empty when fine."""
        mistakes: dict[str, object] = {}
        if self.order != order:
            mistakes["order"] = ["This is another order than the path's."]
        if len(set(self.cancel_items)) != len(self.cancel_items):
            mistakes["cancel_items"] = ["An order item is listed twice."]
        if set(self.reasons) != set(self.cancel_items):
            mistakes["reasons"] = ["Each order item needs one reason."]
        return mistakes


def items_in(body: bytes) -> tuple[int, ...]:
    """Return the entries that the body of a cancellation asks for; none when it is wrong."""
    try:
        return decoded(body, Cancellation).cancel_items
    except RefusedError:
        return ()


@frozen(kw_only=True)
class _Known:
    remote_id: str


def remote_id_in(body: bytes) -> str | None:
    """Return the shop's uuid of the request that a body hands over; None when it has none."""
    try:
        return decoded(body, _Known).remote_id
    except RefusedError:
        return None


@frozen(kw_only=True)
class AddressChange:
    """The body of an address change.

    Attributes:
        order: the shop's pk of the order.
    """

    order: Annotated[str, msgspec.Meta(pattern=r"\A[0-9]{1,18}\Z")]
    address: Address
    order_address_types: Annotated[tuple[AddressType, ...], msgspec.Meta(min_length=1)]
    channel_id: int
