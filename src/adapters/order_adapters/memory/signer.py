"""A signer whose tokens are readable and prove nothing."""

from zlib import crc32


class PlainSigner:
    """Signs order numbers for tests only (port :class:`order_domain.ports.OrderNumberSigner`).

    Anyone can make such a token; it notices accidents, not attacks.
    """

    def sign(self, number: str) -> str:
        """Return the number in hexadecimal digits, with a check sum."""
        written = number.encode("utf-8", "surrogatepass")
        return f"{written.hex()}-{crc32(written):08x}"

    def unsign(self, token: str) -> str | None:
        """Return the number; None when the token is not one of ``sign``'s."""
        digits, _, _ = token.partition("-")
        try:
            number = bytes.fromhex(digits).decode("utf-8", "surrogatepass")
        except ValueError:
            return None
        return number if self.sign(number) == token else None
