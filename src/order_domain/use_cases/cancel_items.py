"""Cancel order items: at once where the policy allows it, by request where it does not.

Source: order-management, "Cancel Order Items Directly"; domain description, section 4.
"""

from typing import TypeAlias, assert_never

from attrs import evolve, frozen

from order_domain.cancellation.attempts import attempt_of, claim
from order_domain.cancellation.decision import ByRequest, Direct, Refused
from order_domain.cancellation.policy import POLICY, Rule
from order_domain.cancellation_records import AttemptState, CancellationAttempt
from order_domain.customers import Customer
from order_domain.decisions import AskedBy, AskedFor, LoggedDecision
from order_domain.field_errors import NO_ERRORS, FieldErrors
from order_domain.orders import Order
from order_domain.ports import (
    CancellationReasons,
    CheckPicture,
    Clock,
    Customers,
    DecisionLog,
    IsIban,
    NewUuid,
    Omnitron,
    Orders,
    PictureStore,
    Report,
    Settings,
    StaleOrderError,
)
from order_domain.selections import NO_UPLOADS, Selection, Uploads
from order_domain.use_cases.find_order import order_by_number
from order_domain.use_cases.judge_selection import Judged, judge_selection
from order_domain.use_cases.keep_pictures import CheckedPictures, KeptPictures
from order_domain.use_cases.outcomes import Invalid, OrderNotFound, PickupAddressRequired
from order_domain.use_cases.saving import (
    TRIES,
    RequestsCreated,
    requests_named,
    save_requests,
    save_with_pictures,
)
from order_domain.use_cases.send_cancellation import send_cancellation

__all__ = ["CancelResult", "ItemsCancelled", "cancel_items"]


@frozen
class ItemsCancelled:
    """The items were cancelled, here and at Omnitron."""


_BEGUN = frozenset({AttemptState.CLAIMED, AttemptState.SENDING})
"""Nothing has come of these attempts yet, not even requests."""

CancelResult: TypeAlias = (
    ItemsCancelled | RequestsCreated | Refused | Invalid | PickupAddressRequired | OrderNotFound
)


def cancel_items(
    number: str,
    selection: Selection,
    customer: Customer,
    *,
    orders: Orders,
    customers: Customers,
    reasons: CancellationReasons,
    settings: Settings,
    omnitron: Omnitron,
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
    attempt_id: str | None = None,
) -> CancelResult:
    """Cancel the selected items of a customer's order, or ask the back office to.

    A direct cancellation is claimed and saved before Omnitron is told and settled
    after. Of two clients at once one claims; the other reads the order again and is
    refused as in progress.

    Args:
        number: of the order.
        selection: what to cancel or refund.
        customer: who asks.
        orders: where orders are kept.
        customers: knows the customer's addresses.
        reasons: knows the shop's cancellation reasons.
        settings: gives the cancellation rules in force.
        omnitron: is told of a direct cancellation, once.
        decisions: where a refusal is logged; every other decision is saved with the order.
        is_iban: tells account numbers from other texts.
        check_picture: tells pictures from other files.
        pictures: keeps the pictures of whatever is not cancelled at once.
        report: is told of a picture that could not be removed again, and of shadow rules
            that could not be asked.
        clock: the time now; asked again when the attempt is claimed, and when it is settled.
        new_uuid: names attempts and requests.
        policy: the rules to ask.
        uploads: the pictures sent with each line.
        unreadable: messages for fields that could not be read and stand blank in the
            selection; with any, nothing is done but telling every error.
        attempt_id: names the attempt, where the same cancellation may be asked for again: an
            attempt of this name that has ended is not repeated, its result is returned. None:
            each is a new one.

    Raises:
        StaleOrderError: others kept saving the order; nothing was changed.
        StorageUnavailableError: of the repository or of the store of pictures. What was
            saved is not known; an attempt that was begun is left for recovery to finish.
    """
    checked = CheckedPictures(check_picture)
    with KeptPictures(uploads, checked, pictures, report) as kept:
        for _ in range(TRIES):
            order = order_by_number(number, customer, orders=orders)
            if order is None:
                return OrderNotFound()
            earlier = _ended(order, attempt_id)
            if earlier is not None:
                return _result(order, earlier)
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
            )
            if not isinstance(judged, Judged):
                return judged
            logged = judged.logged(
                AskedBy.with_session(customer), AskedFor.CANCELLATION, report=report
            )
            try:
                begun = _begin(
                    judged,
                    logged,
                    kept,
                    attempt_id,
                    orders=orders,
                    decisions=decisions,
                    clock=clock,
                    new_uuid=new_uuid,
                )
            except StaleOrderError:
                continue
            if not isinstance(begun, _Begun):
                return begun
            settled = send_cancellation(
                begun.order,
                begun.attempt_id,
                judged.rules,
                orders=orders,
                omnitron=omnitron,
                pictures=pictures,
                report=report,
                clock=clock,
                new_uuid=new_uuid,
            )
            return _result(settled, attempt_of(settled, begun.attempt_id))
    raise StaleOrderError(number)


@frozen
class _Begun:
    """A direct cancellation that is claimed; the order as saved."""

    order: Order
    attempt_id: str


def _begin(
    judged: Judged,
    logged: LoggedDecision,
    kept: KeptPictures,
    attempt_id: str | None,
    *,
    orders: Orders,
    decisions: DecisionLog,
    clock: Clock,
    new_uuid: NewUuid,
) -> _Begun | RequestsCreated | Refused:
    """Save what the decision comes to, before Omnitron is told of anything.

    Raises:
        StaleOrderError: the order was saved by someone else meanwhile; nothing was.
    """
    order, selection = judged.order, judged.selection
    match judged.decision:
        case Refused():
            decisions.append(logged)
            return judged.decision
        case ByRequest():
            return save_requests(
                order, selection, kept, logged, orders=orders, clock=clock, new_uuid=new_uuid
            )
        case Direct():
            name = attempt_id or new_uuid()
            asked = kept.in_selection(selection)
            claimed = claim(order, asked, attempt_id=name, now=clock())
            logged = evolve(logged, attempt=name)
            return _Begun(save_with_pictures(claimed, order, kept, logged, orders=orders), name)
        case _:
            assert_never(judged.decision)


def _ended(order: Order, attempt_id: str | None) -> CancellationAttempt | None:
    """The attempt of this name, once it is known what came of it: requests at the least."""
    found = (attempt for attempt in order.attempts if attempt.id == attempt_id)
    return next((each for each in found if each.state not in _BEGUN), None)


def _result(order: Order, attempt: CancellationAttempt) -> ItemsCancelled | RequestsCreated:
    if attempt.state is AttemptState.ACCEPTED:
        return ItemsCancelled()
    return RequestsCreated(requests_named(order, attempt.requests), note=attempt.note)
