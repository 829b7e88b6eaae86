"""Cancel order items: at once where the policy allows it, by request where it does not.

Source: order-management, "Cancel Order Items Directly"; domain description, section 4.
"""

from typing import TypeAlias

from attrs import evolve, frozen

from order_domain.cancellation.attempts import CancelOutcome, attempt_of, claim
from order_domain.cancellation.checks import NO_ERRORS, FieldErrors
from order_domain.cancellation.policy import (
    POLICY,
    ByRequest,
    Refused,
    Rule,
)
from order_domain.cancellation_records import AttemptState, CancellationAttempt
from order_domain.customers import Customer
from order_domain.orders import Order
from order_domain.ports import (
    CancellationReasons,
    CheckPicture,
    Clock,
    Customers,
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
from order_domain.use_cases.keep_pictures import CheckedPictures, KeptPictures, remove_picture
from order_domain.use_cases.outcomes import Invalid, OrderNotFound, PickupAddressRequired
from order_domain.use_cases.saving import (
    TRIES,
    RequestsCreated,
    requests_named,
    save_requests,
    settle_and_save,
    uuids_for,
)
from order_domain.use_cases.tell_omnitron import tell_omnitron


@frozen
class ItemsCancelled:
    """The items were cancelled, here and at Omnitron."""


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
    is_iban: IsIban,
    check_picture: CheckPicture,
    pictures: PictureStore,
    report: Report,
    clock: Clock,
    new_uuid: NewUuid,
    policy: tuple[Rule, ...] = POLICY,
    uploads: Uploads = NO_UPLOADS,
    unreadable: FieldErrors = NO_ERRORS,
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
        is_iban: tells account numbers from other texts.
        check_picture: tells pictures from other files.
        pictures: keeps the pictures of whatever is not cancelled at once.
        report: is told of a picture that could not be removed again.
        clock: the time now; asked again when the attempt is settled.
        new_uuid: names attempts and requests.
        policy: the rules to ask.
        uploads: the pictures sent with each line.
        unreadable: messages for fields that could not be read and stand blank in the
            selection; with any, nothing is done but telling every error.

    Raises:
        StaleOrderError: others kept saving the order; nothing was changed.
        StorageUnavailableError: of the repository or of the store of pictures. Before
            Omnitron is told nothing is changed; after it the attempt stays claimed, for
            recovery to finish.
    """
    checked = CheckedPictures(check_picture)
    with KeptPictures(uploads, checked, pictures, report) as kept:
        for _ in range(TRIES):
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
                picture_fault=checked.fault,
                policy=policy,
                uploads=uploads,
                unreadable=unreadable,
            )
            if not isinstance(judged, Judged):
                return judged
            decision = judged.decision
            if isinstance(decision, Refused):
                return decision
            try:
                if isinstance(decision, ByRequest):
                    saved = save_requests(
                        order, selection, kept, orders=orders, clock=clock, new_uuid=new_uuid
                    )
                    return evolve(saved, reasons=decision.reasons)
                claimed = _save_claim(
                    order, selection, kept, orders=orders, clock=clock, new_uuid=new_uuid
                )
            except StaleOrderError:
                continue
            attempt = claimed.attempt
            told = tell_omnitron(claimed.order, attempt.selection, judged.rules, omnitron=omnitron)
            result = _settled(claimed, told, orders, clock, new_uuid)
            if isinstance(result, ItemsCancelled):
                _remove_pictures(attempt, pictures, report)
            return result
    raise StaleOrderError(number)


@frozen
class _Claimed:
    """An order with an attempt that is saved and not yet sent."""

    order: Order
    attempt: CancellationAttempt


def _save_claim(
    order: Order,
    selection: Selection,
    kept: KeptPictures,
    *,
    orders: Orders,
    clock: Clock,
    new_uuid: NewUuid,
) -> _Claimed:
    attempt_id = new_uuid()
    asked = kept.in_selection(selection)
    saved = orders.save(claim(order, asked, attempt_id=attempt_id, now=clock()))
    kept.are_named()
    return _Claimed(saved, attempt_of(saved, attempt_id))


def _settled(
    claimed: _Claimed, outcome: CancelOutcome, orders: Orders, clock: Clock, new_uuid: NewUuid
) -> ItemsCancelled | RequestsCreated:
    uuids = uuids_for(claimed.attempt.selection, new_uuid)
    saved = settle_and_save(
        claimed.order, claimed.attempt.id, outcome, uuids, orders=orders, clock=clock
    )
    attempt = attempt_of(saved, claimed.attempt.id)
    if attempt.state is AttemptState.ACCEPTED:
        return ItemsCancelled()
    return RequestsCreated(requests_named(saved, attempt.requests), note=attempt.note)


def _remove_pictures(attempt: CancellationAttempt, store: PictureStore, report: Report) -> None:
    """Nobody has to decide by them any more."""
    for line in attempt.selection.items:
        for image in line.images:
            remove_picture(image.image, store=store, report=report)
