"""The documentation is built without a warning, and loads nothing from elsewhere."""

import re
import subprocess
from pathlib import Path

import pytest

import order_domain
import order_domain.ports
import order_entrypoints.http
import order_entrypoints.testing
from order_entrypoints.cli.commands import make_app

from .pages import BIN, DOCS

_LOADED = re.compile(
    r"<(?:script|img|iframe|source|video|audio)[^>]*\ssrc=\"([^\"]*)\""
    r"|<link[^>]*\srel=\"(?:stylesheet|icon|preload|modulepreload)\"[^>]*\shref=\"([^\"]*)\""
    r"|url\(\s*[\"']?([^)\"']*)|@import\s+[\"']([^\"']*)"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages as they are built."""
    folder = tmp_path_factory.mktemp("site")
    command: list[str | Path] = [BIN / "sphinx-build", "-q", "-W", "--keep-going", "-b", "html"]
    built = subprocess.run([*command, DOCS, folder], capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    return folder


def test_every_page_is_there(site: Path) -> None:
    sources = {path.relative_to(DOCS).with_suffix("") for path in DOCS.rglob("*.md")}
    pages = {path.relative_to(site).with_suffix("") for path in site.rglob("*.html")}

    assert sources - pages == {Path("decisions/README")}


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for path in [*site.rglob("*.html"), *site.rglob("*.css")]:
        loaded = ["".join(found) for found in _LOADED.findall(path.read_text("utf-8"))]
        foreign = [each for each in loaded if re.match(r"(?:https?:)?//", each)]
        assert foreign == [], path


def test_the_public_names_are_documented(site: Path) -> None:
    lacking: list[str] = []
    for module, page in (
        (order_domain, "core"),
        (order_domain.ports, "ports"),
        (order_entrypoints.http, "http"),
        (order_entrypoints.testing, "testing"),
    ):
        text = (site / "reference" / f"{page}.html").read_text("utf-8")
        names = [f"{module.__name__}.{name}" for name in module.__all__]
        lacking += [name for name in names if f'id="{name}"' not in text]

    assert lacking == ["order_entrypoints.http.Application"]  # Starlette's own


def test_every_command_is_documented(site: Path) -> None:
    text = (site / "reference" / "command.html").read_text("utf-8")
    for name in make_app():
        assert name.startswith("-") or f">orders {name}<" in text, name
