"""Every store of pictures keeps the contract."""

from pathlib import Path

import pytest

from order_adapters.images import Pictures, PicturesInFolder, open_store
from order_adapters.memory import InMemoryPictures, any_picture
from order_domain.ports import PictureStore
from order_entrypoints.testing.contracts import PictureStoreContract


class TestInMemory(PictureStoreContract):
    @pytest.fixture
    def pictures(self) -> PictureStore:
        return InMemoryPictures()


class TestInAStoreInMemory(PictureStoreContract):
    @pytest.fixture
    def pictures(self) -> PictureStore:
        return Pictures(open_store("memory:///"))


class TestInAFolder(PictureStoreContract):
    @pytest.fixture
    def pictures(self, tmp_path: Path) -> PictureStore:
        return PicturesInFolder(tmp_path / "media")


def test_the_folder_is_made_when_the_first_picture_comes(tmp_path: Path) -> None:
    # given
    pictures = PicturesInFolder(tmp_path / "media")
    assert not (tmp_path / "media").exists()
    # when
    pictures.keep(any_picture(b"data"))
    # then
    assert len(list((tmp_path / "media").iterdir())) == 1


def test_a_test_can_foretell_the_names_in_memory() -> None:
    # given
    pictures = InMemoryPictures()
    # when
    pictures.keep(any_picture(b"data"))
    # then
    assert pictures.names == ("picture-1",)
