"""Where an extra is missing, one line names it."""

from pathlib import Path

import pytest

from .environments import Environment, new_environment

WITHOUT = {
    "order_adapters.frames": "simulation",
    "order_adapters.iban": "iban",
    "order_adapters.images": "images",
    "order_adapters.omnitron": "omnitron",
    "order_adapters.signing": "http",
    "order_adapters.sqlalchemy": "sqlalchemy",
    "order_adapters.sqlalchemy.orders": "sqlalchemy",
    "order_adapters.throttling": "throttling",
    "order_entrypoints.http": "http",
    "order_entrypoints.testing.attempts": "testing",
    "order_entrypoints.testing.contracts": "testing",
    "order_entrypoints.testing.strategies": "testing",
}
"""What is imported, and the extra that it needs."""

DEBUG = """
import sys
sys.modules[sys.argv[1]] = None
from order_adapters import MissingExtraError

pytestmark = pytest.mark.xdist_group("packaging")  # what is built is built once
try:
    exec(sys.argv[2])
except MissingExtraError as error:
    print(error)
"""


def line(package: str, extra: str) -> str:
    return (
        f'{package} is not installed; this needs the extra "{extra}": '
        f'pip install "order-domain[{extra}]"'
    )


@pytest.fixture(scope="module")
def alone(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An environment with the wheel and attrs."""
    environment = new_environment("3.12", tmp_path_factory.mktemp("alone"))
    environment.install(wheel)
    return environment


def test_an_import_names_the_extra(alone: Environment) -> None:
    for module, extra in WITHOUT.items():
        ended = alone.run(alone.python, "-Ic", f"import {module}")
        last = ended.stderr.splitlines()[-1]
        assert last.startswith("order_adapters.MissingExtraError: "), ended.stderr
        assert last.endswith(f'needs the extra "{extra}": pip install "order-domain[{extra}]"')


def test_the_command_names_the_extra_in_one_line(alone: Environment) -> None:
    for arguments in (["--help"], ["migrate"], ["serve"], []):
        ended = alone.run(alone.orders, *arguments)
        assert (ended.returncode, ended.stdout) == (1, "")
        assert ended.stderr == f"orders: {line('cyclopts', 'cli')}\n"
