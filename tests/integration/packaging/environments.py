"""Clean environments: one interpreter, the wheel, and what pip finds for it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from attrs import frozen

ROOT = Path(__file__).parents[3]
VERSIONS = ("3.11", "3.12", "3.13")
REQUIRED = "ORDERS_REQUIRE_PYTHONS"


@frozen
class Environment:
    """A virtual environment.

    Attributes:
        python: its interpreter.
        folder: where it runs; empty at first.
    """

    python: Path
    folder: Path

    @property
    def orders(self) -> Path:
        """The command, where it is installed."""
        return self.python.parent / "orders"

    def install(self, *arguments: str | Path) -> None:
        """Install with the pip of this process, and with how it is configured."""
        pip = (sys.executable, "-m", "pip", "--python", self.python)
        ended = run((*pip, "install", "--quiet", "--disable-pip-version-check", *arguments))
        assert ended.returncode == 0, ended.stderr

    def packages(self) -> set[str]:
        """Names of what is installed."""
        ended = self.run(
            self.python,
            "-Ic",
            "from importlib.metadata import distributions as all\n"
            "for each in all(): print(each.name)",
        )
        return set(ended.stdout.split())

    def run(self, *command: str | Path) -> "subprocess.CompletedProcess[str]":
        """Run a program in the environment's folder."""
        return run(command, cwd=self.folder)


def run(command: Sequence[str | Path], cwd: Path = ROOT) -> "subprocess.CompletedProcess[str]":
    """Run a program to its end, without this process's import path."""
    hidden = ("PYTHONPATH", "PYTHONWARNINGS", "VIRTUAL_ENV")
    environment = {key: text for key, text in os.environ.items() if key not in hidden}
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=600, check=False
    )


def new_environment(version: str, folder: Path) -> Environment:
    """Make an empty environment of a version of Python, or skip when there is none.

    With ``ORDERS_REQUIRE_PYTHONS=1`` a version that is not there is a failure.
    """
    interpreter = find_python(version)
    if interpreter is None:
        missing = f"Python {version} is not on the path"
        if os.environ.get(REQUIRED) == "1":
            pytest.fail(f"{missing}, and {REQUIRED} is set.")
        pytest.skip(f"{missing}.")
    made = run([interpreter, "-m", "venv", "--without-pip", folder / "venv"])
    assert made.returncode == 0, made.stderr
    (folder / "work").mkdir()
    return Environment(folder / "venv" / "bin" / "python", folder / "work")


def find_python(version: str) -> Path | None:
    """Return an interpreter of this version: this one's, one on the path, or one of pyenv's."""
    candidates = [sys.executable, shutil.which(f"python{version}"), *_of_pyenv(version)]
    works = (each for each in candidates if each is not None and _is(each, version))
    return next((Path(each) for each in works), None)


def _of_pyenv(version: str) -> list[str]:
    if shutil.which("pyenv") is None:
        return []
    root = run(["pyenv", "root"]).stdout.strip()
    return [str(path) for path in Path(root).glob(f"versions/{version}.*/bin/python{version}")]


def _is(python: str, version: str) -> bool:
    told = run([python, "-Ic", "import sys; print('%d.%d' % sys.version_info[:2])"])
    return told.stdout.strip() == version
