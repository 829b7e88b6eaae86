"""Holds the repository and its log to the public contracts: `pytest examples/django_shop`."""

import os
from collections.abc import Iterator
from pathlib import Path

import django
import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "django_shop.settings")
django.setup()

from django.core.management import call_command  # noqa: E402  (once Django is set up)
from django.db import connections  # noqa: E402

from django_shop.decisions import DjangoDecisions  # noqa: E402
from django_shop.orders import DjangoOrders  # noqa: E402
from order_entrypoints.testing.contracts import (  # noqa: E402
    DecisionLogContract,
    OrdersContract,
)


@pytest.fixture(scope="module", autouse=True)
def tables(tmp_path_factory: pytest.TempPathFactory) -> None:
    path: Path = tmp_path_factory.mktemp("shop") / "shop.db"
    connections["default"].settings_dict["NAME"] = str(path)
    call_command("migrate", run_syncdb=True, verbosity=0)


@pytest.fixture(autouse=True)
def emptied() -> Iterator[None]:
    yield
    call_command("flush", interactive=False, verbosity=0)
    connections.close_all()


class TestDjangoShop(OrdersContract, DecisionLogContract):
    @pytest.fixture
    def orders(self) -> DjangoOrders:
        return DjangoOrders()

    @pytest.fixture
    def decisions(self) -> DjangoDecisions:
        return DjangoDecisions()
