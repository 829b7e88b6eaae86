"""Settings are read now and then, and a fault is told once."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from attrs import define, field

from order_adapters.settings import CachedSettings
from order_domain.ports import StorageUnavailableError
from order_domain.settings import ShopSettings
from order_entrypoints.testing.contracts import SettingsContract
from order_entrypoints.testing.contracts.orders_at_once import at_once
from order_entrypoints.testing.contracts.settings import STORED, Store

IMAGES = "CANCELLATION_REQUEST_MAX_IMAGE_COUNT_PER_ORDER_ITEM"


@define
class Shop:
    """A store and a clock that a test sets."""

    stored: dict[str, object] = field(factory=dict[str, object])
    now: float = 1000.0
    reads: int = 0
    fault: Exception | None = None

    def read(self) -> Mapping[str, object]:
        self.reads += 1
        if self.fault:
            raise self.fault
        return dict(self.stored)

    def clock(self) -> float:
        return self.now


@pytest.fixture
def shop() -> Shop:
    return Shop()


@pytest.fixture
def settings(shop: Shop) -> CachedSettings:
    return CachedSettings(shop.read, shop.clock)


class TestContract(SettingsContract):
    @pytest.fixture
    def settings(self, shop: Shop) -> CachedSettings:
        return CachedSettings(shop.read, shop.clock)

    @pytest.fixture
    def store(self, shop: Shop) -> Store:
        return shop.stored.__setitem__

    @pytest.fixture
    def wait(self, shop: Shop) -> Callable[[], None]:
        def wait() -> None:
            shop.now += 2

        return wait


def test_nothing_is_read_before_it_is_asked_for(shop: Shop, settings: CachedSettings) -> None:
    assert shop.reads == 0
    settings.current()
    assert shop.reads == 1


def test_settings_are_read_again_when_they_are_two_seconds_old(
    shop: Shop, settings: CachedSettings
) -> None:
    settings.current()
    shop.stored[IMAGES] = 1
    shop.now += 1.999
    assert settings.current() == ShopSettings()
    assert shop.reads == 1
    shop.now += 0.001
    assert settings.current().max_images_per_item == 1
    assert shop.reads == 2


def test_how_old_settings_may_be_can_be_chosen(shop: Shop) -> None:
    settings = CachedSettings(shop.read, shop.clock, ttl=60)
    settings.current()
    shop.now += 59
    settings.current()
    assert shop.reads == 1


def test_what_is_removed_has_its_default_again(shop: Shop, settings: CachedSettings) -> None:
    shop.stored.update(STORED)
    settings.current()

    shop.stored.clear()
    shop.now += 2

    assert settings.current() == ShopSettings()


def test_after_its_removal_the_last_good_value_is_forgotten(
    shop: Shop, settings: CachedSettings
) -> None:
    for value in (1, None, -1):
        if value is None:
            del shop.stored[IMAGES]
        else:
            shop.stored[IMAGES] = value
        current = settings.current()
        shop.now += 2
    assert current.max_images_per_item == ShopSettings().max_images_per_item


def test_a_bad_value_is_logged_once_with_its_key_and_fault(
    shop: Shop, settings: CachedSettings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.current()
    shop.stored["EXTRA_CANCEL_RULES"] = {"hour_gap": {"time": "90"}}
    for _ in range(3):
        shop.now += 2
        settings.current()
        shop.now += 2

    [record] = caplog.records
    assert record.levelname == "WARNING"
    assert "EXTRA_CANCEL_RULES" in record.getMessage()
    assert "hour_gap.time: Expected a whole number of minutes" in record.getMessage()


def test_another_bad_value_is_logged_again(
    shop: Shop, settings: CachedSettings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.current()
    for value in ({"refuse": ["x"]}, {"has_invoice": 1}, {}, {"has_invoice": 1}):
        shop.now += 2
        shop.stored["EXTRA_CANCEL_RULES"] = value
        settings.current()
        shop.now += 2

    assert len(caplog.records) == 3


def test_a_store_that_cannot_be_read_leaves_the_last_settings_in_force(
    shop: Shop, settings: CachedSettings, caplog: pytest.LogCaptureFixture
) -> None:
    shop.stored.update(STORED)
    before = settings.current()
    shop.fault = StorageUnavailableError("gone fishing")
    for _ in range(3):
        shop.now += 2
        assert settings.current() == before
    assert shop.reads == 4
    [record] = caplog.records
    assert "gone fishing" in record.getMessage()

    shop.fault = None
    shop.stored[IMAGES] = 3
    shop.now += 2
    assert settings.current().max_images_per_item == 3


def test_until_the_store_could_be_read_there_are_no_settings(
    shop: Shop, settings: CachedSettings
) -> None:
    """The defaults would allow what the shop has forbidden."""
    shop.fault = StorageUnavailableError("gone fishing")
    for _ in range(2):
        with pytest.raises(StorageUnavailableError, match=r"cannot be read: gone fishing"):
            settings.current()

    shop.fault = None
    shop.stored.update(STORED)
    assert settings.current().max_images_per_item == STORED[IMAGES]


def test_a_value_that_was_never_good_is_not_replaced_by_the_default(
    shop: Shop, settings: CachedSettings
) -> None:
    shop.stored["EXTRA_CANCEL_RULES"] = {"hour_gap": {"time": "90"}}
    with pytest.raises(StorageUnavailableError, match=r"hour_gap\.time: Expected a whole number"):
        settings.current()

    del shop.stored["EXTRA_CANCEL_RULES"]
    assert settings.current() == ShopSettings()


def test_who_asks_while_another_reads_gets_the_settings_of_before() -> None:
    now, reading, go_on = [0.0], Event(), Event()
    reads: list[dict[str, object]] = [{IMAGES: 1}, {IMAGES: 2}]

    def read() -> dict[str, object]:
        if len(reads) == 1:
            reading.set()
            assert go_on.wait(timeout=10)
        return reads.pop(0)

    settings = CachedSettings(read, lambda: now[0])
    assert settings.current().max_images_per_item == 1
    now[0] = 2.0
    with ThreadPoolExecutor(1) as thread:
        slow = thread.submit(settings.current)
        assert reading.wait(timeout=10)
        assert settings.current().max_images_per_item == 1
        go_on.set()
        assert slow.result(timeout=10).max_images_per_item == 2
    assert settings.current().max_images_per_item == 2


def test_many_who_ask_first_read_once_and_get_what_was_read(shop: Shop) -> None:
    shop.stored.update(STORED)
    settings = CachedSettings(shop.read, shop.clock)
    found = at_once([settings.current] * 8)
    assert {one.max_images_per_item for one in found} == {0}
    assert shop.reads == 1
