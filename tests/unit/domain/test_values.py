"""Telling decoded JSON apart, and the settings' documented defaults."""

import pytest

from order_domain.cancellation.rules import CancellationRules
from order_domain.settings import ShopSettings
from order_domain.values import is_array, is_object


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ({}, "object"),
        ({"a": 1}, "object"),
        ([], "array"),
        ((1, 2), "array"),
        ("[]", None),
        (b"{}", None),
        (None, None),
        (1, None),
        ({1, 2}, None),
    ],
    ids=repr,
)
def test_json_objects_and_arrays_are_told_from_all_else(value: object, kind: str | None) -> None:
    assert is_object(value) is (kind == "object")
    assert is_array(value) is (kind == "array")


def test_a_shop_that_sets_nothing_has_the_documented_defaults() -> None:
    shop = ShopSettings()

    assert shop.cancellation_rules == CancellationRules()
    assert shop.easy_return_enabled is True
    assert shop.max_images_per_item == 5
