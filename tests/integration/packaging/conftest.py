import sys
from pathlib import Path

import pytest

from .environments import ROOT, Environment, new_environment, run


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source distribution, and with the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("dist")
    ended = run([sys.executable, "-m", "build", "--outdir", folder, ROOT])
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return folder


@pytest.fixture(scope="session")
def wheel(built: Path) -> Path:
    (path,) = built.glob("*.whl")
    return path


@pytest.fixture(scope="session")
def sdist(built: Path) -> Path:
    (path,) = built.glob("*.tar.gz")
    return path


@pytest.fixture(scope="session")
def newest(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An environment with every extra, in the newest versions."""
    environment = new_environment("3.13", tmp_path_factory.mktemp("newest"))
    environment.install(f"{wheel}[all]")
    return environment
