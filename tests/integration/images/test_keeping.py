import re
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from attrs import evolve

from order_adapters.images import Picture, Pictures, open_store
from order_domain.ports import StorageUnavailableError

from .s3_server import S3Server

PICTURE = Picture(data=b"\x89PNG and so on", media_type="image/png", width=3, height=2)
UNKNOWN = f"{'0' * 32}.png"

STRANGE = [
    "",
    "..",
    "../secret.png",
    f"../{'0' * 32}.png",
    f"{'0' * 32}.png/../../secret",
    f"/{'0' * 32}.png",
    f"..%2f{'0' * 27}.png",
    f"{'0' * 32}.svg",
    f"{'0' * 31}.png",
    f"{'A' * 32}.png",
    f"{'٣' * 32}.png",
    f"{'0' * 32}.png\n",
    f"{'0' * 32}.png\0",
    f"{'0' * 32}.png#1",
    "\ud800",
]


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[S3Server]:
    with S3Server() as server:
        monkeypatch.setenv("AWS_ENDPOINT", server.url)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "id")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "top-secret")
        monkeypatch.setenv("AWS_REGION", "eu-central-1")
        yield server


@pytest.fixture(params=["memory", "file", "s3"])
def pictures(request: pytest.FixtureRequest, tmp_path: Path) -> Pictures:
    if request.param == "s3":
        request.getfixturevalue("s3")
    urls = {
        "memory": "memory:///",
        "file": (tmp_path / "two words" / "pictures").as_uri(),
        "s3": "s3://shop/pictures",
    }
    return Pictures(open_store(urls[request.param]))


@pytest.mark.parametrize(
    ("media_type", "suffix"),
    [("image/jpeg", "jpg"), ("image/png", "png"), ("image/webp", "webp"), ("image/gif", "gif")],
)
def test_what_is_kept_is_opened_again(pictures: Pictures, media_type: str, suffix: str) -> None:
    name = pictures.keep(evolve(PICTURE, media_type=media_type))

    assert re.fullmatch(rf"[0-9a-f]{{32}}\.{suffix}", name)
    assert pictures.open(name) == (PICTURE.data, media_type)


def test_one_picture_kept_twice_has_two_names(pictures: Pictures) -> None:
    first, second = pictures.keep(PICTURE), pictures.keep(PICTURE)
    pictures.remove(first)

    assert first != second
    assert pictures.open(second) == (PICTURE.data, "image/png")


def test_what_is_removed_is_gone_and_may_be_removed_again(pictures: Pictures) -> None:
    name = pictures.keep(PICTURE)

    pictures.remove(name)
    pictures.remove(name)

    assert pictures.open(name) is None


def test_a_name_never_given_is_the_name_of_nothing(pictures: Pictures) -> None:
    pictures.remove(UNKNOWN)

    assert pictures.open(UNKNOWN) is None


def test_a_picture_larger_than_a_part_of_an_upload_is_kept_whole(pictures: Pictures) -> None:
    large = evolve(PICTURE, data=bytes(range(256)) * 32 * 1024)

    assert pictures.open(pictures.keep(large)) == (large.data, "image/png")


def test_many_threads_may_keep_at_once(pictures: Pictures) -> None:
    several = [evolve(PICTURE, data=bytes([number]) * 1000) for number in range(32)]

    with ThreadPoolExecutor(8) as threads:
        names = list(threads.map(pictures.keep, several))

    assert [pictures.open(name) for name in names] == [(p.data, "image/png") for p in several]


@pytest.mark.parametrize("name", STRANGE)
def test_a_strange_name_reaches_no_file(tmp_path: Path, name: str) -> None:
    pictures = Pictures(open_store((tmp_path / "inner").as_uri()))
    others = [tmp_path / "secret.png", tmp_path / f"{'0' * 32}.png"]
    for other in others:
        other.write_text("secret")

    pictures.remove(name)

    assert pictures.open(name) is None
    assert all(other.exists() for other in others)


def test_the_folder_is_made_for_this_user_only(tmp_path: Path) -> None:
    open_store((tmp_path / "a" / "b").as_uri())

    assert stat.S_IMODE((tmp_path / "a" / "b").stat().st_mode) == 0o700


def test_pictures_are_found_by_who_opens_the_folder_later(tmp_path: Path) -> None:
    url = (tmp_path / "pictures").as_uri()
    name = Pictures(open_store(url)).keep(PICTURE)

    assert Pictures(open_store(url)).open(name) == (PICTURE.data, "image/png")
    assert [file.name for file in (tmp_path / "pictures").iterdir()] == [name]


@pytest.mark.parametrize(
    "url", ["", "pictures", "/srv/pictures", "http://example.com/", "ftp://x/y", "file://host/x"]
)
def test_a_url_of_no_store_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=re.escape(repr(url))):
        open_store(url)


def test_a_folder_that_cannot_be_made_is_a_fault_of_the_store(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")

    with pytest.raises(StorageUnavailableError, match="taken"):
        open_store((tmp_path / "taken" / "pictures").as_uri())


def test_a_folder_that_broke_is_a_fault_of_the_store(tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    pictures = Pictures(open_store(folder.as_uri()))
    folder.rmdir()
    folder.write_text("")

    with pytest.raises(StorageUnavailableError):
        pictures.keep(PICTURE)
    with pytest.raises(StorageUnavailableError):
        pictures.open(UNKNOWN)
    with pytest.raises(StorageUnavailableError):
        pictures.remove(UNKNOWN)


def test_names_in_a_bucket_begin_with_the_prefix_of_its_url(s3: S3Server) -> None:
    name = Pictures(open_store("s3://shop/pictures")).keep(PICTURE)

    assert s3.objects == {f"/shop/pictures/{name}": PICTURE.data}


@pytest.mark.parametrize("status", [403, 500, 503])
def test_a_bucket_that_refuses_is_a_fault_of_the_store(s3: S3Server, status: int) -> None:
    pictures = Pictures(open_store("s3://shop"))
    name = pictures.keep(PICTURE)
    s3.failing = status

    with pytest.raises(StorageUnavailableError) as fault:
        pictures.open(name)
    assert "top-secret" not in str(fault.value)
    assert "\n" not in str(fault.value)
    with pytest.raises(StorageUnavailableError):
        pictures.keep(PICTURE)
    with pytest.raises(StorageUnavailableError):
        pictures.remove(name)
    assert len(s3.requests) <= 1 + 3 * 3  # two more tries each


def test_a_bucket_out_of_reach_is_a_fault_of_the_store(
    s3: S3Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT", "http://127.0.0.1:1")

    with pytest.raises(StorageUnavailableError):
        Pictures(open_store("s3://shop")).open(UNKNOWN)
    assert s3.requests == []
