"""Orders that leave something to be done."""

from datetime import datetime, timedelta

from order_domain.cancellation_records import CancellationAttempt
from order_domain.orders import Order
from order_domain.statuses import CancellationRequestStatus as Status
from order_entrypoints.testing.samples import NOW, attempt, item, order, request

LEASE = timedelta(minutes=2)
DUE = NOW + LEASE
"""When an attempt that was claimed at ``NOW`` may be taken."""

TICK = timedelta(microseconds=1)
MOST = 100


def with_attempts(pk: int, *ids: str) -> Order:
    """Return an order with attempts on its first item, all claimed at ``NOW``."""
    return order(pk, attempts=attempts(*ids, order_item=pk * 100 + 1))


def attempts(*ids: str, order_item: int = 101) -> tuple[CancellationAttempt, ...]:
    """Return attempts that were claimed at ``NOW``."""
    return tuple(attempt(one, order_item) for one in ids)


def with_requests(
    pk: int, *uuids: str, status: Status = Status.OPEN, created: datetime = NOW
) -> Order:
    """Return an order of an item with these requests."""
    item_pk = pk * 100 + 1
    requests = tuple(request(uuid, item_pk, status=status, created_date=created) for uuid in uuids)
    only = item(item_pk, quantity=len(uuids) + 1, cancellation_requests=requests)
    return order(pk, items=(only,))
