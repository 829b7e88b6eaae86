"""The Omnitron in memory answers as it is told and remembers what it was asked."""

import pytest
from attrs import evolve

from order_adapters.memory import InMemoryOmnitron
from order_domain.address_change import AddressType
from order_domain.cancellation.outcomes import Accepted, NotAccepted, OutcomeUnknown
from order_domain.ports import (
    AddressChangeAccepted,
    AddressChangeRefused,
    Omnitron,
    OmnitronItem,
    OmnitronOrder,
    OmnitronRequests,
    OmnitronUnavailableError,
    RequestRefused,
    RequestTaken,
    RequestUpdate,
    UnreadableUpdate,
    Updates,
)
from order_domain.statuses import CancellationRequestStatus, OrderStatus
from samples import address, request

APPROVED = OrderStatus.APPROVED
ORDER = OmnitronOrder(
    pk=900,
    number="ORD-000001",
    status=APPROVED,
    items=(
        OmnitronItem(pk=901, remote_id="101", status=APPROVED),
        OmnitronItem(pk=902, remote_id="102", status=APPROVED),
    ),
)


@pytest.fixture
def omnitron() -> InMemoryOmnitron:
    return InMemoryOmnitron([ORDER])


def cancelled(omnitron: Omnitron) -> list[int]:
    order = omnitron.order(ORDER.number)
    assert order is not None
    return [item.pk for item in order.items if item.status is OrderStatus.CANCELED]


def test_orders_are_read_by_number(omnitron: InMemoryOmnitron) -> None:
    assert omnitron.order("ORD-000001") == ORDER
    assert omnitron.order("ORD-000002") is None
    assert omnitron.reads == ["ORD-000001", "ORD-000002"]


def test_an_order_can_be_put_later(omnitron: InMemoryOmnitron) -> None:
    omnitron.put(evolve(ORDER, status=OrderStatus.SHIPPED))
    found = omnitron.order("ORD-000001")
    assert found is not None
    assert found.status is OrderStatus.SHIPPED


def test_an_accepted_cancellation_cancels_its_entries(omnitron: InMemoryOmnitron) -> None:
    assert omnitron.cancel(ORDER, {902: 3}) == Accepted()
    assert omnitron.cancellations == [("ORD-000001", {902: 3})]
    assert cancelled(omnitron) == [902]


def test_a_refused_cancellation_cancels_nothing(omnitron: InMemoryOmnitron) -> None:
    omnitron.outcome = NotAccepted("shipped")
    assert omnitron.cancel(ORDER, {901: 3}) == NotAccepted("shipped")
    assert cancelled(omnitron) == []


def test_the_answer_to_a_cancellation_that_worked_may_be_lost(omnitron: InMemoryOmnitron) -> None:
    omnitron.outcome, omnitron.cancels = OutcomeUnknown("timed out"), True
    assert omnitron.cancel(ORDER, {901: 3, 902: 3}) == OutcomeUnknown("timed out")
    assert cancelled(omnitron) == [901, 902]


def test_an_unknown_order_may_be_cancelled_to_no_effect(omnitron: InMemoryOmnitron) -> None:
    omnitron.cancel(evolve(ORDER, number="ORD-9"), {901: 3})
    assert cancelled(omnitron) == []


def test_an_address_change_is_answered_as_told(omnitron: InMemoryOmnitron) -> None:
    home = address()
    refused = AddressChangeRefused({"address": ["No."]})

    assert omnitron.change_address(1, home, [AddressType.SHIPPING]) == AddressChangeAccepted(200)
    omnitron.address_answer = refused
    assert omnitron.change_address(1, home, list(AddressType)) == refused
    assert omnitron.address_changes == [
        (1, home, frozenset({AddressType.SHIPPING})),
        (1, home, frozenset(AddressType)),
    ]


def test_an_omnitron_that_is_down_answers_nothing(omnitron: InMemoryOmnitron) -> None:
    omnitron.is_down = True
    with pytest.raises(OmnitronUnavailableError):
        omnitron.order("ORD-000001")
    with pytest.raises(OmnitronUnavailableError):
        omnitron.change_address(1, address(), [AddressType.BILLING])
    with pytest.raises(OmnitronUnavailableError):
        omnitron.send_request(request("u1"))
    with pytest.raises(OmnitronUnavailableError):
        omnitron.updates(1)
    assert omnitron.requests == {}


def test_a_request_is_taken_once_and_known_afterwards(omnitron: InMemoryOmnitron) -> None:
    desk: OmnitronRequests = omnitron

    assert desk.send_request(request("u1", reason=3)) == RequestTaken()
    assert desk.send_request(request("u1", reason=4)) == RequestTaken(was_known=True)
    assert omnitron.requests == {"u1": request("u1", reason=3)}
    assert omnitron.requests_sent == ["u1", "u1"]


def test_new_requests_can_be_refused(omnitron: InMemoryOmnitron) -> None:
    omnitron.send_request(request("u1"))
    omnitron.request_refusal = RequestRefused("no such item")

    assert omnitron.send_request(request("u2")) == RequestRefused("no such item")
    assert omnitron.send_request(request("u1")) == RequestTaken(was_known=True)
    assert list(omnitron.requests) == ["u1"]


def test_moves_are_told_page_by_page(omnitron: InMemoryOmnitron) -> None:
    completed = RequestUpdate("u1", CancellationRequestStatus.COMPLETED)
    strange = UnreadableUpdate("u2", "the status is unknown.")
    omnitron.page_size = 2
    omnitron.moves = [completed, strange, completed]

    assert omnitron.updates(1) == Updates((completed, strange), has_next=True)
    assert omnitron.updates(2) == Updates((completed,))
    assert omnitron.updates(3) == Updates(())
