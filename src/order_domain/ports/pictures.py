"""Customers' pictures."""

from collections.abc import Callable
from typing import Protocol, TypeAlias

from attrs import frozen


class Picture(Protocol):
    """A picture that was checked."""

    @property
    def data(self) -> bytes:
        """The file."""
        ...

    @property
    def media_type(self) -> str:
        """As ``image/jpeg``."""
        ...


@frozen
class UnfitPicture:
    """What was sent cannot be taken.

    Attributes:
        message: why, for the customer.
    """

    message: str


CheckPicture: TypeAlias = Callable[[bytes], Picture | UnfitPicture]
"""Tells whether a file is a picture, and one that is not too large; it may have any bytes."""


class PictureStore(Protocol):
    """Keeps customers' pictures. A name lets nobody in: who serves one asks whose it is.

    Any method may raise ``StorageUnavailableError``.
    """

    def keep(self, picture: Picture) -> str:
        """Keep a checked picture, whole or not at all; return its new name.

        Names are never given twice and cannot be guessed, and can stand in a URL path.
        """
        ...

    def open(self, name: str) -> tuple[bytes, str] | None:
        """Return a picture's bytes and media type; None when there is none of this name."""
        ...

    def remove(self, name: str) -> None:
        """Forget a picture; nothing happens when there is none of this name."""
        ...
