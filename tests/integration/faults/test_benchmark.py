"""The benchmark of a hanging Omnitron runs; what it measures is not looked at."""

import re
import subprocess
import sys
from pathlib import Path

BENCHMARK = Path(__file__).parents[3] / "benchmarks" / "hanging_omnitron.py"


def test_the_benchmark_of_a_hanging_omnitron_prints_a_ratio() -> None:
    # when
    ended = subprocess.run(
        [sys.executable, BENCHMARK, "--cancellations", "4", "--hang", "1", "--reads", "10"],
        capture_output=True,
        text=True,
        timeout=120,
    )
    # then
    assert (ended.returncode, ended.stderr) == (0, "")
    assert re.search(r"^ratio of p99: \d+\.\d\d ", ended.stdout, re.MULTILINE), ended.stdout
