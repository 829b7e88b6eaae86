"""The domain alone: a script in which everything outside is in memory.

    python examples/in_memory.py

Prints how three cancellations end. A use case is a function; whatever it needs from the
outside is an argument, here the adapters that keep nothing once the script is over.
"""

from functools import partial

from attrs import evolve

from order_adapters.memory import (
    InMemoryCancellationReasons,
    InMemoryCustomers,
    InMemoryOmnitron,
    InMemoryOrders,
    InMemoryPictures,
    InMemorySettings,
    any_picture,
)
from order_domain import CancellationRules, ShopSettings, cancel_items
from order_entrypoints.clock import new_uuid, utc_now
from order_entrypoints.testing.placing import REASONS, all_of, listed, placed_by
from order_entrypoints.testing.samples import order

# Orders come from the shop's own checkout; these are samples.
approved, invoiced = order(1), order(2, invoice_number="INV-2")
ada = placed_by(approved)

orders = InMemoryOrders([approved, invoiced])
rules = CancellationRules(has_invoice=True)
cancel = partial(
    cancel_items,
    customer=ada,
    orders=orders,
    customers=InMemoryCustomers([ada]),
    reasons=InMemoryCancellationReasons(REASONS),
    settings=InMemorySettings(evolve(ShopSettings(), cancellation_rules=rules)),
    omnitron=InMemoryOmnitron([listed(approved), listed(invoiced)]),
    decisions=orders.decisions,
    is_iban=bool,
    check_picture=any_picture,
    pictures=InMemoryPictures(),
    report=print,
    clock=utc_now,
    new_uuid=new_uuid,
)

print(type(cancel(approved.number, all_of(approved))).__name__)  # sent to Omnitron
print(type(cancel(invoiced.number, all_of(invoiced))).__name__)  # left to the back office
again = cancel(approved.number, all_of(approved))
print(type(again).__name__, [reason.message for reason in again.reasons])
