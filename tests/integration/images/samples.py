"""Small picture files of every accepted kind, and the parts that bombs are built from."""

import struct
import zlib
from io import BytesIO

from PIL import Image, ImageCms
from PIL.ExifTags import GPS, IFD, Base

SECRET = b"Ada Lovelace, 12 St James's Square"
PNG_MAGIC = b"\x89PNG\r\n\x1a\n"


def photograph(mode: str = "RGB", size: tuple[int, int] = (24, 16)) -> Image.Image:
    """No side of it is like another, so that a turn shows."""
    width, height = size
    pixels = bytes(
        (255 * x // width, 255 * y // height, 90)[channel]
        for y in range(height)
        for x in range(width)
        for channel in range(3)
    )
    return Image.frombytes("RGB", size, pixels).convert(mode)


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def telling_exif(orientation: int = 6) -> Image.Exif:
    """Exif with a name, a position, and which side is up."""
    exif = Image.Exif()
    exif[Base.Orientation] = orientation
    exif[Base.Artist] = SECRET.decode()
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (51.0, 30.0, 28.0)
    return exif


PROFILE = ImageCms.ImageCmsProfile(
    ImageCms.createProfile("sRGB")  # pyright: ignore[reportUnknownArgumentType, reportUnknownMemberType] -- no type yet
).tobytes()

OFTEN = photograph("P").tobytes()[0]
"""A colour, by its number, that the photograph has."""

STILLS: dict[str, bytes] = {
    "jpeg": encoded(photograph(), "JPEG"),
    "jpeg progressive": encoded(photograph(), "JPEG", progressive=True),
    "jpeg grey": encoded(photograph("L"), "JPEG"),
    "jpeg cmyk": encoded(photograph("CMYK"), "JPEG"),
    "jpeg restarts": encoded(photograph(), "JPEG", restart_marker_blocks=1),
    "png": encoded(photograph(), "PNG"),
    "png palette": encoded(photograph("P"), "PNG", transparency=OFTEN),
    "png alpha": encoded(photograph("RGBA"), "PNG"),
    "png 16 bits": encoded(photograph("L").convert("I;16"), "PNG"),
    "png bilevel": encoded(photograph("1"), "PNG"),
    "webp": encoded(photograph(), "WEBP"),
    "webp lossless": encoded(photograph(), "WEBP", lossless=True),
    "webp alpha": encoded(photograph("RGBA"), "WEBP", exact=True),
    "gif": encoded(photograph("P"), "GIF"),
    "gif transparent": encoded(photograph("P"), "GIF", transparency=OFTEN),
}

EXTENSIVE: dict[str, bytes] = {
    "jpeg": encoded(photograph(), "JPEG", exif=telling_exif(), comment=SECRET, icc_profile=PROFILE),
    "png": encoded(photograph(), "PNG", exif=telling_exif(), icc_profile=PROFILE),
    "webp": encoded(photograph(), "WEBP", exif=telling_exif(), icc_profile=PROFILE, xmp=SECRET),
}
"""Which side is up, the colours, and what is nobody's business."""


def png_chunk(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)


def png(width: int, height: int, *extra: bytes, bits: int = 1) -> bytes:
    """A real black picture, whatever its size, with extra chunks before its pixels."""
    header = struct.pack(">IIBBBBB", width, height, bits, 0, 0, 0, 0)
    left = height * (1 + (width * bits + 7) // 8)
    deflate, pixels = zlib.compressobj(), b""
    while left > 0:
        pixels += deflate.compress(bytes(min(left, 1 << 20)))
        left -= 1 << 20
    return b"".join(
        (
            PNG_MAGIC,
            png_chunk(b"IHDR", header),
            *extra,
            png_chunk(b"IDAT", pixels + deflate.flush()),
            png_chunk(b"IEND", b""),
        )
    )


def jpeg_segment(marker: int, told: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(told) + 2).to_bytes(2) + told


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"WEBP" + b"".join(
        kind + len(content).to_bytes(4, "little") + content + b"\0" * (len(content) % 2)
        for kind, content in chunks
    )
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def chunk_of_webp(data: bytes) -> tuple[bytes, bytes]:
    """The one chunk of a simple WebP file."""
    length = int.from_bytes(data[16:20], "little")
    return data[12:16], data[20 : 20 + length]
