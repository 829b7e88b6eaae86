"""Pictures in memory."""

from itertools import count

from attrs import frozen

from order_domain.ports import Picture


@frozen
class _AnyPicture:
    data: bytes
    media_type: str = "image/png"


def any_picture(data: bytes) -> Picture:
    """Take any file for a picture (port :data:`order_domain.ports.CheckPicture`)."""
    return _AnyPicture(data)


class InMemoryPictures:
    """Keeps pictures (port :class:`order_domain.ports.PictureStore`).

    Attributes:
        names: of the pictures that are kept, oldest first.
    """

    def __init__(self) -> None:
        """Begin without pictures."""
        self._kept: dict[str, tuple[bytes, str]] = {}
        self._numbers = count(1)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the pictures that are kept, oldest first."""
        return tuple(self._kept)

    def keep(self, picture: Picture) -> str:
        """Keep a checked picture; return its new name, which a test can foretell."""
        name = f"picture-{next(self._numbers)}"
        self._kept[name] = (picture.data, picture.media_type)
        return name

    def open(self, name: str) -> tuple[bytes, str] | None:
        """Return a picture's bytes and media type; None when there is none of this name."""
        return self._kept.get(name)

    def remove(self, name: str) -> None:
        """Forget a picture; nothing happens when there is none of this name."""
        self._kept.pop(name, None)
