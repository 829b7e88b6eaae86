"""What the ports of customers, sessions and cancellation reasons must keep."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import TypeAlias

import pytest

from order_domain.addresses import Address
from order_domain.customers import Customer
from order_domain.ports import CancellationReasons, Customers, Sessions
from order_domain.reasons import CancellationReason
from order_domain.statuses import CancellationType
from order_entrypoints.testing.filled import filled
from order_entrypoints.testing.samples import NOW, address, customer, reason

AddressBooks: TypeAlias = Mapping[int, Sequence[Address]]
"""Addresses by the id of the customer whose they are."""

MakeCustomers: TypeAlias = Callable[[Sequence[Customer], AddressBooks], Customers]
"""Returns the adapter holding customers and their address books."""

MakeSessions: TypeAlias = Callable[[Mapping[str, tuple[Customer, datetime]]], Sessions]
"""Returns the adapter holding sessions: key → whose it is, and when it is over."""

MakeReasons: TypeAlias = Callable[[Sequence[CancellationReason]], CancellationReasons]
"""Returns the adapter holding reasons, given in no particular order."""

NOT_THERE = [0, -1, 2**63 - 1, 2**63, 2**200]
KEY, OTHERS_KEY, SECOND_KEY = "session-key-1", "session-key-2", "session-key-3"
"""As long as real ones at least: some stores take none below eight characters."""

ODD_KEYS = [
    "",
    "\0",
    f"{KEY}\0",
    "\ud800",
    KEY.upper(),
    f"{KEY} ",
    "session-key-_",
    "session-key%",
    "' OR 1=1 --",
]

ADA, GUEST = customer(7), customer(8, is_guest=True)


class CustomersContract:
    """Customers are found by id, and addresses only in their own book.

    Fixtures:
        make_customers: returns the adapter holding what it is given.
    """

    @pytest.fixture
    def make_customers(self) -> MakeCustomers:
        """Return what makes the adapter."""
        raise NotImplementedError

    def test_customers_are_found_as_they_are(self, make_customers: MakeCustomers) -> None:
        customers = make_customers([ADA, GUEST], {})

        assert (customers.by_id(7), customers.by_id(8)) == (ADA, GUEST)

    @pytest.mark.parametrize("customer_id", NOT_THERE)
    def test_an_unknown_customer_is_not_found(
        self, make_customers: MakeCustomers, customer_id: int
    ) -> None:
        customers = make_customers([ADA], {7: [address(41)]})

        assert customers.by_id(customer_id) is None
        assert customers.address(customer_id, 41) is None

    def test_every_field_of_an_address_comes_back(self, make_customers: MakeCustomers) -> None:
        whole = filled(Address)
        customers = make_customers([ADA], {7: [address(41), whole]})

        assert customers.address(7, whole.pk) == whole
        assert customers.address(7, 41) == address(41)

    def test_an_address_is_in_one_customers_book_only(self, make_customers: MakeCustomers) -> None:
        customers = make_customers([ADA, GUEST], {7: [address(41)], 8: [address(42)]})

        assert customers.address(8, 41) is None
        assert customers.address(7, 42) is None

    @pytest.mark.parametrize("pk", NOT_THERE)
    def test_an_unknown_address_is_not_found(self, make_customers: MakeCustomers, pk: int) -> None:
        assert make_customers([ADA], {7: [address(41)]}).address(7, pk) is None


class SessionsContract:
    """A session names its customer until it is over.

    Fixtures:
        make_sessions: returns the adapter holding what it is given.
    """

    @pytest.fixture
    def make_sessions(self) -> MakeSessions:
        """Return what makes the adapter."""
        raise NotImplementedError

    def test_a_session_names_its_customer(self, make_sessions: MakeSessions) -> None:
        later = NOW + timedelta(days=1)
        sessions = make_sessions(
            {KEY: (ADA, later), OTHERS_KEY: (GUEST, later), SECOND_KEY: (ADA, later)}
        )

        named = [sessions.customer_of(key, NOW) for key in (KEY, OTHERS_KEY, SECOND_KEY)]
        assert named == [ADA, GUEST, ADA]

    @pytest.mark.parametrize("key", ODD_KEYS)
    def test_an_unknown_key_names_nobody(self, make_sessions: MakeSessions, key: str) -> None:
        sessions = make_sessions({KEY: (ADA, NOW + timedelta(days=1))})

        assert sessions.customer_of(key, NOW) is None

    @pytest.mark.parametrize(
        ("left", "named"),
        [
            (timedelta(microseconds=1), ADA),
            (timedelta(0), None),
            (timedelta(microseconds=-1), None),
            (timedelta(days=-400), None),
        ],
    )
    def test_a_session_is_over_from_the_moment_it_expires(
        self, make_sessions: MakeSessions, left: timedelta, named: Customer | None
    ) -> None:
        sessions = make_sessions({KEY: (ADA, NOW + left)})

        assert sessions.customer_of(KEY, NOW) == named

    def test_time_zones_do_not_prolong_a_session(self, make_sessions: MakeSessions) -> None:
        istanbul = timezone(timedelta(hours=3))
        sessions = make_sessions({KEY: (ADA, datetime(2024, 3, 15, 12, 0, tzinfo=istanbul))})

        before = datetime(2024, 3, 15, 8, 59, tzinfo=UTC)
        assert sessions.customer_of(KEY, before) == ADA
        assert sessions.customer_of(KEY, before.astimezone(istanbul)) == ADA
        assert sessions.customer_of(KEY, datetime(2024, 3, 15, 9, 0, tzinfo=UTC)) is None


class CancellationReasonsContract:
    """Every reason is told, in the shop's order.

    Fixtures:
        make_reasons: returns the adapter holding what it is given.
    """

    @pytest.fixture
    def make_reasons(self) -> MakeReasons:
        """Return what makes the adapter."""
        raise NotImplementedError

    def test_a_shop_may_have_no_reasons(self, make_reasons: MakeReasons) -> None:
        assert make_reasons([]).all() == ()

    def test_reasons_come_by_position_and_then_by_id(self, make_reasons: MakeReasons) -> None:
        given = [reason(1, order=100), reason(10, order=20), reason(9, order=20)]

        assert [one.id for one in make_reasons(given).all()] == [9, 10, 1]

    def test_a_reason_comes_back_as_it_is(self, make_reasons: MakeReasons) -> None:
        whole = filled(CancellationReason)
        inactive = reason(
            3,
            cancellation_type=CancellationType.REFUND,
            is_active=False,
            extra_information_needed=True,
            order=-5,
        )

        assert make_reasons([whole, inactive]).all() == (inactive, whole)
