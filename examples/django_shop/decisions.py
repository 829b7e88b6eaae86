"""The log of decisions: the port `order_domain.ports.DecisionLog` on this app's models.

cancel_items(…, orders=DjangoOrders(), decisions=DjangoDecisions())
"""

from kept_orders import dump, load

from django_shop.models import KeptDecision
from django_shop.orders import DjangoOrders
from order_adapters.django import asking_django
from order_domain.decisions import LoggedDecision
from order_domain.ports import LogEntry


class DjangoDecisions:
    def append(self, decision: LoggedDecision) -> None:
        with asking_django():
            KeptDecision.objects.create(document=dump(decision))

    def entries(self, *, after: int = 0, most: int) -> tuple[LogEntry, ...]:
        with asking_django():
            rows = list(KeptDecision.objects.filter(pk__gt=after).order_by("pk")[:most])
        return tuple(_entry(row.pk, load(row.document, LoggedDecision)) for row in rows)


def _entry(position: int, decision: LoggedDecision) -> LogEntry:
    """Tell with the decision how far the cancellation that followed has come."""
    order = DjangoOrders().by_pk(decision.order_pk) if decision.attempt else None
    for attempt in order.attempts if order else ():
        if attempt.id == decision.attempt:
            return LogEntry(
                position=position,
                decision=decision,
                attempt_state=attempt.state,
                attempt_settled_at=attempt.settled_at,
                attempt_note=attempt.note,
            )
    return LogEntry(position=position, decision=decision)
