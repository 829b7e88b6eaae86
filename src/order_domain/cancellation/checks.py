"""What is checked of a selection before the policy is asked.

Everything at once, by dotted field names as the client sent them
(``cancel_order_items.0.quantity``). Source: domain description, section 3. That a value
has the right type is the wire's business; here it is held against the order.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import TypeAlias

from attrs import frozen

from order_domain.orders import Order, OrderItem
from order_domain.reasons import CancellationReason
from order_domain.selections import PickupDate, SelectedItem, Selection
from order_domain.statuses import CancellationType

FieldErrors: TypeAlias = Mapping[str, tuple[str, ...]]
"""Dotted field name → messages, at least one."""

Problem: TypeAlias = tuple[str, str]
"""A dotted field name and a message."""

PICKUP_ADDRESS_REQUIRED = "Pickup address is required."
EMPTY_LIST = "This list may not be empty."
LINES = "cancel_order_items"


@frozen(kw_only=True)
class SelectionContext:
    """What a selection is held against, beside the order.

    Attributes:
        reasons: the shop's cancellation reasons, inactive ones too.
        easy_return_enabled: a refund needs a company that fetches the item.
        owns_pickup_address: the named pickup address is in the customer's book.
        now: its date is the first one possible for a pickup.
    """

    reasons: Collection[CancellationReason]
    easy_return_enabled: bool
    owns_pickup_address: bool
    now: datetime


def check_selection(order: Order, selection: Selection, context: SelectionContext) -> FieldErrors:
    """Return every error of the selection; empty when it is fit to be decided on.

    A missing pickup address is not among them: see :func:`lacks_pickup_address`.
    """
    problems: list[Problem] = []
    if not selection.items:
        problems.append((LINES, EMPTY_LIST))
    if selection.pickup_address is not None and not context.owns_pickup_address:
        problems.append(("pickup_address", unknown_pk(selection.pickup_address)))
    times = Counter(line.order_item for line in selection.items)
    for index, line in enumerate(selection.items):
        found = list(_line_problems(order, line, context))
        if times[line.order_item] > 1:
            found.append(("order_item", "This order item is listed more than once."))
        problems.extend((f"{LINES}.{index}.{field}", message) for field, message in found)
    return gather(problems)


def lacks_pickup_address(selection: Selection, *, easy_return_enabled: bool) -> bool:
    """Whether a refund by easy return comes without the address to fetch it from.

    Told apart from the other errors because it has a status and a code of its own:
    406 and ``cancellation_request_100_8``.
    """
    refund = any(line.cancellation_type is CancellationType.REFUND for line in selection.items)
    return easy_return_enabled and refund and selection.pickup_address is None


def gather(problems: Collection[Problem]) -> FieldErrors:
    """Group messages by field, in the order in which they were found."""
    errors: dict[str, tuple[str, ...]] = {}
    for field, message in problems:
        errors[field] = (*errors.get(field, ()), message)
    return errors


def unknown_pk(pk: int) -> str:
    """Return the message for a pk that names nothing the customer may use."""
    return f'Invalid pk "{pk}" - object does not exist.'


def _line_problems(
    order: Order, line: SelectedItem, context: SelectionContext
) -> Iterator[Problem]:
    yield from _reason_problems(line, context.reasons)
    yield from _pickup_date_problems(line.pickup_date, context.now)
    item = next((item for item in order.items if item.pk == line.order_item), None)
    if item is None:
        yield "order_item", unknown_pk(line.order_item)
        return
    yield from _quantity_problems(item, line.quantity)
    if line.cancellation_type is CancellationType.REFUND:
        yield from _company_problems(item, line, context)


def _reason_problems(
    line: SelectedItem, reasons: Collection[CancellationReason]
) -> Iterator[Problem]:
    reason = next((reason for reason in reasons if reason.id == line.reason), None)
    if reason is None:
        yield "reason", unknown_pk(line.reason)
    elif not reason.is_active:
        yield "reason", "This reason is no longer in use."
    elif reason.cancellation_type is not line.cancellation_type:
        yield "reason", f"This reason is not for a {line.cancellation_type}."
    elif reason.extra_information_needed and not (line.description or "").strip():
        yield "description", "This reason needs a description."


def _quantity_problems(item: OrderItem, quantity: int | None) -> Iterator[Problem]:
    """An item with nothing left is the policy's to refuse, with the reason why."""
    if quantity is None:
        return
    if quantity < 1:
        yield "quantity", "Ensure this value is greater than or equal to 1."
    if quantity > (item.quantity_left or item.quantity):
        yield "quantity", "Quantity can not be greater than order item quantity."


def _company_problems(
    item: OrderItem, line: SelectedItem, context: SelectionContext
) -> Iterator[Problem]:
    offered = {company.pk for company in item.available_easy_return_shipping_companies}
    if line.shipping_company is None:
        if context.easy_return_enabled:
            yield "shipping_company", "This field is required."
    elif line.shipping_company not in offered:
        yield "shipping_company", "This company does not fetch this order item."


def _pickup_date_problems(pickup: PickupDate | None, now: datetime) -> Iterator[Problem]:
    if pickup is None:
        return
    if pickup.date < now.date():
        yield "pickup_date.date", "This date is in the past."
    if pickup.end <= pickup.start:
        yield "pickup_date.hour_range.end", "The window must end after it starts."
