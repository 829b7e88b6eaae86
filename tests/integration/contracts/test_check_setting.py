"""A setting is checked when it is set."""

import pytest

from order_adapters.settings import check_setting
from order_domain.cancellation.rules import CancellationRules, InvalidSettingError
from order_entrypoints.testing.contracts.settings import BAD_VALUES, STORED


@pytest.mark.parametrize(("name", "value"), STORED.items())
def test_a_good_setting_may_be_set(name: str, value: object) -> None:
    check_setting(name, value)


def test_rules_may_be_set_as_they_are_shown() -> None:
    check_setting("EXTRA_CANCEL_RULES", CancellationRules(time_limit=5).to_setting())


@pytest.mark.parametrize(("name", "value"), BAD_VALUES)
def test_a_bad_setting_is_refused_by_name(name: str, value: object) -> None:
    with pytest.raises(InvalidSettingError) as refused:
        check_setting(name, value)
    assert refused.value.name == name
    assert refused.value.errors


@pytest.mark.parametrize("name", ["", "extra_cancel_rules", "DEBUG"])
def test_an_unknown_setting_is_refused_with_those_that_there_are(name: str) -> None:
    with pytest.raises(InvalidSettingError, match="EASY_RETURN_ENABLED, EXTRA_CANCEL_RULES"):
        check_setting(name, value=True)
