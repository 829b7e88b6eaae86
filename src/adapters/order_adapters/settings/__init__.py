"""The shop's dynamic settings: stored values checked, parsed and read afresh."""

from order_adapters.settings.cached import CachedSettings
from order_adapters.settings.values import SHADOW_RULES, check_setting

__all__ = ["SHADOW_RULES", "CachedSettings", "check_setting"]
