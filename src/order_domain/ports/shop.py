"""What the shop itself says: reasons, settings, signed order numbers."""

from typing import Protocol

from order_domain.reasons import CancellationReason
from order_domain.settings import ShopSettings


class CancellationReasons(Protocol):
    """Knows the shop's cancellation reasons."""

    def all(self) -> tuple[CancellationReason, ...]:
        """Return every reason, inactive ones too, by sort position and then id."""
        ...


class Settings(Protocol):
    """Knows the shop's dynamic settings."""

    def current(self) -> ShopSettings:
        """Return the settings in force, at most a few seconds old.

        A stored value that cannot be used leaves the last good one in force.

        Raises:
            StorageUnavailableError: there is no last good one.
        """
        ...


class OrderNumberSigner(Protocol):
    """Signs order numbers, so that a link to a completed order cannot be guessed."""

    def sign(self, number: str) -> str:
        """Return a token for the number that can stand in a URL path."""
        ...

    def unsign(self, token: str) -> str | None:
        """Return the number; None when the token was altered, is too old, or is no token."""
        ...
