"""A stand-in Omnitron with the same wire, that breaks in every way the real one may.

Serves tests, demos and crash tests. Needs nothing but the standard library, msgspec and
a way to look up orders; keeps what was cancelled in its own memory.

Tests in the same process use :class:`SandboxOmnitron` itself. Others control it over
HTTP, below ``/sandbox/`` (not below the API's base path), without a token; these calls
meet no faults and are not in the ledger. Bodies and answers are JSON; what makes no
sense is 400 ``{"detail", "code": "invalid"}``.

``POST /sandbox/faults {"on", "fault", "times": 1, "seconds": 30}`` (``faults.add``)
    Breaks the next ``times`` calls of a kind, after those planned before; with ``times``
    null all of them, until another such plan or a clear. ``on``: "login", "read",
    "cancel", "address", "request", "updates", or "all" for each of these. ``fault``, as
    in :class:`Fault`: "refuse", "error_before", "error_after", "cut_before", "cut_after",
    "hang" (acted on), "hang_before" (never acted on), "act_late", "hold_before",
    "hold_after", "garbage_before", "garbage" (acted on), "expire_token". ``seconds``: how
    long those that wait do so, and how long a hold lasts at most. A call is looked at for
    faults once its token is good. 201.
``POST /sandbox/faults/clear {"on": "all"}`` (``faults.clear``)
    Forgets what was planned for a kind of call, or all. Held calls stay held.
``GET /sandbox/held?on=cancel&count=1&wait=10`` (``holds.wait_for``)
    Waits up to ``wait`` seconds (default 0) until ``count`` calls of the kind, or any, are
    held, and answers ``{"held": [{"on", "fault", "place"}]}`` in any case; ``place`` is in
    the ledger.
``POST /sandbox/release {"on": null}`` (``holds.release``)
    Lets the calls of a kind, or any, that are held now go on: one of "hold_before" is then
    acted on, even when its client is gone. Answers ``{"released": <how many>}``.
``POST /sandbox/order_statuses {"number", "status", "remote_id": null}`` (``show_status``)
    Shows any text as the status of an order, or of its entries with this ``remote_id``;
    null shows the true one again. What can be cancelled goes by the true one.
``POST /sandbox/moves {"remote_id", "status"}`` (``move_request``)
    The back office moves a cancellation request, by the shop's uuid, to any status, known
    or not; 404 when it has no such request.
``POST /sandbox/updates {"record": <anything>}`` (``requests.add_update``)
    Lists any JSON value among the updates.
``POST /sandbox/updates/forget`` (``requests.forget_updates``)
    Lists only what is moved from now on: the pages become fewer.
``GET /sandbox/ledger?on=cancel`` (``ledger``)
    All calls received, oldest first, or those of a kind: ``{"entries": [{"kind", "method",
    "target", "status", "order", "items", "remote_id", "acted"}]}``. ``status`` is null
    before the answer and for a cut line; ``order`` and ``items`` are Omnitron's pks in a
    cancellation; ``remote_id`` is the uuid in a cancellation request. ``acted`` tells
    whether it was carried out; a request posted again is not (its status is 400).
"""

from order_adapters.omnitron.sandbox.bodies import AddressChange
from order_adapters.omnitron.sandbox.calls import CallKind
from order_adapters.omnitron.sandbox.faults import Fault, Faults, PlannedFault
from order_adapters.omnitron.sandbox.holds import Held, Holds
from order_adapters.omnitron.sandbox.ledger import Ledger, LedgerEntry
from order_adapters.omnitron.sandbox.pks import entry_pk, order_pk
from order_adapters.omnitron.sandbox.requests import KeptRequest
from order_adapters.omnitron.sandbox.server import SandboxOmnitron

__all__ = [
    "AddressChange",
    "CallKind",
    "Fault",
    "Faults",
    "Held",
    "Holds",
    "KeptRequest",
    "Ledger",
    "LedgerEntry",
    "PlannedFault",
    "SandboxOmnitron",
    "entry_pk",
    "order_pk",
]
