"""The pins of ``constraints.txt``: what `make` installs, on any Python that the project names."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parents[3]
PINS = re.findall(r"^([\w.-]+)==", (ROOT / "constraints.txt").read_text(), re.MULTILINE)


def oldest_python() -> str:
    """The first release of the oldest Python: distributions stay at an early one for years."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return f"{project['requires-python'].removeprefix('>=')}.0"


def wanted_python(distribution: str) -> SpecifierSet | None:
    """Which Pythons a distribution is for; None where it is not installed here."""
    try:
        told = metadata(distribution)
    except PackageNotFoundError:
        return None
    return SpecifierSet(str(told.json.get("requires_python", "")))


def test_every_pin_can_be_installed_on_the_oldest_python() -> None:
    wanted = {name: found for name in PINS if (found := wanted_python(name)) is not None}
    assert len(wanted) > len(PINS) / 2  # extras for other tasks may be missing
    too_new = [name for name, pythons in wanted.items() if oldest_python() not in pythons]
    assert too_new == []
