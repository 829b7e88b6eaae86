"""What stands where no Omnitron is configured."""

from collections.abc import Collection

from order_domain.address_change import AddressType
from order_domain.addresses import Address
from order_domain.cancellation.outcomes import CancelOutcome, NotSent
from order_domain.ports import (
    AddressChangeAccepted,
    AddressChangeRefused,
    OmnitronOrder,
    OmnitronUnavailableError,
)

NO_OMNITRON = "ORDERS_OMNITRON_URL is not set."


class NoOmnitron:
    """Stands where no Omnitron is configured: every cancellation becomes a request."""

    def order(self, number: str) -> OmnitronOrder | None:
        """Raise that there is no Omnitron."""
        raise OmnitronUnavailableError(NO_OMNITRON)

    def cancel(self, order: OmnitronOrder, reasons: dict[int, int]) -> CancelOutcome:
        """Send nothing."""
        return NotSent(NO_OMNITRON)

    def change_address(
        self, order_pk: int, address: Address, types: Collection[AddressType]
    ) -> AddressChangeAccepted | AddressChangeRefused:
        """Raise that there is no Omnitron."""
        raise OmnitronUnavailableError(NO_OMNITRON)

    def close(self) -> None:
        """Close nothing."""
