"""A stand-in Omnitron with the same wire, that breaks in every way the real one may.

Serves tests, demos and crash tests. Needs nothing but the standard library, msgspec and
a way to look up orders; keeps what was cancelled in its own memory.
"""

from order_adapters.omnitron.sandbox.calls import CallKind
from order_adapters.omnitron.sandbox.faults import Fault, Faults
from order_adapters.omnitron.sandbox.ledger import Ledger, LedgerEntry
from order_adapters.omnitron.sandbox.pks import entry_pk, order_pk
from order_adapters.omnitron.sandbox.server import SandboxOmnitron

__all__ = [
    "CallKind",
    "Fault",
    "Faults",
    "Ledger",
    "LedgerEntry",
    "SandboxOmnitron",
    "entry_pk",
    "order_pk",
]
