"""Pictures are kept under names that mean nothing else, until they are removed."""

import pytest
from attrs import frozen

from order_domain.ports import PictureStore


@frozen
class _Picture:
    data: bytes
    media_type: str


_SENT = _Picture(b"not looked at any more", "image/png")
_OTHER = _Picture(b"another one", "image/jpeg")


class PictureStoreContract:
    """What was kept can be opened until it is removed.

    Fixtures:
        pictures: returns the adapter, empty.
    """

    @pytest.fixture
    def pictures(self) -> PictureStore:
        """Return the adapter, empty."""
        raise NotImplementedError

    def test_a_kept_picture_can_be_opened(self, pictures: PictureStore) -> None:
        name, other = pictures.keep(_SENT), pictures.keep(_OTHER)

        assert pictures.open(name) == (_SENT.data, _SENT.media_type)
        assert pictures.open(other) == (_OTHER.data, _OTHER.media_type)

    def test_the_same_picture_twice_has_two_names(self, pictures: PictureStore) -> None:
        first, second = pictures.keep(_SENT), pictures.keep(_SENT)
        pictures.remove(first)

        assert first != second
        assert pictures.open(first) is None
        assert pictures.open(second) == (_SENT.data, _SENT.media_type)

    def test_a_name_can_stand_in_a_url_path(self, pictures: PictureStore) -> None:
        name = pictures.keep(_SENT)

        assert name.isascii()
        assert all(character.isalnum() or character in "-_." for character in name)

    @pytest.mark.parametrize("name", ["", ".", "..", "../x", "/", "no-such.png", "\0", "%2e%2e"])
    def test_other_texts_are_the_names_of_nothing(self, pictures: PictureStore, name: str) -> None:
        kept = pictures.keep(_SENT)
        pictures.remove(name)

        assert pictures.open(name) is None
        assert pictures.open(kept) is not None

    def test_a_picture_can_be_removed_twice(self, pictures: PictureStore) -> None:
        name = pictures.keep(_SENT)
        pictures.remove(name)
        pictures.remove(name)

        assert pictures.open(name) is None
