"""What the stored values of the dynamic settings mean.

Source: order-management, "Configuration (Dynamic Settings)"; domain description, section 2.
"""

from collections.abc import Callable, Mapping

from attrs import evolve

from order_domain.cancellation.rules import CancellationRules, InvalidSettingError
from order_domain.settings import ShopSettings

SHADOW_RULES = "EXTRA_CANCEL_RULES_SHADOW"
"""The setting that names the rules to be asked beside those in force; without it none are."""

WHOLE_VALUE = "non_field_errors"
"""The key of a fault that is not about a part of the value."""


def _with_rules(shop: ShopSettings, value: object) -> ShopSettings:
    return evolve(shop, cancellation_rules=CancellationRules.parse(value))


def _with_shadow_rules(shop: ShopSettings, value: object) -> ShopSettings:
    try:
        return evolve(shop, shadow_rules=CancellationRules.parse(value))
    except InvalidSettingError as error:
        raise InvalidSettingError(SHADOW_RULES, error.errors) from None


def _with_easy_return(shop: ShopSettings, value: object) -> ShopSettings:
    if isinstance(value, bool):
        return evolve(shop, easy_return_enabled=value)
    raise InvalidSettingError("EASY_RETURN_ENABLED", {WHOLE_VALUE: ["Expected true or false."]})


def _with_max_images(shop: ShopSettings, value: object) -> ShopSettings:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return evolve(shop, max_images_per_item=value)
    raise InvalidSettingError(
        "CANCELLATION_REQUEST_MAX_IMAGE_COUNT_PER_ORDER_ITEM",
        {WHOLE_VALUE: ["Expected a whole number, 0 or more."]},
    )


SETTINGS: Mapping[str, Callable[[ShopSettings, object], ShopSettings]] = {
    "EXTRA_CANCEL_RULES": _with_rules,
    SHADOW_RULES: _with_shadow_rules,
    "EASY_RETURN_ENABLED": _with_easy_return,
    "CANCELLATION_REQUEST_MAX_IMAGE_COUNT_PER_ORDER_ITEM": _with_max_images,
}
"""Each setting's name → how its stored value changes the settings in force."""


def check_setting(name: str, value: object) -> None:
    """Check a value before it is stored.

    Args:
        name: as documented, for example ``EASY_RETURN_ENABLED``.
        value: what JSON decodes to.

    Raises:
        InvalidSettingError: the value cannot be used, or no setting has this name.
    """
    change = SETTINGS.get(name)
    if change is None:
        known = ", ".join(sorted(SETTINGS))
        raise InvalidSettingError(name, {WHOLE_VALUE: [f"Expected one of: {known}."]})
    change(ShopSettings(), value)
