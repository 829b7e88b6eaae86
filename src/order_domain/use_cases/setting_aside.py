"""Put what only a person can clear up on the list for one."""

from datetime import datetime

from order_domain.ports import Report, SetAside, TaskKind, Worklist


def set_aside(
    kind: TaskKind,
    key: str,
    order_number: str,
    problem: str,
    *,
    worklist: Worklist,
    report: Report,
    now: datetime,
) -> None:
    """Put a record on the list for a person, and report it when it is new there.

    Args:
        kind: what was to be done about it.
        key: id of the attempt, or uuid of the request.
        order_number: empty when not known.
        problem: what is in the way.
        worklist: has the list.
        report: is told.
        now: an aware datetime.
    """
    record = SetAside(kind=kind, key=key, order_number=order_number, problem=problem, since=now)
    if worklist.set_aside(record):
        of_order = f" of order {order_number}" if order_number else ""
        if kind is TaskKind.ATTEMPT:
            report(f"Cancellation{of_order} (attempt {key}): {problem}")
        else:
            report(f"Cancellation request {key}{of_order}: {problem}")


def in_words(error: Exception) -> str:
    """Say that a record breaks whoever works on it."""
    return f"It cannot be worked on: {type(error).__name__}: {error}"
