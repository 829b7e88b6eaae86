"""What is in the distributions, and what they say they need."""

import tarfile
from pathlib import Path
from zipfile import ZipFile

import pytest

from .bounds import metadata_of, needed
from .environments import ROOT

pytestmark = pytest.mark.xdist_group("packaging")  # what is built is built once

PACKAGES = {
    "order_domain": ROOT / "src" / "order_domain",
    "order_adapters": ROOT / "src" / "adapters" / "order_adapters",
    "order_entrypoints": ROOT / "src" / "entrypoints" / "order_entrypoints",
}
EXTRAS = {
    *("sqlalchemy", "postgresql", "omnitron", "http", "cli", "images", "simulation", "spark"),
    *("django", "testing", "all"),
}


def sources() -> set[str]:
    """Every file of the packages, as it is named where it is installed."""
    return {
        f"{package}/{path.relative_to(folder)}"
        for package, folder in PACKAGES.items()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }


def names_in(wheel: Path) -> set[str]:
    with ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def test_the_wheel_holds_the_three_packages_whole_and_nothing_else(wheel: Path) -> None:
    assert names_in(wheel) == sources()
    assert {name.partition("/")[0] for name in names_in(wheel)} == set(PACKAGES)


def test_what_is_no_python_is_in_the_wheel_too(wheel: Path) -> None:
    assert names_in(wheel) >= {
        "order_domain/py.typed",
        "order_adapters/py.typed",
        "order_entrypoints/py.typed",
        "order_adapters/sqlalchemy/migrations/script.py.mako",
        "order_adapters/sqlalchemy/migrations/versions/0001_first_schema.py",
        "order_entrypoints/http/pages/templates/completed_order.html",
        "order_entrypoints/http/pages/static/page.css",
        "order_entrypoints/cli/simulation/report/templates/report.html",
        "order_entrypoints/languages/tr.po",
    }


def test_the_source_distribution_holds_what_the_wheel_is_built_from(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    beside = {name for name in names if not name.startswith("src/")}
    assert {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "PKG-INFO"} <= beside
    assert not {name for name in names if "__pycache__" in name or name.startswith("tests/")}


def test_without_an_extra_attrs_alone_is_needed(wheel: Path) -> None:
    assert [each.name for each in needed(wheel)] == ["attrs"]


def test_there_is_an_extra_for_each_thing_outside(wheel: Path) -> None:
    assert set(metadata_of(wheel).provides_extra or []) >= EXTRAS
    assert {each.name for each in needed(wheel, "spark")} >= {"pyspark", "duckdb"}


def test_every_bound_is_a_lowest_version_and_none_is_a_highest(wheel: Path) -> None:
    for each in needed(wheel, "all"):
        assert [specifier.operator for specifier in each.specifier] == [">="], each
