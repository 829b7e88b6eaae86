"""Laws that hold whatever is sent."""

from io import BytesIO

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import Image

from order_adapters.images import Picture, PictureError, PictureLimits, check_picture

from .samples import EXTENSIVE, PNG_MAGIC, STILLS, chunk_of_webp, encoded, photograph, riff

LIMITS = PictureLimits(bytes=64 * 1024, pixels=1_000_000)
WHOLE = [*STILLS.values(), *EXTENSIVE.values()]
BEGINNINGS = (b"\xff\xd8\xff", PNG_MAGIC, b"RIFF\x40\0\0\0WEBPVP8X\x0a\0\0\0", b"GIF89a")

ONE_PIXEL = chunk_of_webp(encoded(photograph(size=(1, 1)), "WEBP"))

law = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A picture with a few pieces replaced, left out or repeated."""
    data = draw(st.sampled_from(WHOLE))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 12)))
        piece = draw(st.one_of(st.binary(max_size=12), st.just(data[start:end] * 2)))
        data = data[:start] + piece + data[end:]
    return data


def attempt(data: bytes) -> Picture | None:
    """Whatever else is raised fails the test."""
    try:
        return check_picture(data, LIMITS)
    except PictureError:
        return None


def opens_as_said(picture: Picture) -> bool:
    with Image.open(BytesIO(picture.data)) as image:
        image.load()
        is_one = getattr(image, "n_frames", 1) == 1
        return is_one and image.size == (picture.width, picture.height)


@law
@given(beginning=st.sampled_from((b"", *BEGINNINGS)), rest=st.binary(max_size=200))
@example(beginning=b"RIFF\0\0\0\0WEBP", rest=b"")
@example(beginning=riff((b"VP8X", b""), (b"ICCP", b""), ONE_PIXEL), rest=b"")
@example(beginning=b"GIF89a", rest=b"\0\0\0\0\x80\0\0")
def test_bytes_are_a_picture_that_opens_or_a_picture_error(beginning: bytes, rest: bytes) -> None:
    picture = attempt(beginning + rest)

    assert picture is None or opens_as_said(picture)


@law
@given(damaged())
def test_a_damaged_picture_opens_or_is_a_picture_error(data: bytes) -> None:
    picture = attempt(data)

    assert picture is None or opens_as_said(picture)


@law
@given(damaged())
def test_what_is_kept_is_as_small_and_stays_as_it_is(data: bytes) -> None:
    picture = attempt(data)

    if picture is not None:
        assert len(picture.data) <= len(data)
        assert attempt(picture.data) == picture
