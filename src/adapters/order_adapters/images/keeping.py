"""Where pictures are kept: a folder, S3, Google Cloud or Azure, by obstore."""

import re
import secrets
from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from obstore.exceptions import BaseError
from obstore.store import ObjectStore, from_url

from order_domain.ports import Picture, StorageUnavailableError

_SUFFIXES = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/gif": "gif"}
_MEDIA_TYPES = {suffix: media_type for media_type, suffix in _SUFFIXES.items()}
_NAME = re.compile(rf"[0-9a-f]{{32}}\.({'|'.join(_MEDIA_TYPES)})")

_CLOUDS = frozenset({"s3", "s3a", "gs", "az", "azure", "abfs", "abfss"})
_PATIENCE = timedelta(seconds=15)
"""A customer is waiting: obstore's own three minutes would hold a worker thread that long."""


def open_store(url: str) -> ObjectStore:
    """Return the store at a URL, for ``Pictures``.

    Args:
        url: ``file:///folder`` (made when missing, for this user only), ``memory:///``, or
            ``s3://bucket/prefix``, ``gs://…``, ``az://…`` with keys and endpoint in that
            cloud's usual environment variables (``AWS_ACCESS_KEY_ID``, ``AWS_ENDPOINT`` …).

    Raises:
        ValueError: no such URL.
        StorageUnavailableError: the folder cannot be made.
    """
    scheme = urlsplit(url).scheme
    try:
        if scheme == "file":
            Path(url2pathname(urlsplit(url).path)).mkdir(0o700, parents=True, exist_ok=True)
        if scheme in {"file", "memory"}:
            return from_url(url)
        if scheme in _CLOUDS:
            return _open_cloud(url)
    except OSError as error:
        raise StorageUnavailableError(f"The folder of pictures: {error}") from error
    except BaseError as error:
        raise ValueError(f"{url!r} cannot be opened: {_in_brief(error)}") from error
    raise ValueError(f"{url!r} is no store of pictures: expected file:///…, s3://… or the like.")


def _open_cloud(url: str) -> ObjectStore:
    return from_url(
        url,
        client_options={
            "connect_timeout": timedelta(seconds=3),
            "timeout": _PATIENCE,
            "allow_http": True,  # only where the endpoint was set to http://
        },
        retry_config={"max_retries": 2, "retry_timeout": _PATIENCE},
    )


class Pictures:
    """Keeps pictures under names that nobody can guess; implements ``PictureStore``.

    A name lets nobody in by itself: whoever serves pictures asks first whose they are. Any
    number of threads, processes and machines may share a store.
    """

    def __init__(self, store: ObjectStore) -> None:
        """Take a store out of ``open_store``, or any of obstore's own."""
        self._store = store

    def keep(self, picture: Picture) -> str:
        """Keep a checked picture, whole or not at all, and return its new name.

        The name is 32 random hexadecimal digits (128 bits) and a suffix by media type.

        Raises:
            StorageUnavailableError: it could not be kept.
        """
        name = f"{secrets.token_hex(16)}.{_SUFFIXES[picture.media_type]}"
        with _store_faults():
            self._store.put(name, picture.data, use_multipart=False)
        return name

    def open(self, name: str) -> tuple[bytes, str] | None:
        """Return a picture's bytes and media type; None when there is none of this name.

        Args:
            name: as ``keep`` gave it; any other text is the name of nothing.

        Raises:
            StorageUnavailableError: the store did not answer.
        """
        found = _NAME.fullmatch(name)
        if found is None:
            return None
        with _store_faults():
            try:
                return bytes(self._store.get(name).bytes()), _MEDIA_TYPES[found[1]]
            except FileNotFoundError:
                return None

    def remove(self, name: str) -> None:
        """Forget a picture; nothing happens when there is none of this name.

        Raises:
            StorageUnavailableError: the store did not answer; it may still be there.
        """
        if _NAME.fullmatch(name) is None:
            return
        with _store_faults():
            try:
                self._store.delete(name)
            except FileNotFoundError:
                return


@contextmanager
def _store_faults() -> Generator[None]:
    """Turn whatever obstore raises into the domain's own fault."""
    try:
        yield
    except (BaseError, OSError, ValueError) as error:
        raise StorageUnavailableError(f"The store of pictures: {_in_brief(error)}") from error


def _in_brief(error: Exception) -> str:
    """Return obstore's first line; what follows repeats it for its developers."""
    return str(error).partition("\n")[0]
