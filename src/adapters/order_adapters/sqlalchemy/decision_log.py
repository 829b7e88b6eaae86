"""The log of decisions in a SQL database."""

from datetime import datetime

import msgspec
from attrs import evolve, frozen
from sqlalchemy import Connection, Engine, RowMapping, bindparam, insert, select

from order_adapters.sqlalchemy.locks import LockNumber, hold
from order_adapters.sqlalchemy.log_tables import decision_log
from order_adapters.sqlalchemy.mapping import NewRow, attempt_of
from order_adapters.sqlalchemy.shadow import (
    ShadowDocument,
    count_shadow,
    shadow_columns,
    shadow_document,
    shadow_of,
)
from order_adapters.sqlalchemy.tables import cancellation_attempts
from order_adapters.sqlalchemy.transactions import reading, writing
from order_domain.cancellation.decision import Outcome, Reason
from order_domain.cancellation.facts import CancellationFacts
from order_domain.cancellation.rules import CancellationRules
from order_domain.decisions import AskedBy, AskedFor, LoggedDecision
from order_domain.money import Currency
from order_domain.ports import LogEntry
from order_domain.shadow import ShadowCounts
from order_domain.simulation.items_text import items_from_text, items_to_text
from order_domain.statuses import OrderStatus

_INSERT = insert(decision_log)
_ENTRIES = (
    select(decision_log)
    .where(decision_log.c.pk > bindparam("after"))
    .order_by(decision_log.c.pk)
    .limit(bindparam("most"))
)
_ATTEMPTS = select(cancellation_attempts).where(
    cancellation_attempts.c.id.in_(bindparam("ids", expanding=True))
)


@frozen
class _Document:
    """What of a decision is not in a column."""

    order_items: tuple[int, ...]
    rules: dict[str, object]
    reasons: tuple[Reason, ...]
    shadow: ShadowDocument | None = None


class SqlDecisionLog:
    """Keeps every decision (ports ``DecisionLog`` and ``ShadowLog`` of the domain)."""

    def __init__(self, engine: Engine) -> None:
        """Use a migrated database."""
        self._engine = engine

    def append(self, decision: LoggedDecision) -> None:
        """Keep a decision that changed nothing."""
        with writing(self._engine) as connection:
            insert_decision(connection, decision)

    def entries(self, *, after: int = 0, most: int) -> tuple[LogEntry, ...]:
        """Return entries of positions above ``after``, by position; two statements."""
        with reading(self._engine) as connection:
            rows = connection.execute(_ENTRIES, {"after": after, "most": most}).mappings().all()
            ids = [row["attempt"] for row in rows if row["attempt"] is not None]
            attempts = connection.execute(_ATTEMPTS, {"ids": ids}).mappings().all() if ids else ()
        by_id = {row["id"]: row for row in attempts}
        return tuple(_entry(row, by_id.get(row["attempt"])) for row in rows)

    def shadow_counts(
        self, rules: CancellationRules, *, since: datetime | None = None
    ) -> ShadowCounts:
        """Count what a candidate made of the decisions since a moment, or ever."""
        with reading(self._engine) as connection:
            return count_shadow(connection, rules, since)


def insert_decision(connection: Connection, decision: LoggedDecision) -> None:
    """Append a decision to the log, as the last thing that a transaction does.

    The lock makes the order of positions that of commits: whoever has read one position will
    not find a lower one later. It comes after all other locks, and who has it waits for nobody.
    """
    row = _row(decision)
    hold(connection, LockNumber.DECISION_LOG)
    connection.execute(_INSERT, row)


def _row(decision: LoggedDecision) -> NewRow:
    facts = decision.facts
    document = _Document(
        decision.order_items,
        decision.rules.to_setting(),
        decision.reasons,
        shadow_document(decision.shadow),
    )
    return {
        "at": decision.at,
        "asked_by": decision.asked_by.value,
        "asked_for": decision.asked_for.value,
        "customer_id": decision.customer_id,
        "order_pk": decision.order_pk,
        "order_number": decision.order_number,
        "order_status": facts.order_status.value,
        "is_invoiced": facts.is_invoiced,
        "age": facts.age,
        "as_loyalty_money": facts.as_loyalty_money,
        "items": items_to_text(facts.items),
        "outcome": decision.outcome.value,
        "amount": decision.amount,
        "currency": decision.currency.value,
        "attempt": decision.attempt,
        "document": msgspec.json.encode(document).decode(),
        **shadow_columns(decision),
    }


def _entry(row: RowMapping, attempt_row: RowMapping | None) -> LogEntry:
    entry = LogEntry(position=row["pk"], decision=_decision(row))
    if attempt_row is None:
        return entry
    attempt = attempt_of(attempt_row)
    return evolve(
        entry,
        attempt_state=attempt.state,
        attempt_settled_at=attempt.settled_at,
        attempt_note=attempt.note,
    )


def _decision(row: RowMapping) -> LoggedDecision:
    document = msgspec.json.decode(row["document"], type=_Document)
    return LoggedDecision(
        at=row["at"],
        asked_by=AskedBy(row["asked_by"]),
        asked_for=AskedFor(row["asked_for"]),
        customer_id=row["customer_id"],
        order_pk=row["order_pk"],
        order_number=row["order_number"],
        order_items=document.order_items,
        facts=CancellationFacts(
            order_status=OrderStatus.parse(row["order_status"]),
            is_invoiced=row["is_invoiced"],
            age=row["age"],
            as_loyalty_money=row["as_loyalty_money"],
            items=items_from_text(row["items"]),
        ),
        rules=CancellationRules.parse(document.rules),
        outcome=Outcome(row["outcome"]),
        reasons=document.reasons,
        amount=row["amount"],
        currency=Currency.parse(row["currency"]),
        attempt=row["attempt"],
        shadow=shadow_of(document.shadow),
    )
