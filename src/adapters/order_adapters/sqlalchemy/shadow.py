"""What shadow rules made of decisions, as columns of the log, and counted by the database."""

import hashlib
from datetime import UTC, datetime

import msgspec
from attrs import frozen
from sqlalchemy import Connection, bindparam, func, select

from order_adapters.sqlalchemy.log_tables import decision_log
from order_adapters.sqlalchemy.mapping import NewRow
from order_domain.cancellation.decision import Outcome
from order_domain.cancellation.rules import CancellationRules
from order_domain.decisions import LoggedDecision
from order_domain.shadow import ShadowCounts, ShadowVerdict, add_up, reasons_of_difference

_LOG = decision_log.c
_ENDS = (_LOG.outcome, _LOG.shadow_outcome, _LOG.shadow_reasons)
_COUNTS = (
    select(*_ENDS, func.count())
    .where(_LOG.shadow_rules == bindparam("rules"), _LOG.at >= bindparam("since"))
    .group_by(*_ENDS)
)
_EVER = datetime.min.replace(tzinfo=UTC)


@frozen
class ShadowDocument:
    """What of a shadow verdict is not in a column."""

    rules: dict[str, object]
    outcome: Outcome
    reasons: tuple[str, ...]
    decisive: tuple[str, ...]


def shadow_columns(decision: LoggedDecision) -> NewRow:
    """Return the columns of a decision's shadow verdict; nothing in them without one."""
    shadow = decision.shadow
    if shadow is None:
        return {"shadow_rules": None, "shadow_outcome": None, "shadow_reasons": None}
    codes = reasons_of_difference(decision.outcome, decision.reasons, shadow)
    return {
        "shadow_rules": fingerprint(shadow.rules),
        "shadow_outcome": shadow.outcome.value,
        "shadow_reasons": msgspec.json.encode(codes).decode(),
    }


def shadow_document(shadow: ShadowVerdict | None) -> ShadowDocument | None:
    """Return a shadow verdict as it is written."""
    if shadow is None:
        return None
    rules = shadow.rules.to_setting()
    return ShadowDocument(rules, shadow.outcome, shadow.reasons, shadow.decisive)


def shadow_of(document: ShadowDocument | None) -> ShadowVerdict | None:
    """Return the shadow verdict that was written."""
    if document is None:
        return None
    rules = CancellationRules.parse(document.rules)
    return ShadowVerdict(rules, document.outcome, document.reasons, document.decisive)


def count_shadow(
    connection: Connection, rules: CancellationRules, since: datetime | None
) -> ShadowCounts:
    """Count what a candidate made of the decisions since a moment; one statement."""
    wanted = {"rules": fingerprint(rules), "since": since or _EVER}
    rows = connection.execute(_COUNTS, wanted).all()
    return add_up(
        {
            (Outcome(live), Outcome(shadow), _codes(reasons)): count
            for live, shadow, reasons, count in rows
        }
    )


def fingerprint(rules: CancellationRules) -> str:
    """Return a short text that is the same for the same rules alone."""
    return hashlib.sha256(msgspec.json.encode(rules.to_setting())).hexdigest()[:32]


def _codes(text: str) -> tuple[str, ...]:
    return msgspec.json.decode(text, type=tuple[str, ...])
