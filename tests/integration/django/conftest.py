from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections
from django.test import override_settings

from . import configured

__all__ = ["configured"]

CACHE = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache"}


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The project's database, with its tables; beside it a folder for its cache."""
    path = tmp_path_factory.mktemp("django") / "shop.db"
    connections["default"].settings_dict["NAME"] = str(path)
    call_command("migrate", verbosity=0)
    yield path
    connections.close_all()


@pytest.fixture
def database(migrated: Path, tmp_path: Path) -> Iterator[Path]:
    """The project's database, empty, and an empty cache."""
    folders = {
        "CACHES": {"default": {**CACHE, "LOCATION": str(tmp_path / "cache")}},
        "SESSION_FILE_PATH": str(tmp_path),
    }
    with override_settings(**folders):
        yield migrated
        cache.clear()
    call_command("flush", interactive=False, verbosity=0)
    connections.close_all()
