"""Say what cancelling would do, without doing it. Source: domain description, section 8."""

from datetime import datetime
from typing import TypeAlias

from attrs import frozen

from order_domain.cancellation.decision import Decision, Direct
from order_domain.cancellation.flags import direct_until
from order_domain.cancellation.policy import POLICY, Rule
from order_domain.customers import Customer
from order_domain.field_errors import NO_ERRORS, FieldErrors
from order_domain.ports import (
    CancellationReasons,
    CheckPicture,
    Clock,
    Customers,
    IsIban,
    Orders,
    Settings,
)
from order_domain.selections import NO_UPLOADS, Selection, Uploads
from order_domain.use_cases.find_order import order_by_number
from order_domain.use_cases.judge_selection import Judged, judge_selection
from order_domain.use_cases.keep_pictures import CheckedPictures
from order_domain.use_cases.outcomes import Invalid, OrderNotFound, PickupAddressRequired

__all__ = ["Preview", "PreviewResult", "preview_cancellation"]


@frozen(kw_only=True)
class Preview:
    """What cancelling would do now.

    Attributes:
        decision: the policy's word, with every reason.
        direct_until: how long it stays direct; None without a time limit, and when it
            is not direct.
    """

    decision: Decision
    direct_until: datetime | None


PreviewResult: TypeAlias = Preview | OrderNotFound | Invalid | PickupAddressRequired


def preview_cancellation(
    number: str,
    selection: Selection,
    customer: Customer,
    *,
    orders: Orders,
    customers: Customers,
    reasons: CancellationReasons,
    settings: Settings,
    is_iban: IsIban,
    check_picture: CheckPicture,
    clock: Clock,
    policy: tuple[Rule, ...] = POLICY,
    uploads: Uploads = NO_UPLOADS,
    unreadable: FieldErrors = NO_ERRORS,
) -> PreviewResult:
    """Check the selection and decide on it exactly as :func:`cancel_items` would.

    Omnitron is not asked: it may still refuse what looks direct from here. The
    arguments are those of :func:`cancel_items`.
    """
    order = order_by_number(number, customer, orders=orders)
    if order is None:
        return OrderNotFound()
    judged = judge_selection(
        order,
        selection,
        customer,
        clock(),
        customers=customers,
        reasons=reasons,
        settings=settings,
        is_iban=is_iban,
        picture_fault=CheckedPictures(check_picture).fault,
        policy=policy,
        uploads=uploads,
        unreadable=unreadable,
    )
    if not isinstance(judged, Judged):
        return judged
    is_direct = isinstance(judged.decision, Direct)
    until = direct_until(judged.order, judged.rules) if is_direct else None
    return Preview(decision=judged.decision, direct_until=until)
