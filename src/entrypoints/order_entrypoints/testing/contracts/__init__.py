"""The contract of each port, as tests: subclass one and say how your adapter is made.

    from order_entrypoints.testing.contracts import DecisionLogContract, OrdersContract

    class TestMyOrders(OrdersContract, DecisionLogContract):
        @pytest.fixture
        def orders(self, my_database: Database) -> MyOrders:
            return MyOrders(my_database)

        @pytest.fixture
        def decisions(self, my_database: Database) -> MyDecisionLog:
            return MyDecisionLog(my_database)

That is a whole test module, for pytest alone and without any settings; a failed assertion
shows its values as one of yours would. Each class names the fixtures that it needs; here they
raise ``NotImplementedError``, and they are overridden in the class, not beside it. Fixtures of
your own, as ``my_database`` here, stand where they always do; each test wants it empty.

Two adapters that pass: ``examples/own_repository`` and ``examples/django_shop``.
"""

from order_adapters import needing

with needing("testing"):
    import pytest

_MODULES = (
    "decisions",
    "directory",
    "idempotency",
    "lists",
    "omnitron",
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
from order_entrypoints.testing.contracts.omnitron import (  # noqa: E402
    OmnitronContract,
    OmnitronRequestsContract,
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
    "OmnitronContract",
    "OmnitronRequestsContract",
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
