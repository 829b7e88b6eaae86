"""What :class:`order_domain.ports.Omnitron` and ``OmnitronRequests`` must keep."""

import pytest

from order_domain.address_change import AddressType
from order_domain.cancellation.outcomes import Accepted, NotSent
from order_domain.ports import (
    AddressChangeAccepted,
    Omnitron,
    OmnitronOrder,
    OmnitronRequests,
    RequestTaken,
)
from order_domain.statuses import CANCELLED
from order_entrypoints.testing.samples import address, request


class OmnitronContract:
    """Orders are read, cancelled entry by entry, and sent elsewhere.

    Fixtures:
        omnitron: the adapter, speaking to an Omnitron that is well.
        known: an order that this Omnitron has, of two entries or more that can be cancelled.
        order_pk: our pk of that order.
    """

    @pytest.fixture
    def omnitron(self) -> Omnitron:
        """Return the adapter."""
        raise NotImplementedError

    @pytest.fixture
    def known(self) -> OmnitronOrder:
        """Return an order that is there."""
        raise NotImplementedError

    @pytest.fixture
    def order_pk(self) -> int:
        """Return our pk of the order that is there."""
        raise NotImplementedError

    def test_an_order_is_read_as_often_as_one_likes(
        self, omnitron: Omnitron, known: OmnitronOrder
    ) -> None:
        assert omnitron.order(known.number) == known
        assert omnitron.order(known.number) == known

    def test_an_order_that_is_not_there_is_none(
        self, omnitron: Omnitron, known: OmnitronOrder
    ) -> None:
        assert omnitron.order(f"{known.number}-unknown") is None
        assert omnitron.order(known.number[:-1]) is None

    def test_entries_are_cancelled_and_no_others(
        self, omnitron: Omnitron, known: OmnitronOrder
    ) -> None:
        first, *others = known.items

        outcome = omnitron.cancel(known, {first.pk: 1})

        there = omnitron.order(known.number)
        assert isinstance(outcome, Accepted)
        assert there is not None
        statuses = {item.pk: item.status for item in there.items}
        assert statuses.pop(first.pk) in CANCELLED
        assert statuses == {item.pk: item.status for item in others}

    def test_of_no_entry_nothing_is_sent(self, omnitron: Omnitron, known: OmnitronOrder) -> None:
        assert isinstance(omnitron.cancel(known, {}), NotSent)
        assert omnitron.order(known.number) == known

    def test_an_address_is_changed(self, omnitron: Omnitron, order_pk: int) -> None:
        answer = omnitron.change_address(order_pk, address(), set(AddressType))

        assert isinstance(answer, AddressChangeAccepted)
        assert 200 <= answer.status < 300


class OmnitronRequestsContract:
    """Requests are handed over once, however often they are sent.

    Fixtures:
        omnitron: the adapter, speaking to an Omnitron that is well and knows no request.
        order_item: our pk of an order item that this Omnitron has.
    """

    @pytest.fixture
    def omnitron(self) -> OmnitronRequests:
        """Return the adapter."""
        raise NotImplementedError

    @pytest.fixture
    def order_item(self) -> int:
        """Return our pk of an item that is there."""
        raise NotImplementedError

    def test_a_request_is_taken_once(self, omnitron: OmnitronRequests, order_item: int) -> None:
        asked = request("8e03978e-40d5-43dd-bc93-6894a57f9324", order_item)

        assert omnitron.send_request(asked) == RequestTaken()
        assert omnitron.send_request(asked) == RequestTaken(was_known=True)

    def test_requests_are_told_apart_by_their_uuids(
        self, omnitron: OmnitronRequests, order_item: int
    ) -> None:
        uuids = ("8e03978e-40d5-43dd-bc93-6894a57f9324", "8e03978e-40d5-43dd-bc93-6894a57f9325")

        answers = [omnitron.send_request(request(uuid, order_item)) for uuid in uuids]

        assert answers == [RequestTaken(), RequestTaken()]

    def test_nothing_is_told_of_what_nobody_moved(self, omnitron: OmnitronRequests) -> None:
        assert not omnitron.updates(1).results
        assert not omnitron.updates(1).has_next
