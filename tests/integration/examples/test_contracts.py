"""The public contracts, subclassed by somebody outside with nothing but pytest."""

from pathlib import Path

from .conftest import run_tests

MINE = """\
import pytest
from order_adapters.memory import InMemoryOrders
from order_entrypoints.testing.contracts import OrdersContract


class Mine(InMemoryOrders):
    pass


class TestMine(OrdersContract):
    @pytest.fixture
    def orders(self):
        return Mine()

    @pytest.fixture
    def decisions(self, orders):
        return orders.decisions
"""


def test_a_few_lines_hold_an_adapter_to_the_contract(tmp_path: Path) -> None:
    (tmp_path / "test_mine.py").write_text(MINE)

    done = run_tests(tmp_path, tmp_path)

    assert done.returncode == 0, done.stdout


def test_a_broken_promise_is_shown_with_its_values(tmp_path: Path) -> None:
    # given a repository that forgets which of two orders was created last
    forgetful = "def latest(self, customer_id):\n        return None"
    (tmp_path / "test_mine.py").write_text(MINE.replace("pass", forgetful, 1))

    # when
    done = run_tests(tmp_path, tmp_path, "-k", "newest")

    # then
    assert done.returncode == 1
    assert "assert None == LatestOrders(by_pk=3, by_creation=2)" in done.stdout


def test_a_fixture_that_is_missing_is_named(tmp_path: Path) -> None:
    without = MINE[: MINE.index("    @pytest.fixture\n    def decisions")]
    (tmp_path / "test_mine.py").write_text(without)

    done = run_tests(tmp_path, tmp_path, "-k", "logged")

    assert "NotImplementedError" in done.stdout
    assert "def decisions(self)" in done.stdout
