"""The wheel in clean environments: alone, with the lowest versions, with the newest."""

from pathlib import Path

import pytest

from .bounds import lowest
from .environments import ROOT, Environment, new_environment

pytestmark = pytest.mark.xdist_group("packaging")  # what is built is built once

HERE = Path(__file__).parent

BROUGHT = {
    "sqlalchemy": ("order_adapters.sqlalchemy",),
    "omnitron": ("order_adapters.omnitron",),
    "http": ("order_entrypoints.http", "order_adapters.signing"),
    "iban": ("order_adapters.iban",),
    "images": ("order_adapters.images",),
    "throttling": ("order_adapters.throttling",),
    "redis": ("order_adapters.throttling.in_redis",),
    "simulation": ("order_adapters.frames",),
    "testing": ("order_entrypoints.testing.contracts", "order_entrypoints.testing.attempts"),
    "cli": ("order_entrypoints.cli.serve", "order_entrypoints.cli.demo"),
}
"""For each extra, what can be imported with it alone."""


def check(environment: Environment, script: str, *arguments: str | Path) -> None:
    ended = environment.run(environment.python, "-I", HERE / script, *arguments)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_alone_it_pulls_attrs_and_works(wheel: Path, tmp_path: Path) -> None:
    # given
    environment = new_environment("3.12", tmp_path)
    # when
    environment.install(wheel)
    # then
    assert environment.packages() == {"attrs", "order-domain"}
    check(environment, "smoke_core.py")


def test_all_of_it_works_with_the_lowest_versions_that_are_allowed(
    wheel: Path, tmp_path: Path
) -> None:
    # given
    environment = new_environment("3.11", tmp_path)
    constraints = tmp_path / "lowest.txt"
    constraints.write_text("\n".join(lowest(wheel, "all")))
    # when
    environment.install("--constraint", constraints, f"{wheel}[all]")
    # then
    check(environment, "smoke_core.py")
    check(environment, "smoke_all.py", ROOT / "examples")


def test_all_of_it_works_on_the_python_between(wheel: Path, tmp_path: Path) -> None:
    # given
    environment = new_environment("3.12", tmp_path)
    # when
    environment.install(f"{wheel}[all]")
    # then
    check(environment, "smoke_core.py")
    check(environment, "smoke_all.py", ROOT / "examples")


def test_all_of_it_works_with_the_newest_versions(newest: Environment) -> None:
    check(newest, "smoke_core.py")
    check(newest, "smoke_all.py", ROOT / "examples")


@pytest.mark.parametrize("extra", BROUGHT)
def test_each_extra_alone_brings_what_it_is_for(newest: Environment, extra: str) -> None:
    check(newest, "only_extra.py", extra, *BROUGHT[extra])
