"""The examples that are run: each does what its docstring says, from an empty folder."""

import ast
import re
from pathlib import Path

import pytest

from .conftest import EXAMPLES, ran, run_tests

PROGRAMS = sorted(EXAMPLES.rglob("*.py"))
HOW = r"\b(python|pytest|uvicorn|flask|huey_consumer|spark-submit) "
"""How a docstring says that its program is run."""

SHARED = "kept_orders.py"
"""Imported by others, and not run."""


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.name)
def test_an_example_is_short_and_says_what_it_shows(path: Path) -> None:
    text = path.read_text("utf-8")

    assert len(text.splitlines()) < 60
    assert ast.get_docstring(ast.parse(text))


@pytest.mark.parametrize(
    "path",
    [path for path in PROGRAMS if path.name == "__init__.py" or path.parent == EXAMPLES],
    ids=lambda path: str(path.relative_to(EXAMPLES)),
)
def test_an_example_says_how_it_is_run(path: Path) -> None:
    told = ast.get_docstring(ast.parse(path.read_text("utf-8")))

    assert told
    assert path.name == SHARED or re.search(HOW, told)


def test_there_is_one_for_each_way_to_embed() -> None:
    assert {path.name for path in PROGRAMS} >= {
        "in_memory.py",
        "in_fastapi.py",
        "in_flask.py",
        "worker.py",
        "beside_django.py",
        "own_rule_test.py",
        "policy_test.py",
    }


def test_the_script_in_memory_prints_how_three_cancellations_end(tmp_path: Path) -> None:
    done = ran(EXAMPLES / "in_memory.py", folder=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    first, second, third = done.stdout.splitlines()
    assert (first, second) == ("ItemsCancelled", "RequestsCreated")
    assert third.startswith("Refused ['Order cancellation already in progress.'")


def test_the_own_rule_passes_its_tests(tmp_path: Path) -> None:
    done = run_tests(EXAMPLES / "own_rule_test.py", tmp_path)

    assert "2 passed" in done.stdout, done.stdout


def test_the_own_rule_fails_when_it_sees_nothing(tmp_path: Path) -> None:
    text = (EXAMPLES / "own_rule_test.py").read_text("utf-8")
    history = str(EXAMPLES / "last_month.ndjson")
    text = text.replace('Path(__file__).with_name("last_month.ndjson")', repr(history))
    broken = tmp_path / "own_rule_test.py"
    broken.write_text(text.replace("if facts.age <= DAY:", "if facts.age:"))

    done = run_tests(broken, tmp_path)

    assert "2 failed" in done.stdout, done.stdout


@pytest.mark.parametrize("name", ["own_repository", "django_shop"])
def test_the_own_repository_keeps_the_contract(name: str, tmp_path: Path) -> None:
    done = run_tests(EXAMPLES / name, tmp_path)

    assert done.returncode == 0, done.stdout
    assert " passed" in done.stdout
    assert " skipped" not in done.stdout
    assert list(tmp_path.iterdir()) == []
