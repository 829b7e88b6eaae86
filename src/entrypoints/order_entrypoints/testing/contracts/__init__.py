"""The contract of each port, as tests: subclass one and say how your adapter is made.

    class TestMyOrders(OrdersContract):
        @pytest.fixture
        def orders(self, my_database: Database) -> MyOrders:
            return MyOrders(my_database)

Each class names the fixtures that it needs; here they raise ``NotImplementedError``.
"""

import pytest

_MODULES = (
    "decisions",
    "directory",
    "idempotency",
    "lists",
    "order_images",
    "order_requests",
    "orders_at_once",
    "orders_changed",
    "orders_found",
    "orders_logged",
    "orders_saved",
    "pictures",
    "proofs",
    "settings",
    "shadow",
    "signer",
    "worklist_at_once",
    "worklist_records",
    "worklist_tasks",
)
# So that a failed assertion in there shows its values, as one in a test module does.
pytest.register_assert_rewrite(*(f"{__name__}.{module}" for module in _MODULES))

from order_entrypoints.testing.contracts.decisions import DecisionLogContract  # noqa: E402
from order_entrypoints.testing.contracts.directory import (  # noqa: E402
    CancellationReasonsContract,
    CustomersContract,
    SessionsContract,
)
from order_entrypoints.testing.contracts.idempotency import (  # noqa: E402
    IdempotencyKeysContract,
)
from order_entrypoints.testing.contracts.lists import (  # noqa: E402
    ArchiveContract,
    OrderHistoryContract,
)
from order_entrypoints.testing.contracts.orders import OrdersContract  # noqa: E402
from order_entrypoints.testing.contracts.pictures import PictureStoreContract  # noqa: E402
from order_entrypoints.testing.contracts.proofs import OrderProofsContract  # noqa: E402
from order_entrypoints.testing.contracts.settings import SettingsContract  # noqa: E402
from order_entrypoints.testing.contracts.shadow import ShadowLogContract  # noqa: E402
from order_entrypoints.testing.contracts.signer import OrderNumberSignerContract  # noqa: E402
from order_entrypoints.testing.contracts.worklist import WorklistContract  # noqa: E402

__all__ = [
    "ArchiveContract",
    "CancellationReasonsContract",
    "CustomersContract",
    "DecisionLogContract",
    "IdempotencyKeysContract",
    "OrderHistoryContract",
    "OrderNumberSignerContract",
    "OrderProofsContract",
    "OrdersContract",
    "PictureStoreContract",
    "SessionsContract",
    "SettingsContract",
    "ShadowLogContract",
    "WorklistContract",
]
