"""The walls of the architecture: kept by the tree, and each seen to break.

Every contract of ``.importlinter`` is broken on purpose in a copy of ``src``: a wall that
cannot fall is none.
"""

import shutil
import subprocess
import sys
from collections.abc import Callable, Generator, Mapping
from configparser import ConfigParser
from contextlib import contextmanager
from importlib import invalidate_caches
from pathlib import Path
from typing import TypeAlias

import pytest
from attrs import frozen
from importlinter.application.use_cases import lint_imports
from importlinter.configuration import configure

ROOT = Path(__file__).parents[2]

OUTSIDE_IN = "Entrypoints know adapters, adapters know the core, the core knows neither"
CORE_LAYERS = "Every module of the core has its layer"
CANCELLATION_LAYERS = "Every module of the core's cancellation has its layer"
PURE = "The core has no clock, no randomness, no I/O and no framework"
ATTRS_ONLY = "The core needs attrs and the pure part of the standard library"
INDEPENDENT = "No adapter knows another"
SQLALCHEMY = "Only the SQLAlchemy adapter knows SQLAlchemy and Alembic"
HTTPX = "Only the Omnitron adapter knows httpx"
STARLETTE = "Only the HTTP entrypoint and the sandbox know Starlette"
FRAMES = "Only the adapter of frames knows DuckDB and Narwhals"
DJANGO = "Only the Django adapter knows Django"
NO_CYCLES = "No siblings import each other in a circle"


@frozen
class Plant:
    """Lines added to files below ``src``, and what the linter must say of them.

    Attributes:
        name: what is wrong.
        lines: file → text to add at its end; made when it is not there.
        contract: the one that must break.
        culprit: must stand in the report.
    """

    name: str
    lines: Mapping[str, str]
    contract: str
    culprit: str


CORE, ADAPTERS = "order_domain", "adapters/order_adapters"
ENTRYPOINTS = "entrypoints/order_entrypoints"


def circle(folder: str, package: str) -> dict[str, str]:
    """Two new modules of a package that import each other."""
    return {
        f"{folder}/planted_a.py": f"import {package}.planted_b",
        f"{folder}/planted_b.py": f"import {package}.planted_a",
    }


PLANTS = [
    Plant(
        "the core imports an adapter",
        {f"{CORE}/orders.py": "import order_adapters.memory"},
        OUTSIDE_IN,
        "order_domain.orders -> order_adapters.memory",
    ),
    Plant(
        "the core imports an entrypoint, when called",
        {f"{CORE}/orders.py": "def later():\n    import order_entrypoints"},
        OUTSIDE_IN,
        "order_domain.orders -> order_entrypoints",
    ),
    Plant(
        "an adapter imports an entrypoint",
        {f"{ADAPTERS}/memory/planted.py": "from order_entrypoints import wire"},
        OUTSIDE_IN,
        "order_adapters.memory.planted -> order_entrypoints",
    ),
    Plant(
        "statuses, the lowest layer, import orders",
        {f"{CORE}/statuses.py": "from order_domain import orders"},
        CORE_LAYERS,
        "order_domain.statuses -> order_domain.orders",
    ),
    Plant(
        "a port imports a use case",
        {f"{CORE}/ports.py": "import order_domain.use_cases.cancel_items"},
        CORE_LAYERS,
        "order_domain.ports -> order_domain.use_cases.cancel_items",
    ),
    Plant(
        "two modules of one layer know each other",
        {f"{CORE}/visibility.py": "import order_domain.address_change"},
        CORE_LAYERS,
        "order_domain.visibility -> order_domain.address_change",
    ),
    Plant(
        "deciding loads the simulation",
        {f"{CORE}/use_cases/find_order.py": "import order_domain.simulation"},
        CORE_LAYERS,
        "order_domain.use_cases.find_order -> order_domain.simulation",
    ),
    Plant(
        "a new module of the core has no layer",
        {f"{CORE}/planted.py": ""},
        CORE_LAYERS,
        "- order_domain.planted",
    ),
    Plant(
        "facts import the policy",
        {f"{CORE}/cancellation/facts.py": "import order_domain.cancellation.policy"},
        CANCELLATION_LAYERS,
        "order_domain.cancellation.facts -> order_domain.cancellation.policy",
    ),
    Plant(
        "a new module of cancellation has no layer",
        {f"{CORE}/cancellation/planted.py": ""},
        CANCELLATION_LAYERS,
        "- order_domain.cancellation.planted",
    ),
    *(
        Plant(
            f"the core imports {module}",
            {f"{CORE}/orders.py": f"import {module}"},
            PURE,
            f"order_domain.orders -> {module.partition('.')[0]}",
        )
        for module in ("httpx", "uuid", "http.client")
    ),
    Plant(
        "the core imports a database for its types only",
        {f"{CORE}/use_cases/find_order.py": "if TYPE_CHECKING:\n    from sqlalchemy import Row"},
        PURE,
        "order_domain.use_cases.find_order -> sqlalchemy",
    ),
    *(
        Plant(
            f"the core imports {module}, which nobody thought of forbidding",
            {f"{CORE}/orders.py": f"import {module}"},
            ATTRS_ONLY,
            f"order_domain.orders -> {module}",
        )
        for module in ("requests", "json", "attr")
    ),
    Plant(
        "the memory adapter imports the SQLAlchemy adapter",
        {f"{ADAPTERS}/memory/planted.py": "from order_adapters.sqlalchemy import tables"},
        INDEPENDENT,
        "order_adapters.memory.planted -> order_adapters.sqlalchemy",
    ),
    Plant(
        "a brand-new adapter imports another",
        {f"{ADAPTERS}/planted/__init__.py": "import order_adapters.memory"},
        INDEPENDENT,
        "order_adapters.planted -> order_adapters.memory",
    ),
    Plant(
        "the memory adapter imports SQLAlchemy",
        {f"{ADAPTERS}/memory/planted.py": "from sqlalchemy.exc import IntegrityError"},
        SQLALCHEMY,
        "order_adapters.memory.planted -> sqlalchemy",
    ),
    Plant(
        "the command imports Alembic",
        {f"{ENTRYPOINTS}/cli/planted.py": "from alembic import command"},
        SQLALCHEMY,
        "order_entrypoints.cli.planted -> alembic",
    ),
    Plant(
        "the signing adapter imports httpx",
        {f"{ADAPTERS}/signing/planted.py": "import httpx"},
        HTTPX,
        "order_adapters.signing.planted -> httpx",
    ),
    Plant(
        "the command imports Starlette",
        {f"{ENTRYPOINTS}/cli/planted.py": "from starlette.applications import Starlette"},
        STARLETTE,
        "order_entrypoints.cli.planted -> starlette",
    ),
    Plant(
        "the Omnitron gateway imports Starlette",
        {f"{ADAPTERS}/omnitron/planted.py": "import starlette"},
        STARLETTE,
        "order_adapters.omnitron.planted -> starlette",
    ),
    Plant(
        "the command line imports DuckDB",
        {f"{ENTRYPOINTS}/cli/planted.py": "import duckdb"},
        FRAMES,
        "order_entrypoints.cli.planted -> duckdb",
    ),
    Plant(
        "the SQLAlchemy adapter imports Django",
        {f"{ADAPTERS}/sqlalchemy/planted.py": "from django.db import transaction"},
        DJANGO,
        "order_adapters.sqlalchemy.planted -> django",
    ),
    *(
        Plant(
            f"two modules of {package} import each other",
            circle(folder, package),
            NO_CYCLES,
            f"No cycles are allowed in {package}.",
        )
        for folder, package in (
            (f"{CORE}/use_cases", "order_domain.use_cases"),
            (f"{ADAPTERS}/memory", "order_adapters.memory"),
            (f"{ENTRYPOINTS}/http", "order_entrypoints.http"),
        )
    ),
]


Lint: TypeAlias = Callable[[Path], tuple[bool, str]]
"""Runs import-linter over ``src`` below a folder; returns whether all is kept, and its words."""


@pytest.fixture
def lint(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Lint:
    """Import-linter in this process, several times as fast as in one of its own.

    It finds packages as ``import`` does: the copy's come first on the path, and the
    imported ones are forgotten until the test is over. Not by ``importlinter.cli``,
    which would silence every logger of the process.
    """

    def run(root: Path) -> tuple[bool, str]:
        folders = [str(root / folder) for folder in ("src", "src/adapters", "src/entrypoints")]
        monkeypatch.chdir(root)
        monkeypatch.setattr(sys, "path", [*folders, *sys.path])
        for package in ("order_domain", "order_adapters", "order_entrypoints"):
            monkeypatch.delitem(sys.modules, package, raising=False)
        invalidate_caches()
        is_kept = lint_imports(cache_dir=None, no_logo=True)
        return is_kept, " ".join(capsys.readouterr().out.split())

    configure()
    return run


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources and of the contracts."""
    root = tmp_path_factory.mktemp("walls")
    for file in (ROOT / "src").rglob("*.py"):
        target = root / file.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    shutil.copy(ROOT / ".importlinter", root)
    return root


@contextmanager
def planted(root: Path, lines: Mapping[str, str]) -> Generator[None]:
    """Add the lines to the files below ``root/src``, and take them out again."""
    files = {root / "src" / name: text for name, text in lines.items()}
    before = {file: file.read_bytes() if file.exists() else None for file in files}
    for file, text in files.items():
        file.parent.mkdir(exist_ok=True)
        with file.open("a") as source:
            source.write(f"\n{text}\n")
    try:
        yield
    finally:
        for file, content in before.items():
            if content is None:
                file.unlink()
            else:
                file.write_bytes(content)


def test_the_tree_keeps_every_contract(lint: Lint) -> None:
    is_kept, words = lint(ROOT)

    assert is_kept, words
    assert " 0 broken." in words


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.name)
def test_a_planted_violation_breaks_its_contract(plant: Plant, copy: Path, lint: Lint) -> None:
    with planted(copy, plant.lines):
        is_kept, words = lint(copy)

    assert not is_kept
    assert f"{plant.contract} BROKEN" in words, words
    assert plant.culprit in words


FORBIDDEN = [
    "alembic",
    "asyncio",
    "cyclopts",
    "environ",
    "http",
    "httpx",
    "hypothesis",
    "itsdangerous",
    "jinja2",
    "logging",
    "msgspec",
    "narwhals",
    "os",
    "psycopg",
    "pytest",
    "random",
    "rich",
    "secrets",
    "socket",
    "sqlalchemy",
    "starlette",
    "subprocess",
    "threading",
    "time",
    "urllib",
    "uuid",
]


def test_each_module_that_the_core_must_not_know_is_seen(copy: Path, lint: Lint) -> None:
    with planted(copy, {f"{CORE}/orders.py": "import " + ", ".join(FORBIDDEN)}):
        _, words = lint(copy)

    seen = [name for name in FORBIDDEN if f"order_domain is not allowed to import {name}:" in words]
    assert f"{PURE} BROKEN" in words
    assert seen == FORBIDDEN


def test_without_a_plant_the_copy_keeps_what_the_tree_keeps(copy: Path, lint: Lint) -> None:
    (of_copy, words), (of_tree, _) = lint(copy), lint(ROOT)

    assert of_copy is of_tree, words


def test_every_contract_has_a_planted_violation() -> None:
    contracts = ConfigParser()
    contracts.read(ROOT / ".importlinter")

    names = {section["name"] for section in contracts.values() if "name" in section}

    assert names == {plant.contract for plant in PLANTS}


def test_the_core_may_not_read_the_clock() -> None:
    text = "from datetime import UTC, datetime\n\nNOW = datetime.now(UTC)\n"
    place = "src/order_domain/planted.py"

    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--no-cache", "--stdin-filename", place, "-"],
        cwd=ROOT,
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "TID251" in done.stdout
    assert "Time is an argument" in done.stdout
