"""Both type checkers infer the same of the main calls, and see a decision that is forgotten."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CALLS = Path(__file__).with_name("typed_calls.py")
CHECKERS = {
    "mypy": ["mypy", "--no-incremental", "--follow-imports=silent"],
    "pyright": ["pyright"],
}

each_checker = pytest.mark.parametrize("checker", CHECKERS)


def checked(checker: str, path: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", *CHECKERS[checker], path],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """A copy of the calls, to be changed."""
    copy = tmp_path / "changed_calls.py"
    copy.write_text(CALLS.read_text("utf-8"))
    return copy


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))


@each_checker
def test_the_main_calls_have_the_types_that_are_promised(checker: str) -> None:
    ended = checked(checker, CALLS)
    assert ended.returncode == 0, ended.stdout


@each_checker
def test_a_wrong_promise_and_a_forgotten_decision_are_seen(checker: str, changed: Path) -> None:
    # given
    replace(changed, "now), CancellationFacts)", "now), Selection)")
    replace(changed, '        case ByRequest():\n            return "asked for"\n', "")
    # when
    ended = checked(checker, changed)
    # then
    assert ended.returncode == 1
    errors = [line for line in ended.stdout.splitlines() if "error: " in line]
    assert any("CancellationFacts" in line for line in errors)
    assert any("ByRequest" in line for line in errors)
