"""Pictures that are taken, or are not, and a store of them that can fail."""

from order_adapters.memory import InMemoryPictures, any_picture
from order_domain.ports import Picture, StorageUnavailableError, UnfitPicture
from order_domain.selections import Upload

TORN, WORN, BAD = b"a torn shirt", b"a worn shirt", b"no picture"


def picture_unless_bad(data: bytes) -> Picture | UnfitPicture:
    """Take anything for a picture but ``BAD``."""
    return UnfitPicture("This is no picture.") if data == BAD else any_picture(data)


def uploads(*data: bytes) -> tuple[Upload, ...]:
    """Pictures as they are sent with a line."""
    return tuple(Upload(each, f"{each.decode()}, seen from above") for each in data)


class FailingPictures(InMemoryPictures):
    """A store that fails when it is told to.

    Attributes:
        room: how many more pictures it keeps; none keeps any number.
        removes: whether it can still remove one.
    """

    def __init__(self) -> None:
        super().__init__()
        self.room: int | None = None
        self.removes = True
        self.kept = 0

    def keep(self, picture: Picture) -> str:
        if self.room == 0:
            raise StorageUnavailableError("The store is full.")
        if self.room is not None:
            self.room -= 1
        self.kept += 1
        return super().keep(picture)

    def remove(self, name: str) -> None:
        if not self.removes:
            raise StorageUnavailableError("The store is read-only.")
        super().remove(name)
