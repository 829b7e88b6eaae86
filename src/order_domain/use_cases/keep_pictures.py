"""Pictures of a selection: checked once, kept for as long as their order names them.

A file that no order names is one that nobody finds again: whatever ends a use case before
the order is saved takes the files with it. A process killed between the two, or a database
that breaks while it saves, leaves some behind; nobody can open them, because nobody's order
names them.
"""

from typing import Self

from attrs import define, evolve, field

from order_domain.ports import (
    CheckPicture,
    Picture,
    PictureStore,
    Report,
    StorageUnavailableError,
    UnfitPicture,
)
from order_domain.selections import SelectedImage, SelectedItem, Selection, Upload, Uploads


@define
class CheckedPictures:
    """Checks each picture once, however often the selection is judged."""

    check: CheckPicture
    _found: dict[bytes, Picture | UnfitPicture] = field(
        factory=dict[bytes, Picture | UnfitPicture], init=False
    )

    def fault(self, data: bytes) -> str | None:
        """Return what is wrong with a picture; None when nothing is."""
        found = self.of(data)
        return found.message if isinstance(found, UnfitPicture) else None

    def of(self, data: bytes) -> Picture | UnfitPicture:
        """Return what a file is."""
        if data not in self._found:
            self._found[data] = self.check(data)
        return self._found[data]


@define
class KeptPictures:
    """The pictures of one selection in their store; a context that removes them at its end.

    Unless it is told that an order names them.
    """

    uploads: Uploads
    checked: CheckedPictures
    store: PictureStore
    report: Report
    _images: dict[int, tuple[SelectedImage, ...]] = field(
        factory=dict[int, tuple[SelectedImage, ...]], init=False
    )
    _names: list[str] = field(factory=list[str], init=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.remove()

    def in_selection(self, selection: Selection) -> Selection:
        """Keep the pictures, if they are not yet kept; return the selection that names them.

        Raises:
            StorageUnavailableError: they could not be kept.
        """
        lines = (self._in_line(n, line) for n, line in enumerate(selection.items))
        return evolve(selection, items=tuple(lines))

    def are_named(self) -> None:
        """Let them stay: the order is saved with their names."""
        self._names = []

    def may_be_named(self) -> None:
        """Let them stay, and report it: nobody knows whether the order is saved."""
        for name in self._names:
            self.report(f"Picture {name} is left, though its order may not have been saved.")
        self._names = []

    def remove(self) -> None:
        """Remove what was kept and is not named; what cannot be removed is reported."""
        for name in self._names:
            remove_picture(name, store=self.store, report=self.report)
        self._names = []

    def _in_line(self, position: int, line: SelectedItem) -> SelectedItem:
        if position not in self._images:
            uploads = self.uploads.get(position, ())
            self._images[position] = tuple(self._kept(upload) for upload in uploads)
        return evolve(line, images=self._images[position])

    def _kept(self, upload: Upload) -> SelectedImage:
        picture = self.checked.of(upload.data)
        if isinstance(picture, UnfitPicture):
            raise ValueError(picture.message)  # noqa: TRY004  (of the value, not of its type)
        name = self.store.keep(picture)
        self._names.append(name)
        return SelectedImage(name, upload.description)


def remove_picture(name: str, *, store: PictureStore, report: Report) -> None:
    """Remove a picture, or report that it is left behind."""
    try:
        store.remove(name)
    except StorageUnavailableError as error:
        report(f"Picture {name} is left behind: {error}")
