"""Small files that would take much memory or time; each is built here and is what it says."""

import zlib
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from order_adapters.images import PictureError, PictureLimits, check_picture

from .budgets import MEBIBYTE, within_memory, within_seconds
from .samples import STILLS, chunk_of_webp, encoded, jpeg_segment, photograph, png, png_chunk, riff

LIMITS = PictureLimits()


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What Pillow was asked to open; it opens none of it."""
    asked = list[object]()

    def refuse(file: object, **_: object) -> None:
        asked.append(file)
        raise OSError

    monkeypatch.setattr(Image, "open", refuse)
    return asked


def jpeg_claiming(width: int, height: int) -> bytes:
    data = STILLS["jpeg"]
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + height.to_bytes(2) + width.to_bytes(2) + data[at + 4 :]


def gif_claiming(width: int, height: int) -> bytes:
    """A canvas of one pixel, and a frame that ends far outside of it."""
    data = bytearray(encoded(photograph("P", (1, 1)), "GIF"))
    at = data.index(b"\x2c")
    data[at + 1 : at + 3] = (width - 1).to_bytes(2, "little")
    data[at + 3 : at + 5] = (height - 1).to_bytes(2, "little")
    return bytes(data)


def flat_webp(side: int) -> bytes:
    return encoded(Image.new("RGB", (side, side)), "WEBP", lossless=True, method=0)


def webp_claiming(side: int) -> bytes:
    """An extended file whose canvas is 1 by 1 and whose picture is not."""
    canvas = (b"VP8X", bytes(10))
    return riff(canvas, chunk_of_webp(flat_webp(side)))


@pytest.mark.parametrize(
    "build",
    [
        lambda: png(20_000, 20_000),
        lambda: png(40_000_001, 1),
        lambda: jpeg_claiming(65_535, 65_535),
        lambda: gif_claiming(65_535, 65_535),
        lambda: flat_webp(3_200),
    ],
    ids=["png", "png of one row", "jpeg", "gif", "webp"],
)
def test_more_pixels_than_allowed_are_never_decoded(
    build: Callable[[], bytes], decoded: list[object]
) -> None:
    data = build()
    assert len(data) < MEBIBYTE

    with within_seconds(1.0), pytest.raises(PictureError, match="million pixels"):
        check_picture(data, LIMITS)
    assert decoded == []


def test_a_canvas_cannot_hide_the_size_of_its_picture(decoded: list[object]) -> None:
    data = webp_claiming(3_200)

    with pytest.raises(PictureError, match="damaged"):
        check_picture(data, LIMITS)
    assert decoded == []


def test_a_second_header_cannot_hide_the_size_of_the_first(decoded: list[object]) -> None:
    start = STILLS["jpeg"].index(b"\xff\xc0")
    small = STILLS["jpeg"][start : start + 19]
    data = jpeg_claiming(65_535, 65_535)

    with pytest.raises(PictureError, match="damaged"):
        check_picture(data[:-2] + small + data[-2:], LIMITS)
    assert decoded == []


def test_a_second_png_header_cannot_hide_the_size_of_the_first(decoded: list[object]) -> None:
    small = STILLS["png"][8:33]

    with pytest.raises(PictureError, match="damaged"):
        check_picture(png(20_000, 20_000, small), LIMITS)
    assert decoded == []


def test_a_gif_of_very_many_frames_is_refused_at_the_second() -> None:
    data = encoded(photograph("P", (1, 1)), "GIF")
    frame = data[data.index(b"\x2c") : -1]

    with within_seconds(0.5), pytest.raises(PictureError, match="Animated"):
        check_picture(data[:-1] + frame * 100_000 + data[-1:], LIMITS)


def test_a_png_of_very_many_frames_is_refused_at_the_announcement() -> None:
    control = png_chunk(b"acTL", (1_000_000).to_bytes(4) + bytes(4))

    with within_seconds(0.5), pytest.raises(PictureError, match="Animated"):
        check_picture(png(8, 8, control), LIMITS)


@pytest.mark.parametrize(
    ("kind", "told"),
    [(b"zTXt", b"Comment\0\0"), (b"iTXt", b"Comment\0\1\0\0\0"), (b"iCCP", b"Profile\0\0")],
)
def test_what_would_expand_beside_the_pixels_is_left_out(kind: bytes, told: bytes) -> None:
    bomb = png_chunk(kind, told + zlib.compress(bytes(64 * MEBIBYTE), 9))
    data = png(8, 8, *[bomb] * 20)

    with within_memory(16 * MEBIBYTE), within_seconds(2.0):
        picture = check_picture(data, LIMITS)

    assert picture.data == png(8, 8)


def test_very_many_colour_profiles_are_not_looked_into() -> None:
    bomb = png_chunk(b"iCCP", b"Profile\0\0" + zlib.compress(bytes(MEBIBYTE), 9))

    with within_seconds(1.0):
        picture = check_picture(png(8, 8, *[bomb] * 4_000), LIMITS)

    assert picture.data == png(8, 8, bomb)


def test_a_jpeg_of_very_many_scans_is_refused() -> None:
    """Each scan goes over every pixel again: this file would decode for minutes."""
    data = encoded(Image.new("L", (6_000, 6_000)), "JPEG", progressive=True)
    scan = data[data.rindex(b"\xff\xda") : -2]

    with within_seconds(0.5), pytest.raises(PictureError, match="damaged"):
        check_picture(data[:-2] + scan * 300 + data[-2:], LIMITS)


@pytest.mark.parametrize(
    "build",
    [
        lambda: STILLS["jpeg"][:2] + jpeg_segment(0xFE, b"") * 1_000_000 + STILLS["jpeg"][2:],
        lambda: STILLS["jpeg"][:2] + b"\xff" * (4 * MEBIBYTE),
        lambda: STILLS["jpeg"][:-2] + b"\xff" * (4 * MEBIBYTE),
        lambda: png(8, 8, png_chunk(b"tEXt", b"") * 400_000),
        lambda: riff(chunk_of_webp(STILLS["webp"]), *[(b"JUNK", b"")] * 500_000),
        lambda: STILLS["gif"][:-1] + b"\x21\xfe\0" * 1_000_000 + b";",
        lambda: STILLS["gif"][:-1] + b"\x21\xfe" + b"\1x" * 2_000_000,
    ],
    ids=["segments", "fill bytes", "scan", "chunks", "riff chunks", "extensions", "parts"],
)
def test_a_file_of_very_many_parts_is_refused_soon(build: Callable[[], bytes]) -> None:
    data = build()

    with within_seconds(2.0), pytest.raises(PictureError, match="damaged"):
        check_picture(data, LIMITS)


def test_the_largest_picture_allowed_is_decoded_once() -> None:
    data = png(40_000, 1_000)

    picture = check_picture(data, LIMITS)

    with Image.open(BytesIO(picture.data)) as image:
        assert image.size == (40_000, 1_000)
