"""What reading a file's structure, and not yet its pixels, gives."""

from attrs import frozen


class MalformedError(Exception):
    """The file is cut off or not built as its format demands."""


class AnimatedError(Exception):
    """The file holds more than one frame."""


@frozen(kw_only=True)
class Still:
    """A file of one frame with nothing left in it but what showing it takes.

    Attributes:
        data: the file, rewritten; never longer than it came, but for a few bytes.
        width: pixels, as the file claims; nothing of that size was made yet.
        height: pixels, likewise.
    """

    data: bytes
    width: int
    height: int
