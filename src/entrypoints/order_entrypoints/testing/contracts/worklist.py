"""What :class:`order_domain.ports.Worklist` must keep."""

from order_entrypoints.testing.contracts.worklist_at_once import TasksTakenAtOnce
from order_entrypoints.testing.contracts.worklist_records import RecordsSetAside
from order_entrypoints.testing.contracts.worklist_tasks import TasksTaken


class WorklistContract(TasksTaken, TasksTakenAtOnce, RecordsSetAside):
    """Tasks are handed out to one at a time, and what needs a person is not forgotten.

    Fixtures:
        orders: where orders are kept, empty; used by several threads.
        worklist: the adapter, on the same orders; used by several threads.
    """
