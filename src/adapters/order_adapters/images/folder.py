"""Pictures in a folder, for a single machine."""

from functools import cached_property
from pathlib import Path

from order_adapters.images.keeping import Pictures, open_store
from order_domain.ports import Picture


class PicturesInFolder:
    """Keeps pictures in a folder that is made when the first one comes."""

    def __init__(self, folder: Path) -> None:
        """Use this folder."""
        self._folder = folder

    @cached_property
    def _pictures(self) -> Pictures:
        return Pictures(open_store(self._folder.absolute().as_uri()))

    def keep(self, picture: Picture) -> str:
        """Keep a checked picture and return its new name."""
        return self._pictures.keep(picture)

    def open(self, name: str) -> tuple[bytes, str] | None:
        """Return a picture's bytes and media type; None when there is none of this name."""
        return self._pictures.open(name)

    def remove(self, name: str) -> None:
        """Forget a picture."""
        self._pictures.remove(name)
