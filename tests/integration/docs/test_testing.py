"""docs/how-to/testing.md and the example that it names keep their word: all of it is run."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from order_entrypoints import pytest_plugin

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "docs" / "how-to" / "testing.md").read_text("utf-8")
SNIPPETS = re.findall(r"^```python\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)
EXAMPLE = ROOT / "examples" / "policy_test.py"

STRICT = ("-W", "error")


def pytest_on(path: Path, folder: Path) -> str:
    """Run pytest on a file from an empty folder; give what it says."""
    ran = subprocess.run(
        [sys.executable, *STRICT, "-m", "pytest", "-q", "-p", "no:cacheprovider", path],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stdout
    return ran.stdout


@pytest.mark.parametrize("snippet", [each for each in SNIPPETS if "@pytest" not in each])
def test_each_snippet_runs(snippet: str, tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, *STRICT, "-c", snippet], cwd=tmp_path, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr


def test_the_snippet_with_a_fixture_is_a_test_that_passes(tmp_path: Path) -> None:
    (snippet,) = (each for each in SNIPPETS if "@pytest" in each)
    path = tmp_path / "test_snippet.py"
    path.write_text(snippet)

    assert "1 passed" in pytest_on(path, tmp_path)


def test_every_fixture_is_told_and_no_other() -> None:
    rows = re.findall(r"^\|.*\|$", TEXT, re.MULTILINE)
    told = set(re.findall(r"`(orders?_\w+)`", "\n".join(rows)))
    there = {name for name in vars(pytest_plugin) if re.match("orders?_", name)}

    assert told == there


def test_the_example_passes_and_is_short(tmp_path: Path) -> None:
    assert len(EXAMPLE.read_text("utf-8").splitlines()) < 60
    assert "4 passed" in pytest_on(EXAMPLE, tmp_path)


def test_the_example_fails_when_a_promise_is_broken(tmp_path: Path) -> None:
    # given rules that let delivered items be cancelled, and refuse what is too late
    text = EXAMPLE.read_text("utf-8")
    text = text.replace('["preparing"]', '["preparing", "delivered"]')
    text = text.replace('"time": 120}', '"time": 120}, "refuse": ["expired"]')
    text = text.replace(
        'Path(__file__).with_name("last_month.ndjson")',
        f"Path({str(EXAMPLE.with_name('last_month.ndjson'))!r})",
    )
    broken = tmp_path / "policy_test.py"
    broken.write_text(text)
    # when
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", broken],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    # then
    failed = set(re.findall(r"^FAILED \S+::(\w+)", ran.stdout, re.MULTILINE))
    assert {
        "test_no_delivered_item_is_ever_cancelled_directly",
        "test_at_most_5_percent_of_last_months_attempts_would_be_refused",
    } <= failed
