"""What showing a picture does not take is gone; what it takes is kept."""

from io import BytesIO

import pytest
from PIL import Image
from PIL.ExifTags import Base

from order_adapters.images import Picture, PictureLimits, check_picture
from order_adapters.images.orientation import only_orientation

from .samples import (
    EXTENSIVE,
    PNG_MAGIC,
    PROFILE,
    SECRET,
    STILLS,
    chunk_of_webp,
    encoded,
    jpeg_segment,
    photograph,
    png_chunk,
    riff,
    telling_exif,
)


def checked(data: bytes) -> Picture:
    return check_picture(data, PictureLimits())


@pytest.mark.parametrize("kind", EXTENSIVE)
def test_only_the_orientation_is_left_of_the_exif(kind: str) -> None:
    assert b"Ada" in EXTENSIVE[kind]

    picture = checked(EXTENSIVE[kind])

    assert b"Ada" not in picture.data
    with Image.open(BytesIO(picture.data)) as image:
        assert dict(image.getexif()) == {Base.Orientation: 6}


@pytest.mark.parametrize("kind", EXTENSIVE)
def test_the_colour_profile_is_kept(kind: str) -> None:
    with Image.open(BytesIO(checked(EXTENSIVE[kind]).data)) as image:
        assert image.info["icc_profile"] == PROFILE


@pytest.mark.parametrize("kind", EXTENSIVE)
def test_no_exif_at_all_is_left_when_the_picture_is_upright(kind: str) -> None:
    upright = encoded(photograph(), kind.upper(), exif=telling_exif(orientation=1))

    assert checked(upright).data == checked(STILLS[kind]).data


@pytest.mark.parametrize("name", STILLS)
def test_what_was_hung_onto_the_end_is_gone(name: str) -> None:
    plain = checked(STILLS[name])

    assert checked(STILLS[name] + b"PK\3\4 or <?php or <script>") == plain


def test_every_other_segment_of_a_jpeg_is_gone() -> None:
    thumbnail = STILLS["jpeg grey"]
    others = [jpeg_segment(marker, SECRET) for marker in (*range(0xE0, 0xF0), 0xFE)]
    others.append(jpeg_segment(0xE0, b"JFXX\0\x10" + thumbnail))
    others.append(jpeg_segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET))
    data = STILLS["jpeg"]

    assert checked(data[:2] + b"".join(others) + data[2:]) == checked(data)


def test_how_colours_are_encoded_in_a_jpeg_is_kept() -> None:
    assert b"Adobe" in checked(STILLS["jpeg cmyk"]).data


def test_a_jfif_thumbnail_is_gone() -> None:
    data = STILLS["jpeg"]
    small = jpeg_segment(0xE0, data[6:18] + b"\1\1" + b"xyz")

    assert checked(data[:2] + small + data[20:]) == checked(data)


def test_a_photograph_with_a_second_one_behind_it_is_a_still() -> None:
    """So do telephones: Pillow calls it MPO and counts two frames."""
    data = encoded(photograph(), "MPO", save_all=True, append_images=[photograph("L")])
    with Image.open(BytesIO(data)) as image:
        assert (image.format, getattr(image, "n_frames", 1)) == ("MPO", 2)

    picture = checked(data)

    assert picture.media_type == "image/jpeg"
    with Image.open(BytesIO(picture.data)) as image:
        assert (image.format, getattr(image, "n_frames", 1)) == ("JPEG", 1)


def test_fill_bytes_before_a_marker_are_read_over() -> None:
    data = STILLS["jpeg"]

    assert checked(data[:2] + b"\xff\xff\xff" + data[2:]) == checked(data)


@pytest.mark.parametrize("kind", [b"tEXt", b"zTXt", b"iTXt", b"tIME", b"eXIf", b"prVt"])
def test_other_chunks_of_a_png_are_gone(kind: bytes) -> None:
    data = STILLS["png"]
    at = len(PNG_MAGIC) + 25  # behind the header

    assert checked(data[:at] + png_chunk(kind, SECRET) + data[at:]) == checked(data)


def test_an_animated_png_of_one_frame_becomes_a_still() -> None:
    data = STILLS["png"]
    at = len(PNG_MAGIC) + 25
    control = png_chunk(b"acTL", bytes((0, 0, 0, 1, 0, 0, 0, 0)))

    assert checked(data[:at] + control + data[at:]) == checked(data)


def test_chunks_behind_a_simple_webp_are_gone() -> None:
    simple = STILLS["webp"]

    assert checked(riff(chunk_of_webp(simple), (b"XMP ", SECRET))) == checked(simple)


def test_comments_and_applications_of_a_gif_are_gone() -> None:
    data = STILLS["gif"]
    comment = b"\x21\xfe" + bytes((len(SECRET),)) + SECRET + b"\0"
    loop = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"

    assert checked(data[:-1] + comment + loop + data[-1:]) == checked(data)


@pytest.mark.parametrize("order", ["II", "MM"])
@pytest.mark.parametrize("turned", range(2, 9))
def test_the_orientation_is_read_in_either_byte_order(order: str, turned: int) -> None:
    exif = Image.Exif()
    exif.endian = "<" if order == "II" else ">"
    exif[Base.Make] = "Camera"
    exif[Base.Orientation] = turned
    written = exif.tobytes().removeprefix(b"Exif\0\0")
    assert written.startswith(order.encode())

    read = Image.Exif()
    read.load(only_orientation(written))

    assert dict(read) == {Base.Orientation: turned}


@pytest.mark.parametrize(
    "exif", [b"", b"II*\0", b"II*\0\xff\xff\xff\xff", b"II*\0\x08\0\0\0\xff\xff\x12\x01", SECRET]
)
def test_unreadable_exif_says_nothing_about_orientation(exif: bytes) -> None:
    assert only_orientation(exif) == b""
