"""What :class:`order_domain.ports.Settings` must keep."""

from collections.abc import Callable
from typing import TypeAlias

import pytest

from order_domain.cancellation.rules import CancellationRules
from order_domain.ports import Settings, StorageUnavailableError
from order_domain.settings import ShopSettings

Store: TypeAlias = Callable[[str, object], None]
"""Stores a JSON value under a setting's name, whatever it is."""

RULES = "EXTRA_CANCEL_RULES"
SHADOW_RULES = "EXTRA_CANCEL_RULES_SHADOW"
EASY_RETURN = "EASY_RETURN_ENABLED"
MAX_IMAGES = "CANCELLATION_REQUEST_MAX_IMAGE_COUNT_PER_ORDER_ITEM"

BAD_VALUES: list[tuple[str, object]] = [
    (RULES, None),
    (RULES, []),
    (RULES, {"hour_gap": {"time": "90"}}),
    (RULES, {"no_such_rule": True}),
    (SHADOW_RULES, None),
    (SHADOW_RULES, {"hour_gap": {"time": "90"}}),
    (EASY_RETURN, None),
    (EASY_RETURN, 1),
    (EASY_RETURN, "true"),
    (MAX_IMAGES, None),
    (MAX_IMAGES, -1),
    (MAX_IMAGES, True),
    (MAX_IMAGES, 2.5),
    (MAX_IMAGES, "5"),
]

STORED = {
    RULES: {"has_invoice": True, "hour_gap": {"is_active": True, "time": 90}},
    SHADOW_RULES: {"refuse": ["expired"]},
    EASY_RETURN: False,
    MAX_IMAGES: 0,
}
MEANT = ShopSettings(
    cancellation_rules=CancellationRules(
        has_invoice=True, time_limit_is_active=True, time_limit=90
    ),
    shadow_rules=CancellationRules(refuse=frozenset({"expired"})),
    easy_return_enabled=False,
    max_images_per_item=0,
)


class SettingsContract:
    """Settings change while the service runs, and survive what cannot be used.

    Fixtures:
        settings: the adapter over an empty store.
        store: stores a value, good or bad, where the adapter reads.
        wait: lets as much time pass as settings may be old.
    """

    @pytest.fixture
    def settings(self) -> Settings:
        """Return the adapter over an empty store."""
        raise NotImplementedError

    @pytest.fixture
    def store(self) -> Store:
        """Return what stores a value."""
        raise NotImplementedError

    @pytest.fixture
    def wait(self) -> Callable[[], None]:
        """Return what lets time pass."""
        raise NotImplementedError

    def test_what_is_not_stored_has_its_default(self, settings: Settings) -> None:
        assert settings.current() == ShopSettings()

    def test_what_is_stored_is_in_force(self, settings: Settings, store: Store) -> None:
        for name, value in STORED.items():
            store(name, value)

        assert settings.current() == MEANT

    def test_a_change_is_seen_without_a_restart(
        self, settings: Settings, store: Store, wait: Callable[[], None]
    ) -> None:
        assert settings.current() == ShopSettings()
        for name, value in STORED.items():
            store(name, value)
        wait()
        assert settings.current() == MEANT
        store(MAX_IMAGES, 3)
        wait()
        assert settings.current().max_images_per_item == 3

    @pytest.mark.parametrize(("name", "bad"), BAD_VALUES)
    def test_a_bad_value_leaves_the_last_good_one_in_force(
        self, settings: Settings, store: Store, wait: Callable[[], None], name: str, bad: object
    ) -> None:
        for key, value in STORED.items():
            store(key, value)
        assert settings.current() == MEANT

        store(name, bad)
        wait()
        assert settings.current() == MEANT
        wait()
        assert settings.current() == MEANT

    @pytest.mark.parametrize(("name", "bad"), BAD_VALUES)
    def test_a_value_that_was_never_good_is_not_taken_for_the_default(
        self, settings: Settings, store: Store, name: str, bad: object
    ) -> None:
        store(name, bad)

        with pytest.raises(StorageUnavailableError):
            settings.current()

    def test_a_bad_value_keeps_no_other_setting_from_changing(
        self, settings: Settings, store: Store, wait: Callable[[], None]
    ) -> None:
        assert settings.current() == ShopSettings()
        store(RULES, {"has_invoice": "yes"})
        store(MAX_IMAGES, 2)
        wait()
        assert settings.current() == ShopSettings(max_images_per_item=2)

        store(RULES, {"has_invoice": True})
        wait()
        assert settings.current().cancellation_rules.has_invoice
