"""Ask the back office to cancel or take back order items; nothing is cancelled at once.

Source: anonymous-orders, "… Cancellation Request" and its bulk form; platform facts, their
logged-in twins; domain description, sections 3 and 5. The same checks and the same policy
as :func:`order_domain.use_cases.cancel_items.cancel_items`, but Omnitron is never told.
"""

from collections.abc import Callable
from typing import TypeAlias

from order_domain.cancellation.checks import LINES
from order_domain.cancellation.decision import Refused
from order_domain.cancellation.policy import POLICY, Rule
from order_domain.customers import Customer
from order_domain.decisions import AskedBy, AskedFor
from order_domain.field_errors import NO_ERRORS, WHOLE, FieldErrors
from order_domain.orders import Order
from order_domain.ports import (
    CancellationReasons,
    CheckPicture,
    Clock,
    Customers,
    DecisionLog,
    IsIban,
    NewUuid,
    Orders,
    PictureStore,
    Report,
    Settings,
    StaleOrderError,
)
from order_domain.selections import NO_UPLOADS, Selection, Uploads
from order_domain.use_cases.find_order import order_by_item
from order_domain.use_cases.judge_selection import Judged, judge_selection
from order_domain.use_cases.keep_pictures import CheckedPictures, KeptPictures
from order_domain.use_cases.outcomes import Invalid, PickupAddressRequired
from order_domain.use_cases.saving import TRIES, RequestsCreated, save_requests

__all__ = ["FindOrder", "RequestResult", "request_cancellation", "request_on"]

RequestResult: TypeAlias = RequestsCreated | Refused | Invalid | PickupAddressRequired

FindOrder: TypeAlias = Callable[[], Order | None]
"""Reads the order that is asked about, as last saved; None when it may not be seen."""


def request_cancellation(
    selection: Selection,
    customer: Customer,
    *,
    orders: Orders,
    customers: Customers,
    reasons: CancellationReasons,
    settings: Settings,
    decisions: DecisionLog,
    is_iban: IsIban,
    check_picture: CheckPicture,
    pictures: PictureStore,
    report: Report,
    clock: Clock,
    new_uuid: NewUuid,
    policy: tuple[Rule, ...] = POLICY,
    uploads: Uploads = NO_UPLOADS,
    unreadable: FieldErrors = NO_ERRORS,
) -> RequestResult:
    """Open a request for each line of a customer's selection.

    The first order item that could be read says which order it is about. Where it is not
    one that the customer may see, it is told not to exist, and nothing is told of the
    other lines' order items.

    Args:
        selection: what to cancel or refund.
        customer: who asks.
        orders: where orders are kept.
        customers: knows the customer's addresses.
        reasons: knows the shop's cancellation reasons.
        settings: gives the cancellation rules in force.
        decisions: where a refusal is logged; every other decision is saved with the order.
        is_iban: tells account numbers from other texts.
        check_picture: tells pictures from other files.
        pictures: keeps the pictures of requests.
        report: is told of a picture that could not be removed again, and of shadow rules
            that could not be asked.
        clock: the time now.
        new_uuid: names requests.
        policy: the rules to ask.
        uploads: the pictures sent with each line.
        unreadable: messages for fields that could not be read and stand blank in the
            selection; with any, nothing is done but telling every error.

    Raises:
        StaleOrderError: others kept saving the order; nothing was changed.
        StorageUnavailableError: of the repository or of the store of pictures. Whether the
            requests were saved is not known: read the order before trying again.
    """
    first = first_readable_item(selection, unreadable)

    def find() -> Order | None:
        return None if first is None else order_by_item(first, customer, orders=orders)

    return request_on(
        find,
        selection,
        customer,
        AskedBy.with_session(customer),
        orders=orders,
        customers=customers,
        reasons=reasons,
        settings=settings,
        decisions=decisions,
        is_iban=is_iban,
        check_picture=check_picture,
        pictures=pictures,
        report=report,
        clock=clock,
        new_uuid=new_uuid,
        policy=policy,
        uploads=uploads,
        unreadable=unreadable,
    )


def request_on(
    find: FindOrder,
    selection: Selection,
    customer: Customer,
    asked_by: AskedBy,
    *,
    orders: Orders,
    customers: Customers,
    reasons: CancellationReasons,
    settings: Settings,
    decisions: DecisionLog,
    is_iban: IsIban,
    check_picture: CheckPicture,
    pictures: PictureStore,
    report: Report,
    clock: Clock,
    new_uuid: NewUuid,
    policy: tuple[Rule, ...] = POLICY,
    uploads: Uploads = NO_UPLOADS,
    unreadable: FieldErrors = NO_ERRORS,
) -> RequestResult:
    """Open a request for each line of a selection from the order that ``find`` reads.

    The arguments and what is raised are those of :func:`request_cancellation`; ``find``
    is asked again after someone else saved the order, and ``asked_by`` is logged.
    """
    checked = CheckedPictures(check_picture)
    number = ""
    with KeptPictures(uploads, checked, pictures, report) as kept:
        for _ in range(TRIES):
            order = find()
            judged = judge_selection(
                order,
                selection,
                customer,
                clock(),
                customers=customers,
                reasons=reasons,
                settings=settings,
                is_iban=is_iban,
                picture_fault=checked.fault,
                policy=policy,
                uploads=uploads,
                unreadable=unreadable,
                unchecked=_unchecked(order, selection, unreadable),
            )
            if not isinstance(judged, Judged):
                return judged
            logged = judged.logged(asked_by, AskedFor.REQUEST, report=report)
            if isinstance(judged.decision, Refused):
                decisions.append(logged)
                return judged.decision
            try:
                return save_requests(
                    judged.order,
                    selection,
                    kept,
                    logged,
                    orders=orders,
                    clock=clock,
                    new_uuid=new_uuid,
                )
            except StaleOrderError:
                number = judged.order.number
    raise StaleOrderError(number)


def first_readable_item(selection: Selection, unreadable: FieldErrors) -> int | None:
    """Return the first order item of the selection that could be read; None without any."""
    positions = _readable(selection, unreadable)
    return selection.items[positions[0]].order_item if positions else None


def _readable(selection: Selection, unreadable: FieldErrors) -> list[int]:
    """Positions of the lines whose order item could be read."""
    if WHOLE in unreadable or LINES in unreadable:
        return []
    return [
        n
        for n in range(len(selection.items))
        if f"{LINES}.{n}" not in unreadable and _item_at(n) not in unreadable
    ]


def _unchecked(
    order: Order | None, selection: Selection, unreadable: FieldErrors
) -> frozenset[str]:
    """The order items of which nothing is known when the first has no order to be of."""
    if order is not None:
        return frozenset()
    return frozenset(_item_at(n) for n in _readable(selection, unreadable)[1:])


def _item_at(position: int) -> str:
    return f"{LINES}.{position}.order_item"
