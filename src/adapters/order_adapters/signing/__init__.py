"""Signed order numbers by itsdangerous: limited in time, with keys that rotate."""

from collections.abc import Sequence

from order_adapters import needing

with needing("http"):
    from itsdangerous import BadData, URLSafeTimedSerializer

__all__ = ["ANONYMOUS_SALT", "SALT", "TimedSigner"]

SALT = "order-domain.completed-order"
"""Keeps these tokens apart from whatever else the same keys sign."""

ANONYMOUS_SALT = "order-domain.anonymous-order"
"""Keeps apart the cookie of an anonymous visitor, who proved an order."""


class TimedSigner:
    """Signs with the first key and verifies with all; implements ``OrderNumberSigner``."""

    def __init__(self, keys: Sequence[str], *, max_age: int, salt: str = SALT) -> None:
        """Take the keys and the life of a token.

        Args:
            keys: secrets, newest first; at least one, none of them empty.
            max_age: seconds for which a token is good.
            salt: what the tokens are for; those of another are refused.

        Raises:
            ValueError: no keys, or an empty one.
        """
        if not keys or not all(keys):
            raise ValueError("Expected at least one secret key, and none of them empty.")
        oldest_first = list(reversed(keys))
        self._serializer = URLSafeTimedSerializer(oldest_first, salt=salt)
        self._max_age = max_age

    def __repr__(self) -> str:
        """Name the signer without its keys."""
        return f"TimedSigner(max_age={self._max_age})"

    def sign(self, number: str) -> str:
        """Return a token for the number, good from now on."""
        return self._serializer.dumps(number)

    def unsign(self, token: str) -> str | None:
        """Return the number; None when the token was altered, is too old, or is no token."""
        try:
            number = self._serializer.loads(token, max_age=self._max_age)
        except BadData:
            return None
        return number if isinstance(number, str) else None
