"""What happens to the tests of Spark where there is no Java."""

import pytest

from .local_spark import find_spark


def test_without_java_a_test_is_skipped_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    # given
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("ORDERS_REQUIRE_SPARK", raising=False)
    # when
    with pytest.raises(pytest.skip.Exception) as skipped:
        find_spark()
    # then
    assert "Java" in str(skipped.value)


def test_where_spark_is_required_the_absence_of_java_is_a_failure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # given
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("ORDERS_REQUIRE_SPARK", "1")
    # when
    with pytest.raises(pytest.fail.Exception) as failed:
        find_spark()
    # then
    assert "ORDERS_REQUIRE_SPARK" in str(failed.value)
