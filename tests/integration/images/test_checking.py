import time
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from io import BytesIO

import pytest
from attrs import evolve
from PIL import Image, ImageChops

from order_adapters.images import PictureError, PictureLimits, check_picture

from .samples import EXTENSIVE, STILLS, encoded, photograph

LIMITS = PictureLimits()


def pixels(data: bytes) -> bytes:
    with Image.open(BytesIO(data)) as image:
        return image.convert("RGBA").tobytes()


@pytest.mark.parametrize("name", STILLS)
def test_a_still_is_taken_with_its_type_size_and_every_pixel(name: str) -> None:
    picture = check_picture(STILLS[name], LIMITS)

    assert picture.media_type == f"image/{name.partition(' ')[0]}"
    assert (picture.width, picture.height) == (24, 16)
    assert pixels(picture.data) == pixels(STILLS[name])


def test_the_samples_have_something_to_lose() -> None:
    transparent = [name for name, data in STILLS.items() if min(pixels(data)[3::4]) == 0]

    assert transparent == ["png palette", "gif transparent"]


@pytest.mark.parametrize("data", [*STILLS.values(), *EXTENSIVE.values()])
def test_checking_what_was_checked_changes_nothing(data: bytes) -> None:
    once = check_picture(data, LIMITS)

    assert check_picture(once.data, LIMITS) == once


@pytest.mark.parametrize("name", STILLS)
def test_a_file_cut_off_anywhere_is_refused(name: str) -> None:
    data = STILLS[name]

    for length in range(len(data)):
        with pytest.raises(PictureError):
            check_picture(data[:length], LIMITS)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        encoded(photograph(), "BMP"),
        encoded(photograph(), "TIFF"),
        encoded(photograph(), "AVIF"),
        encoded(photograph(), "PDF"),
    ],
)
def test_other_files_are_refused_by_what_they_are(data: bytes) -> None:
    with pytest.raises(PictureError, match="This is not a JPEG, PNG, WebP or GIF picture"):
        check_picture(data, LIMITS)


@pytest.mark.parametrize(
    "data",
    [
        encoded(photograph(), kind, save_all=True, append_images=[ImageChops.invert(photograph())])
        for kind in ("PNG", "WEBP", "GIF")
    ],
    ids=["png", "webp", "gif"],
)
def test_a_second_frame_is_refused(data: bytes) -> None:
    with pytest.raises(PictureError, match="Animated"):
        check_picture(data, LIMITS)


def test_the_limit_of_bytes_is_the_last_that_passes() -> None:
    data = STILLS["jpeg"]
    limits = PictureLimits(bytes=len(data))

    assert check_picture(data, limits).width == 24
    with pytest.raises(PictureError, match=f"at most {len(data) - 1} bytes"):
        check_picture(data, evolve(limits, bytes=len(data) - 1))


def test_the_default_limit_of_bytes_reads_as_people_say_it() -> None:
    with pytest.raises(PictureError, match="at most 5 MB"):
        check_picture(STILLS["png"] + bytes(5 * 1024 * 1024), LIMITS)


@pytest.mark.parametrize(("kind", "times"), [("JPEG", 1), ("PNG", 1), ("GIF", 1), ("WEBP", 4)])
def test_the_limit_of_pixels_is_the_last_that_passes(kind: str, times: int) -> None:
    data = encoded(photograph(size=(50, 20)), kind)

    assert check_picture(data, PictureLimits(pixels=1000 * times)).width == 50
    with pytest.raises(PictureError, match=r"at most 0\.000999 million pixels"):
        check_picture(data, PictureLimits(pixels=999 * times))


@pytest.mark.parametrize("wrong", [{"bytes": 0}, {"pixels": 0}, {"pixels": 80_000_001}])
def test_limits_without_sense_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="must be"):
        PictureLimits(**wrong)


def test_a_chunk_that_does_not_fit_its_checksum_is_refused() -> None:
    data = STILLS["png palette"]
    at = data.index(b"PLTE") + 4

    with pytest.raises(PictureError, match="damaged"):
        check_picture(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :], LIMITS)


def test_a_piece_cut_out_of_the_pixels_is_refused() -> None:
    data = STILLS["png"]
    start = data.index(b"IDAT") + 4

    with pytest.raises(PictureError, match="damaged"):
        check_picture(data[: start + 20] + data[start + 30 :], LIMITS)


def test_many_threads_may_check_at_once() -> None:
    files = list(STILLS.values()) * 8

    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(partial(check_picture, limits=LIMITS), files))

    assert together == [check_picture(data, LIMITS) for data in files]


def test_pixels_of_one_picture_at_a_time_are_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    open_now, most = 0, list[int]()

    @contextmanager
    def slow(*_: object, **__: object) -> Generator[Image.Image]:
        nonlocal open_now
        open_now += 1
        most.append(open_now)
        time.sleep(0.01)
        yield photograph()
        open_now -= 1

    monkeypatch.setattr(Image, "open", slow)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(partial(check_picture, limits=LIMITS), [STILLS["png"]] * 8))

    assert most == [1] * 8


def test_a_decoder_that_finds_another_size_is_not_believed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def open_another(*_: object, **__: object) -> Image.Image:
        return photograph(size=(24, 17))

    monkeypatch.setattr(Image, "open", open_another)

    with pytest.raises(PictureError, match="damaged"):
        check_picture(STILLS["png"], LIMITS)


def test_the_bytes_stay_out_of_the_representation() -> None:
    assert "data" not in repr(check_picture(STILLS["gif"], LIMITS))
