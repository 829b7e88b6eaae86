"""What a picture is to the shop, and how large it may be."""

from attrs import field, frozen, validators

MOST_PIXELS = 80_000_000
"""Four bytes each while one is decoded; Pillow warns above some 89 million."""


class PictureError(Exception):
    """A picture cannot be taken; the message is meant for the customer."""


@frozen(kw_only=True)
class PictureLimits:
    """How large one picture may be (a request holds several).

    Attributes:
        bytes: of the file as it was sent; 5 MiB unless told.
        pixels: width times height; 40 million unless told, 80 million at most. A WebP
            picture may have a quarter of them, which its decoder needs as much memory for.
    """

    bytes: int = field(default=5 * 1024 * 1024, validator=validators.gt(0))
    pixels: int = field(
        default=40_000_000, validator=[validators.gt(0), validators.le(MOST_PIXELS)]
    )


@frozen(kw_only=True)
class Picture:
    """A still picture that was seen to open, without whatever it takes not to show it.

    Attributes:
        data: the file.
        media_type: ``image/jpeg``, ``image/png``, ``image/webp`` or ``image/gif``.
        width: pixels, as stored: before the file's orientation is applied.
        height: pixels, likewise.
    """

    data: bytes = field(repr=False)
    media_type: str
    width: int
    height: int
