"""Whether bytes are a picture that the shop can take, by Pillow.

Decisions (the issue asks that pictures be checked for type, bytes, pixels and bombs):

- JPEG, PNG, WebP and GIF, told by content; of one frame. Browsers show all of them, and
  telephones send HEIC as JPEG when asked for these.
- A file is first read as a structure of parts, which takes no memory and tells its size and
  its frames. Only then are its pixels decoded, once, to see that they are all there.
- Memory is what bounds pixels: Pillow's WebP decoder makes four copies (40 bytes of file
  took 616 MB), so WebP may have a quarter of the pixels.
- It is not encoded anew: it is kept as it came but for the parts that showing it does not
  take. Position, time, camera, comments, thumbnails, and whatever was hung onto the end are
  gone; the pixels, which may be evidence, are the customer's own. Encoding anew would do no
  more for privacy, make some files larger, and cost seconds for a large PNG.
"""

from collections.abc import Callable
from io import BytesIO
from threading import Lock

from attrs import frozen
from PIL import Image

from order_adapters.images import gif, jpeg, png, webp
from order_adapters.images.pictures import Picture, PictureError, PictureLimits
from order_adapters.images.still import AnimatedError, MalformedError, Still

_DAMAGED = "The picture is damaged or incomplete."

_decoding = Lock()
"""Held while pixels are in memory: one picture of the full size takes some 160 MB."""


@frozen
class _Format:
    """A kind of file.

    Attributes:
        name: Pillow's.
        copies: how many times its decoder holds the picture in memory at once; so many
            times fewer pixels are allowed.
    """

    name: str
    media_type: str
    is_claimed: Callable[[bytes], bool]
    strip: Callable[[bytes], Still]
    copies: int = 1


_FORMATS = (
    _Format("JPEG", "image/jpeg", lambda data: data.startswith(jpeg.MAGIC), jpeg.strip),
    _Format("PNG", "image/png", lambda data: data.startswith(png.MAGIC), png.strip),
    _Format("WEBP", "image/webp", webp.is_webp, webp.strip, copies=4),
    _Format("GIF", "image/gif", lambda data: data.startswith(gif.MAGICS), gif.strip),
)


def check_picture(data: bytes, limits: PictureLimits) -> Picture:
    """Return the picture in a file, freed of what showing it does not take.

    Any number of threads may call it; pixels are decoded by one at a time.

    Args:
        data: the file, as it was sent.
        limits: how large it may be; checked before any pixel is decoded.

    Raises:
        PictureError: it is no picture, damaged, animated or too large. Nothing else is
            raised, whatever the bytes.
    """
    if len(data) > limits.bytes:
        raise PictureError(f"A picture can have at most {_in_units(limits.bytes)}.")
    claimed = _claimed(data)
    still = _stripped(claimed, data)
    pixels = limits.pixels // claimed.copies
    if still.width * still.height > pixels:
        raise PictureError(f"Such a picture can have at most {pixels / 1e6:g} million pixels.")
    _see_that_it_opens(claimed, still)
    return Picture(
        data=still.data,
        media_type=claimed.media_type,
        width=still.width,
        height=still.height,
    )


def _claimed(data: bytes) -> _Format:
    for known in _FORMATS:
        if known.is_claimed(data):
            return known
    raise PictureError("This is not a JPEG, PNG, WebP or GIF picture.")


def _stripped(claimed: _Format, data: bytes) -> Still:
    try:
        return claimed.strip(data)
    except AnimatedError:
        raise PictureError("Animated pictures are not accepted.") from None
    except MalformedError as error:
        raise PictureError(_DAMAGED) from error


def _see_that_it_opens(claimed: _Format, still: Still) -> None:
    try:
        _decode(claimed, still)
    except Exception as error:  # decoders raise whatever they stumble over
        raise PictureError(_DAMAGED) from error


def _decode(claimed: _Format, still: Still) -> None:
    with _decoding, Image.open(BytesIO(still.data), formats=[claimed.name]) as image:
        if image.size != (still.width, still.height):
            raise MalformedError(f"{image.size} was not announced")
        # A JPEG is read to its end all the same, but into an eighth of each side.
        image.draft(None, (1, 1))
        image.load()


def _in_units(size: int) -> str:
    """Return a number of bytes the way people read it."""
    mebibyte = 1024 * 1024
    return f"{size / mebibyte:g} MB" if size >= mebibyte else f"{size} bytes"
