"""The README keeps its word: every command and snippet in it is run."""

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from order_domain import POLICY, CancellationFacts, CancellationRules, ItemFacts, OrderStatus, judge
from order_entrypoints.configuration import Configuration, read_configuration

ROOT = Path(__file__).parents[3]
README = (ROOT / "README.md").read_text("utf-8")
BIN = Path(sys.executable).parent


def fenced(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def test_the_python_snippets_run_and_print_what_the_readme_shows() -> None:
    first, *others = fenced("python")

    printed = subprocess.run([sys.executable, "-c", first], capture_output=True, text=True)
    assert (printed.returncode, printed.stdout) == (0, fenced("text")[0]), printed.stderr

    for snippet in others:
        ran = subprocess.run([sys.executable, "-c", snippet], capture_output=True, text=True)
        assert ran.returncode == 0, ran.stderr


def test_the_shell_snippets_run_one_after_the_other(
    tmp_path: Path, free_ports: tuple[int, int]
) -> None:
    # given the README's commands, on ports that are free, in an empty folder
    script = "\n".join(fenced("sh"))
    for written, free in zip(("9100", "8000"), free_ports, strict=True):
        script = script.replace(written, str(free))
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    waiting = (
        "wait_for() { for _ in $(seq 100); do "
        'curl -s "$1" >/dev/null && return; sleep 0.1; done; }\n'
    )
    script = script.replace(
        "session=$(", f"wait_for http://127.0.0.1:{free_ports[1]}/healthz\nsession=$("
    )

    # when they are typed in
    output = typed(waiting + script, tmp_path)

    # then each did what the text says
    assert output.count("HTTP/1.1 204 No Content") == 3
    assert output.count("idempotency-replayed: true") == 1
    assert '"cancellation_waiting"' in output
    assert '"time": 90' in output


def typed(script: str, folder: Path) -> str:
    """Run a script in its own process group, and end what it leaves running."""
    log = folder / "output.txt"
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    with log.open("wb") as output:
        shell = subprocess.Popen(
            ["bash", "-e", "-c", script],
            cwd=folder,
            env={**os.environ, "PATH": path},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        assert shell.wait(timeout=240) == 0, log.read_text()
    finally:
        os.killpg(shell.pid, signal.SIGTERM)
    return log.read_text()


@pytest.mark.parametrize("target", ["demo", "test", "run", "check"])
def test_the_make_targets_that_the_readme_names_exist(target: str) -> None:
    assert f"make {target}" in README
    planned = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True)
    assert planned.returncode == 0, planned.stderr


def test_the_policy_table_tells_each_rule_with_its_message_in_order() -> None:
    rows = re.findall(r"^\| `([a-z_]+)` \|[^|]*\| ([^|]*) \|", README, re.MULTILINE)
    facts = CancellationFacts(
        order_status=OrderStatus.CANCELED,
        is_invoiced=True,
        age=61,
        as_loyalty_money=True,
        items=(ItemFacts(status=OrderStatus.SHIPPED, has_open_request=True, is_under_way=True),),
    )
    rules = CancellationRules(has_invoice=True, time_limit_is_active=True)

    found = [(finding.code, finding.message) for finding in judge(facts, rules)]

    assert rows == found
    assert len(found) == len(POLICY)


def test_the_configuration_table_tells_each_variable_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `(ORDERS_\w+)` \|(?: `([^`]*)`)? \|", README, re.MULTILINE))
    names = {f"ORDERS_{name.upper()}" for name in Configuration.__annotations__}

    assert set(rows) == names
    assert read_configuration(rows) == read_configuration({})
