"""Entries of the decision log as NDJSON."""

import msgspec

from order_domain.decisions import LoggedDecision
from order_domain.ports import LogEntry
from order_domain.shadow import ShadowVerdict
from order_domain.simulation.items_text import items_to_text


def entry_line(entry: LogEntry) -> bytes:
    """Return an entry as one line of JSON, its end included.

    The facts stand in fields of their own, by the names that the simulation counts them by.
    """
    return msgspec.json.encode(_shape(entry)) + b"\n"


def _shape(entry: LogEntry) -> dict[str, object]:
    decision = entry.decision
    facts = decision.facts
    return {
        "position": entry.position,
        "at": decision.at,
        "asked_by": decision.asked_by,
        "asked_for": decision.asked_for,
        "customer": decision.customer_id,
        "order": decision.order_pk,
        "order_number": decision.order_number,
        "order_items": decision.order_items,
        "order_status": facts.order_status,
        "is_invoiced": facts.is_invoiced,
        "age": facts.age,
        "as_loyalty_money": facts.as_loyalty_money,
        "items": items_to_text(facts.items),
        "amount": f"{decision.amount:f}",
        "currency": decision.currency,
        "rules": decision.rules.to_setting(),
        "outcome": decision.outcome,
        "reasons": decision.reasons,
        "attempt": _attempt(decision, entry),
        "shadow": _shadow(decision.shadow),
    }


def _attempt(decision: LoggedDecision, entry: LogEntry) -> dict[str, object] | None:
    """The direct cancellation that followed, and how it ended."""
    if decision.attempt is None:
        return None
    return {
        "id": decision.attempt,
        "state": entry.attempt_state,
        "settled_at": entry.attempt_settled_at,
        "note": entry.attempt_note,
    }


def _shadow(shadow: ShadowVerdict | None) -> dict[str, object] | None:
    """What the shadow rules made of it, with the codes of their reasons."""
    if shadow is None:
        return None
    return {
        "rules": shadow.rules.to_setting(),
        "outcome": shadow.outcome,
        "reasons": shadow.reasons,
    }
