"""What happens to the browser tests where there is no browser."""

import pytest

from .visiting import find_chromium


def test_without_chromium_a_test_is_skipped_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    # given
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("ORDERS_REQUIRE_BROWSER", raising=False)
    # when
    with pytest.raises(pytest.skip.Exception) as skipped:
        find_chromium()
    # then
    assert str(skipped.value) == "Chromium is not installed."


def test_where_a_browser_is_required_its_absence_is_a_failure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # given
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("ORDERS_REQUIRE_BROWSER", "1")
    # when
    with pytest.raises(pytest.fail.Exception) as failed:
        find_chromium()
    # then
    assert "ORDERS_REQUIRE_BROWSER" in str(failed.value)
