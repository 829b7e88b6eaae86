"""The ports in memory, for the tests of whoever builds on the domain.

They keep the same contract as the real adapters (``order_entrypoints.testing.contracts``).
"""

from order_adapters.memory.decisions import InMemoryDecisionLog
from order_adapters.memory.directory import (
    InMemoryCancellationReasons,
    InMemoryCustomers,
    InMemorySessions,
    InMemorySettings,
)
from order_adapters.memory.history import InMemoryArchive, InMemoryOrderHistory
from order_adapters.memory.idempotency import InMemoryIdempotencyKeys
from order_adapters.memory.omnitron import InMemoryOmnitron
from order_adapters.memory.orders import InMemoryOrders
from order_adapters.memory.pictures import InMemoryPictures, any_picture
from order_adapters.memory.proofs import InMemoryOrderProofs
from order_adapters.memory.signer import PlainSigner
from order_adapters.memory.worklist import InMemoryWorklist

__all__ = [
    "InMemoryArchive",
    "InMemoryCancellationReasons",
    "InMemoryCustomers",
    "InMemoryDecisionLog",
    "InMemoryIdempotencyKeys",
    "InMemoryOmnitron",
    "InMemoryOrderHistory",
    "InMemoryOrderProofs",
    "InMemoryOrders",
    "InMemoryPictures",
    "InMemorySessions",
    "InMemorySettings",
    "InMemoryWorklist",
    "PlainSigner",
    "any_picture",
]
