"""Order numbers signed as a Django project signs them: either side reads the other's.

Source: ``django.core.signing`` of Django 5.2.
"""

import zlib

from django.core import signing


class DjangoSigner:
    """Signs by ``SECRET_KEY`` and verifies by ``SECRET_KEY_FALLBACKS`` too.

    Implements :class:`order_domain.ports.OrderNumberSigner`. A token is what
    ``signing.dumps(number, salt=salt)`` returns, and what ``signing.loads`` takes.
    """

    def __init__(self, *, salt: str, max_age: int, plain: bool = False) -> None:
        """Take what the project signs order numbers with.

        Args:
            salt: the project's. ``"django.core.signing"`` is what ``dumps`` takes where it is
                given none; whatever else is signed with it could pass for an order number.
            max_age: seconds for which a token is good.
            plain: accept also what ``TimestampSigner(salt=salt).sign(number)`` returns, in
                which the number can be read. What ``Signer`` returns is never accepted: it
                has no end.
        """
        self._salt = salt
        self._max_age = max_age
        self._plain = plain

    def sign(self, number: str) -> str:
        """Return a token for the number, good from now on."""
        return signing.dumps(number, salt=self._salt)

    def unsign(self, token: str) -> str | None:
        """Return the number; None when the token was altered, is too old, or is no token."""
        number = self._unsign_object(token)
        return self._unsign_plain(token) if number is None and self._plain else number

    def _unsign_object(self, token: str) -> str | None:
        try:
            number: object = signing.loads(token, salt=self._salt, max_age=self._max_age)
        except (signing.BadSignature, ValueError, zlib.error):
            return None  # a good signature may be over anything that has this salt
        return number if isinstance(number, str) else None

    def _unsign_plain(self, token: str) -> str | None:
        try:
            return signing.TimestampSigner(salt=self._salt).unsign(token, max_age=self._max_age)
        except (signing.BadSignature, ValueError):
            return None
