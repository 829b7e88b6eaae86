"""Tell Omnitron once to cancel what an attempt has claimed.

Source: domain description, section 4, steps 2 and 3. No database is touched here: this
may take as long as Omnitron takes.
"""

from collections.abc import Collection
from typing import TypeAlias

from attrs import frozen

from order_domain.cancellation.outcomes import Accepted, CancelOutcome, NotSent, OutcomeUnknown
from order_domain.cancellation.policy import is_directly_cancellable
from order_domain.cancellation.rules import CancellationRules
from order_domain.orders import Order
from order_domain.ports import Omnitron, OmnitronItem, OmnitronOrder, OmnitronUnavailableError
from order_domain.selections import SelectedItem, Selection
from order_domain.statuses import CANCELLED

ALREADY_CANCELLED = "The items were cancelled at Omnitron already."


@frozen
class ToSend:
    """What Omnitron is to be told.

    Attributes:
        there: the order as Omnitron has it.
        reasons: Omnitron's pk of each entry to cancel → id of the reason; at least one.
    """

    there: OmnitronOrder
    reasons: dict[int, int]


Prepared: TypeAlias = ToSend | Accepted | NotSent
"""What is to be sent, or how it ends without sending anything."""


def prepare(
    order: Order, selection: Selection, rules: CancellationRules, *, omnitron: Omnitron
) -> Prepared:
    """Read the order at Omnitron, and find the entries of the selected units.

    Args:
        order: with the selection claimed.
        selection: each quantity spelled out.
        rules: what Omnitron's entries must be cancellable by, like ours.
        omnitron: the gateway.
    """
    try:
        there = omnitron.order(order.number)
    except OmnitronUnavailableError as error:
        return NotSent(str(error))
    if there is None:
        return NotSent(f"Omnitron does not know order {order.number}.")
    entries = entries_to_cancel(order, selection, there, rules)
    if isinstance(entries, NotSent):
        return entries
    return ToSend(there, entries) if entries else Accepted(ALREADY_CANCELLED)


def tell_once(what: ToSend, *, omnitron: Omnitron) -> CancelOutcome:
    """Send the cancellation, once, and say how it ended.

    When its outcome is unknown the order is read again: cancelled there is accepted.
    """
    outcome = omnitron.cancel(what.there, what.reasons)
    if not isinstance(outcome, OutcomeUnknown):
        return outcome
    try:
        there = omnitron.order(what.there.number)
    except OmnitronUnavailableError:
        return outcome
    if there is not None and are_cancelled(there, what.reasons.keys()):
        return Accepted(f"Found cancelled when read again, after: {outcome.note}")
    return outcome


def are_cancelled(there: OmnitronOrder, entries: Collection[int]) -> bool:
    """Whether Omnitron lists all these entries of its order, by its pks, as cancelled."""
    listed = [item for item in there.items if item.pk in entries]
    return len(listed) == len(entries) and all(item.status in CANCELLED for item in listed)


def items_are_cancelled(there: OmnitronOrder, selection: Selection) -> bool:
    """Whether Omnitron lists every entry of the selected items as cancelled."""
    return all(_is_cancelled(there, str(line.order_item)) for line in selection.items)


def _is_cancelled(there: OmnitronOrder, remote_id: str) -> bool:
    statuses = [item.status for item in there.items if item.remote_id == remote_id]
    return bool(statuses) and CANCELLED.issuperset(statuses)


def entries_to_cancel(
    order: Order, selection: Selection, there: OmnitronOrder, rules: CancellationRules
) -> dict[int, int] | NotSent:
    """Find Omnitron's entries for the selected units.

    Never one that an earlier attempt was accepted for, or may have been: Omnitron may be
    slow to show what it did.

    Returns:
        Omnitron's pk of each entry to cancel → id of the reason; empty when all of them
        are cancelled there already. Or why the selection cannot be sent as it is.
    """
    reasons: dict[int, int] = {}
    for line in selection.items:
        listed = _Listed.of(order, line, there)
        trouble = listed.trouble(rules)
        if trouble is not None:
            return trouble
        reasons.update((entry.pk, line.reason) for entry in listed.to_cancel(rules))
    return reasons


@frozen
class _Listed:
    """How Omnitron lists one selected item."""

    line: SelectedItem
    quantity: int
    entries: tuple[OmnitronItem, ...]
    sent_before: frozenset[int]

    @classmethod
    def of(cls, order: Order, line: SelectedItem, there: OmnitronOrder) -> "_Listed":
        entries = tuple(entry for entry in there.items if entry.remote_id == str(line.order_item))
        sent = frozenset(pk for attempt in order.attempts for pk in attempt.sent)
        return cls(line, order.item(line.order_item).quantity, entries, sent)

    @property
    def units(self) -> int:
        return self.quantity if self.line.quantity is None else self.line.quantity

    def trouble(self, rules: CancellationRules) -> NotSent | None:
        pk = self.line.order_item
        if not self.entries:
            return NotSent(f"Omnitron does not list order item {pk}.")
        if len(self.entries) > self.quantity:
            return NotSent(f"Omnitron lists more of order item {pk} than its {self.quantity}.")
        one_by_one = len(self.entries) == self.quantity
        if not one_by_one and self.units < self.quantity:
            return NotSent(f"Omnitron does not list the units of item {pk}.", frozenset({pk}))
        if not self._are_cancelled() and len(self.to_cancel(rules)) < self._needed():
            return NotSent(f"Order item {pk} is not cancellable at Omnitron.")
        return None

    def to_cancel(self, rules: CancellationRules) -> tuple[OmnitronItem, ...]:
        fit = [
            entry
            for entry in self.entries
            if entry.pk not in self.sent_before and is_directly_cancellable(entry.status, rules)
        ]
        return tuple(sorted(fit, key=lambda entry: entry.pk)[: self._needed()])

    def _needed(self) -> int:
        return min(self.units, len(self.entries))

    def _are_cancelled(self) -> bool:
        return all(entry.status in CANCELLED for entry in self.entries)
