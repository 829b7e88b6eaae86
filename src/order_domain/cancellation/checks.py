"""What is checked of a selection before the policy is asked.

Everything at once, by dotted field names as the client sent them
(``cancel_order_items.0.quantity``). Source: domain description, section 3. That a value
has the right type is the wire's business; here it is held against the order.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from datetime import datetime, time, timedelta, timezone
from typing import Final

from attrs import Factory, field, frozen

from order_domain.field_errors import WHOLE, FieldErrors, Problem, gather
from order_domain.orders import Order, OrderItem
from order_domain.reasons import CancellationReason
from order_domain.selections import NO_UPLOADS, PickupDate, SelectedItem, Selection, Upload, Uploads
from order_domain.statuses import CancellationType

PICKUP_ADDRESS_REQUIRED = "Pickup address is required."
EMPTY_LIST = "This list may not be empty."
LINES = "cancel_order_items"
IMAGES = "cancellation_request_image_set"

_LAST_ZONE: Final = timezone(-timedelta(hours=12))


@frozen(kw_only=True)
class SelectionContext:
    """What a selection is held against, beside the order.

    Attributes:
        reasons: the shop's cancellation reasons, inactive ones too.
        easy_return_enabled: a refund needs a company that fetches the item.
        own_addresses: those of the named pickup addresses that are the customer's.
        now: a pickup whose window is over everywhere on Earth is in the past.
        is_iban: tells account numbers from other texts.
        picture_fault: what is wrong with a picture, for the customer; None when nothing is.
            Asked only for lines of the order that could have pictures: it may be slow.
        uploads: the pictures sent with each line.
        max_images_per_item: how many a line may have.
        unreadable: dotted names of fields that could not be read and are reported
            already; nothing is checked that depends on them.
    """

    reasons: Collection[CancellationReason]
    easy_return_enabled: bool
    own_addresses: frozenset[int]
    now: datetime
    is_iban: Callable[[str], bool]
    picture_fault: Callable[[bytes], str | None]
    uploads: Uploads = NO_UPLOADS
    max_images_per_item: int = 5
    unreadable: frozenset[str] = frozenset()
    _around: frozenset[str] = field(
        default=Factory(lambda self: _around_of(self.unreadable), takes_self=True), init=False
    )

    def can_read(self, *fields: str) -> bool:
        """Whether these fields, all they are inside of and all inside them could be read."""
        return WHOLE not in self.unreadable and not any(
            name in self._around or not self.unreadable.isdisjoint((name, *_outside(name)))
            for name in fields
        )


def _outside(name: str) -> Iterator[str]:
    """What a field is inside of: ``a.b.c`` is inside of ``a`` and of ``a.b``."""
    parts = name.split(".")
    return (".".join(parts[:length]) for length in range(1, len(parts)))


def _around_of(fields: Collection[str]) -> frozenset[str]:
    """Gathered once: a thousand bad lines must not be searched for each of their fields."""
    return frozenset(outside for name in fields for outside in _outside(name))


def check_selection(
    order: Order | None, selection: Selection, context: SelectionContext
) -> FieldErrors:
    """Return every error of the selection; empty when it is fit to be decided on.

    Without an order, every order item that could be read is one that does not exist.

    A missing pickup address is not among them: see :func:`lacks_pickup_address`.
    """
    problems: list[Problem] = []
    if not selection.items and context.can_read(LINES):
        problems.append((LINES, EMPTY_LIST))
    pickup = selection.pickup_address
    if pickup is not None and pickup not in context.own_addresses:
        problems.append(("pickup_address", unknown_pk(pickup)))
    lines = [
        _Line(line, f"{LINES}.{n}", () if order is None else order.items, n, context)
        for n, line in enumerate(selection.items)
    ]
    times = Counter(line.order_item for line in lines)
    for line in lines:
        problems.extend(line.problems(is_repeated=times[line.order_item] > 1))
    return gather(problems)


def lacks_pickup_address(selection: Selection, context: SelectionContext) -> bool:
    """Whether a refund by easy return comes without the address to fetch it from.

    Told apart from the other errors because it has a status and a code of its own:
    406 and ``cancellation_request_100_8``.
    """
    if not context.easy_return_enabled or not context.can_read("pickup_address"):
        return False
    return any(
        line.cancellation_type is CancellationType.REFUND
        and selection.pickup_address_of(line) is None
        and context.can_read(f"{LINES}.{n}.pickup_address")
        for n, line in enumerate(selection.items)
    )


def unknown_pk(pk: int) -> str:
    """Return the message for a pk that names nothing the customer may use."""
    return f'Invalid pk "{pk}" - object does not exist.'


@frozen
class _Line:
    """A selected item, the place of its fields, and what it is held against."""

    line: SelectedItem
    at: str
    items: tuple[OrderItem, ...]
    position: int
    context: SelectionContext

    @property
    def order_item(self) -> int | None:
        """The pk of the selected item; None when it could not be read."""
        return self.line.order_item if self._can_read("order_item") else None

    def problems(self, *, is_repeated: bool) -> Iterator[Problem]:
        """Every problem of the line, each only where the fields it looks at could be read."""
        for name, message in self._found(is_repeated=is_repeated):
            yield f"{self.at}.{name}", message

    def _found(self, *, is_repeated: bool) -> Iterator[Problem]:
        pk = self.order_item
        item = next((item for item in self.items if item.pk == pk), None)
        if self._can_read("reason"):
            yield from self._reason_problems()
        yield from self._pickup_date_problems()
        if pk is not None and is_repeated:
            yield "order_item", "This order item is listed more than once."
        if pk is not None and item is None:
            yield "order_item", unknown_pk(pk)
        yield from _quantity_problems(item, self.line.quantity)
        if self._can_read("cancellation_type", "shipping_company"):
            yield from _company_problems(item, self.line, self.context)
        yield from self._payment_problems()
        if item is not None and not is_repeated:
            yield from self._image_problems()

    def _reason_problems(self) -> Iterator[Problem]:
        line, reasons = self.line, self.context.reasons
        reason = next((reason for reason in reasons if reason.id == line.reason), None)
        if reason is None:
            yield "reason", unknown_pk(line.reason)
        elif not reason.is_active:
            yield "reason", "This reason is no longer in use."
        elif not self._can_read("cancellation_type"):
            return
        elif reason.cancellation_type is not line.cancellation_type:
            yield "reason", f"This reason is not for a {line.cancellation_type}."
        elif reason.extra_information_needed and self._lacks_description():
            yield "description", "This reason needs a description."

    def _pickup_date_problems(self) -> Iterator[Problem]:
        pickup = self.line.pickup_date
        if pickup is None:
            return
        if self._can_read("pickup_date.date") and self._is_over(pickup):
            yield "pickup_date.date", "This date is in the past."
        if self._can_read("pickup_date.hour_range") and pickup.end <= pickup.start:
            yield "pickup_date.hour_range.end", "The window must end after it starts."

    def _is_over(self, pickup: PickupDate) -> bool:
        """Whether it is over where clocks are the furthest behind: windows are in local time."""
        end = pickup.end if self._can_read("pickup_date.hour_range") else time.max
        return datetime.combine(pickup.date, end, _LAST_ZONE) < self.context.now

    def _payment_problems(self) -> Iterator[Problem]:
        """Of where the item is fetched, and where the money goes."""
        line, context = self.line, self.context
        if line.pickup_address is not None and line.pickup_address not in context.own_addresses:
            yield "pickup_address", unknown_pk(line.pickup_address)
        if line.iban is not None and not context.is_iban(line.iban):
            yield "iban", "This is not a valid IBAN."

    def _image_problems(self) -> Iterator[Problem]:
        uploads = self.context.uploads.get(self.position, ())
        most = self.context.max_images_per_item
        if len(uploads) > most:
            yield IMAGES, f"Ensure this field has no more than {most} elements."
            return
        for n, upload in enumerate(uploads):
            yield from self._fault_of(upload, f"{IMAGES}.{n}.image")

    def _fault_of(self, upload: Upload, at: str) -> Iterator[Problem]:
        fault = self.context.picture_fault(upload.data) if self._can_read(at) else None
        if fault is not None:
            yield at, fault

    def _lacks_description(self) -> bool:
        return self._can_read("description") and not (self.line.description or "").strip()

    def _can_read(self, *fields: str) -> bool:
        return self.context.can_read(*(f"{self.at}.{field}" for field in fields))


def _quantity_problems(item: OrderItem | None, quantity: int | None) -> Iterator[Problem]:
    """An item with nothing left is the policy's to refuse, with the reason why."""
    if quantity is None:
        return
    if quantity < 1:
        yield "quantity", "Ensure this value is greater than or equal to 1."
    if item is not None and quantity > (item.quantity_left or item.quantity):
        yield "quantity", "Quantity can not be greater than order item quantity."


def _company_problems(
    item: OrderItem | None, line: SelectedItem, context: SelectionContext
) -> Iterator[Problem]:
    if line.cancellation_type is not CancellationType.REFUND:
        return
    if line.shipping_company is None:
        if context.easy_return_enabled:
            yield "shipping_company", "This field is required."
    elif item is not None and all(
        company.pk != line.shipping_company
        for company in item.available_easy_return_shipping_companies
    ):
        yield "shipping_company", "This company does not fetch this order item."
