"""Omnitron breaks in every way it can: what the customer is told, and what is kept.

Whatever happens, Omnitron is told at most once (domain description, section 4).
"""

from itertools import count

import pytest
from attrs import frozen

from integration.real_shop import BELT, SHIRT, SOCKS
from order_adapters.omnitron.sandbox import CallKind, Fault
from order_domain.cancellation_records import AttemptState
from order_domain.orders import Order
from order_domain.ports import StorageUnavailableError
from order_domain.statuses import OrderStatus

from .conftest import OpenShop
from .documented import CREATED_REQUESTS, check
from .shop import Shop
from .visitor import body, line

ACCEPTED, REFUSED = AttemptState.ACCEPTED, AttemptState.REFUSED
NOT_SENT, UNKNOWN = AttemptState.NOT_SENT, AttemptState.UNKNOWN
APPROVED, WAITING = OrderStatus.APPROVED, OrderStatus.CANCELLATION_WAITING


@frozen
class Breakdown:
    """A fault, and how the cancellation that meets it must end.

    Attributes:
        sent: cancellations that Omnitron received.
        note: words in what the attempt remembers.
    """

    on: CallKind
    fault: Fault
    status: int
    state: AttemptState
    sent: int
    note: str


BREAKDOWNS = {
    "refused": Breakdown(CallKind.CANCEL, Fault.REFUSE, 200, REFUSED, 1, "Refused by the sandbox."),
    "500, not done": Breakdown(CallKind.CANCEL, Fault.ERROR_BEFORE, 200, UNKNOWN, 1, "500"),
    "500, yet done": Breakdown(CallKind.CANCEL, Fault.ERROR_AFTER, 204, ACCEPTED, 1, "read again"),
    "cut, not done": Breakdown(CallKind.CANCEL, Fault.CUT_BEFORE, 200, UNKNOWN, 1, "cut"),
    "cut, yet done": Breakdown(CallKind.CANCEL, Fault.CUT_AFTER, 204, ACCEPTED, 1, "read again"),
    "done, garbled": Breakdown(CallKind.CANCEL, Fault.GARBAGE, 204, ACCEPTED, 1, "200"),
    "token expired": Breakdown(CallKind.CANCEL, Fault.EXPIRE_TOKEN, 200, REFUSED, 1, "401"),
    "reading refused": Breakdown(CallKind.READ, Fault.REFUSE, 200, NOT_SENT, 0, "400"),
    "reading 500": Breakdown(CallKind.READ, Fault.ERROR_BEFORE, 200, NOT_SENT, 0, "500"),
    "reading cut": Breakdown(CallKind.READ, Fault.CUT_BEFORE, 200, NOT_SENT, 0, "cut"),
    "reading garbled": Breakdown(CallKind.READ, Fault.GARBAGE, 200, NOT_SENT, 0, "garbled"),
    "token expired in reading": Breakdown(
        CallKind.READ, Fault.EXPIRE_TOKEN, 204, ACCEPTED, 1, "200"
    ),
    "log-in refused": Breakdown(CallKind.LOGIN, Fault.REFUSE, 200, NOT_SENT, 0, "log-in"),
    "log-in 500": Breakdown(CallKind.LOGIN, Fault.ERROR_BEFORE, 200, NOT_SENT, 0, "log-in"),
    "log-in cut": Breakdown(CallKind.LOGIN, Fault.CUT_BEFORE, 200, NOT_SENT, 0, "log in"),
}


@pytest.mark.parametrize("breakdown", BREAKDOWNS.values(), ids=BREAKDOWNS.keys())
def test_a_broken_cancellation_is_done_or_becomes_a_request(
    shop: Shop, breakdown: Breakdown
) -> None:
    # given
    shop.omnitron.faults.add(on=breakdown.on, fault=breakdown.fault)
    # when
    answer = shop.visitor().cancel(body(line(SHIRT)))
    # then
    assert answer.status_code == breakdown.status
    assert shop.sent == breakdown.sent
    attempt = shop.attempt()
    assert (attempt.state, attempt.settled_at is None) == (breakdown.state, False)
    assert breakdown.note in attempt.note
    if breakdown.status == 204:
        check_cancelled(shop, SHIRT)
    else:
        check(answer.json(), CREATED_REQUESTS)
        check_asked_for(shop, SHIRT, answer.json()[0]["uuid"])


def check_cancelled(shop: Shop, pk: int) -> None:
    assert shop.order().item(pk).status is WAITING
    assert shop.requests() == []


def check_asked_for(shop: Shop, pk: int, uuid: str) -> None:
    assert shop.order().item(pk).status is APPROVED
    (request,) = shop.requests()
    assert (request.uuid, request.order_item, request.is_open) == (uuid, pk, True)
    assert shop.attempt().requests == (uuid,)


@pytest.mark.parametrize(
    ("on", "status", "state", "sent"),
    [(CallKind.CANCEL, 204, ACCEPTED, 1), (CallKind.READ, 200, NOT_SENT, 0)],
)
def test_an_answer_that_takes_too_long_is_not_waited_for(
    open_shop: OpenShop, on: CallKind, status: int, state: AttemptState, sent: int
) -> None:
    # given (Omnitron acts at once, and would answer in half a minute)
    shop = open_shop(OMNITRON_TIMEOUT="1.0")
    shop.omnitron.faults.add(on=on, fault=Fault.HANG, seconds=30)
    # when
    answer = shop.visitor().cancel(body(line(SHIRT)))
    # then
    assert answer.elapsed.total_seconds() < 15
    assert (answer.status_code, shop.attempt().state, shop.sent) == (status, state, sent)


def test_while_the_outcome_is_unknown_the_item_is_not_sent_again(shop: Shop) -> None:
    # given
    ada = shop.visitor()
    shop.omnitron.faults.add(on=CallKind.CANCEL, fault=Fault.CUT_BEFORE)
    assert ada.cancel(body(line(SHIRT))).status_code == 200
    # when
    again = ada.cancel(body(line(SHIRT)))
    # then
    assert again.status_code == 400
    assert again.json() == {
        "non_field_errors": [
            "Order cancellation already in progress.",
            "Cancellation request already exists for this order item",
        ],
        "error_code": "cancellation_request_100_1",
    }
    assert shop.sent == 1


def test_when_the_truth_cannot_be_read_either_the_outcome_stays_unknown(
    open_shop: OpenShop,
) -> None:
    # given (Omnitron reads its order for us, then to cancel it, and then no more)
    looks = count(1)

    def sees(order: Order) -> Order:
        if next(looks) > 2:
            raise StorageUnavailableError("Omnitron's database is gone.")
        return order

    shop = open_shop(omnitron_sees=sees)
    shop.omnitron.faults.add(on=CallKind.CANCEL, fault=Fault.ERROR_AFTER)
    # when
    answer = shop.visitor().cancel(body(line(SHIRT)))
    # then
    assert answer.status_code == 200
    assert shop.attempt().state is UNKNOWN
    check_asked_for(shop, SHIRT, answer.json()[0]["uuid"])


def test_with_omnitron_down_the_shop_is_asked(shop: Shop) -> None:
    # given
    shop.omnitron.stop()
    # when
    answer = shop.visitor().cancel(body(line(SHIRT), line(SOCKS, quantity=2)))
    # then
    assert answer.status_code == 200
    check(answer.json(), CREATED_REQUESTS)
    assert [request["quantity"] for request in answer.json()] == [1, 2]
    assert (shop.attempt().state, shop.sent) == (NOT_SENT, 0)
    assert len(shop.attempt().requests) == 2


def test_with_the_wrong_password_the_shop_is_asked_and_no_secret_told(
    open_shop: OpenShop,
) -> None:
    # given
    shop = open_shop(OMNITRON_PASSWORD="wr0ng-pass")
    # when
    answer = shop.visitor().cancel(body(line(SHIRT)))
    # then
    assert answer.status_code == 200
    assert (shop.attempt().state, shop.sent) == (NOT_SENT, 0)
    assert "wr0ng-pass" not in answer.text + shop.attempt().note


def test_after_an_expired_token_the_next_cancellation_logs_in_again(shop: Shop) -> None:
    # given
    ada = shop.visitor()
    assert ada.cancel(body(line(SHIRT))).status_code == 204
    shop.omnitron.faults.add(on=CallKind.CANCEL, fault=Fault.EXPIRE_TOKEN)
    assert ada.cancel(body(line(BELT))).status_code == 200
    # when
    answer = ada.cancel(body(line(SOCKS)))
    # then
    assert answer.status_code == 204
    assert len(shop.omnitron.ledger.of(CallKind.LOGIN)) == 2
