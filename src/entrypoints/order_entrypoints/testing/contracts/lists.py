"""What the ports of lists and of the archive must keep."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import TypeAlias

import pytest

from order_domain.archive import OldOrder, OldOrderItem
from order_domain.documents import WrittenOrder
from order_domain.lists import ArchiveField, ArchiveQuery, OrderFilter, Page, Window
from order_domain.money import Currency
from order_domain.orders import Order
from order_domain.ports import Archive, OrderHistory
from order_domain.values import EnumValue
from order_entrypoints.testing.filled import filled_order
from order_entrypoints.testing.samples import ORDERED, order

MakeHistory: TypeAlias = Callable[[Sequence[Order]], OrderHistory]
"""Returns the adapter that lists these orders."""

MakeArchive: TypeAlias = Callable[[Sequence[OldOrder]], Archive]
"""Returns the adapter that holds these archived orders."""

ALL = Window(0, 100)
EVERY_ORDER = OrderFilter()


def pks(page: Page[Order | WrittenOrder]) -> list[int]:
    """Return the pks of a page's orders, which come whole where no form was asked for."""
    return [row.pk for row in page.rows if isinstance(row, Order)]


def old_order(pk: int, **changes: object) -> OldOrder:
    """Return an archived order of customer 7."""
    values: dict[str, object] = {
        "number": f"OLD-{pk}",
        "customer_id": 7,
        "user_email": "ada@example.com",
        "status": "Teslim Edildi",
        "created_date": ORDERED - timedelta(days=pk),
        "amount": Decimal("10.00"),
        "currency": Currency.TRY,
        "items": (OldOrderItem(pk=pk * 10, price=Decimal("10.00"), product="Mug"),),
        **changes,
    }
    return OldOrder(pk=pk, **values)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


class OrderHistoryContract:
    """A customer's orders are listed newest first, a part at a time.

    Fixtures:
        make_history: see ``MakeHistory``.
    """

    @pytest.fixture
    def make_history(self) -> MakeHistory:
        """Make the adapter."""
        raise NotImplementedError

    def test_only_the_customers_own_are_listed_newest_first(
        self, make_history: MakeHistory
    ) -> None:
        history = make_history(
            [
                order(1, created_date=ORDERED),
                order(2, created_date=ORDERED + timedelta(microseconds=1)),
                order(3, created_date=ORDERED),
                order(4, customer_id=8),
            ]
        )

        page = history.page(7, EVERY_ORDER, ALL)

        assert page.count == 3
        assert pks(page) == [2, 3, 1]
        assert history.page(9, EVERY_ORDER, ALL).count == 0

    def test_orders_come_whole(self, make_history: MakeHistory) -> None:
        kept = filled_order()

        assert make_history([kept]).page(kept.customer_id, EVERY_ORDER, ALL).rows == (kept,)

    def test_a_window_shows_its_part_and_counts_all(self, make_history: MakeHistory) -> None:
        history = make_history(
            [order(pk, created_date=ORDERED + timedelta(days=pk)) for pk in range(1, 8)]
        )

        page = history.page(7, EVERY_ORDER, Window(2, 3))

        assert (page.count, pks(page)) == (7, [5, 4, 3])
        assert history.page(7, EVERY_ORDER, Window(7, 3)).rows == ()

    @pytest.mark.parametrize(
        ("search", "found"),
        [("A-1", [1]), ("a-", [2, 1]), ("", [3, 2, 1]), ("%", [3]), ("_", []), ("\\", [])],
    )
    def test_a_search_finds_a_part_of_the_number_whatever_its_case(
        self, make_history: MakeHistory, search: str, found: list[int]
    ) -> None:
        history = make_history(
            [
                order(pk, number=number, created_date=ORDERED + timedelta(days=pk))
                for pk, number in enumerate(("A-1", "xA-2", "100%3"), start=1)
            ]
        )

        page = history.page(7, OrderFilter(search=search), ALL)

        assert pks(page) == found
        assert page.count == len(found)

    @pytest.mark.parametrize(
        ("search", "found"),
        [("ÄB-", [1]), ("\u0130ST", [2]), ("\u0130st-2", [2]), ("%_" * 40_000, [])],
    )
    def test_a_search_may_be_in_any_letters_and_of_any_length(
        self, make_history: MakeHistory, search: str, found: list[int]
    ) -> None:
        history = make_history([order(1, number="ÄB-1"), order(2, number="\u0130ST-2")])

        assert pks(history.page(7, OrderFilter(search=search), ALL)) == found

    def test_the_ends_of_a_span_belong_to_it(self, make_history: MakeHistory) -> None:
        tick = timedelta(microseconds=1)
        history = make_history([order(pk, created_date=ORDERED + pk * tick) for pk in range(1, 6)])

        span = OrderFilter(created_from=ORDERED + 2 * tick, created_to=ORDERED + 4 * tick)

        assert pks(history.page(7, span, ALL)) == [4, 3, 2]

    @pytest.mark.parametrize("customer_id", [-1, 2**63, 2**200])
    def test_numbers_of_no_customer_have_no_orders(
        self, make_history: MakeHistory, customer_id: int
    ) -> None:
        assert make_history([order(1)]).page(customer_id, EVERY_ORDER, ALL).rows == ()


class ArchiveContract:
    """Archived orders are shown to their customer alone, sorted by any documented field.

    Fixtures:
        make_archive: see ``MakeArchive``.
    """

    @pytest.fixture
    def make_archive(self) -> MakeArchive:
        """Make the adapter."""
        raise NotImplementedError

    def test_an_archived_order_is_found_by_its_customer_alone(
        self, make_archive: MakeArchive
    ) -> None:
        kept = old_order(
            5,
            shipping_company=EnumValue("courier", "Courier"),
            extra_field={"legacy": [1, None]},
            discount_amount=Decimal("0.10"),
        )
        archive = make_archive([kept])

        assert archive.by_pk(7, 5) == kept
        assert archive.by_pk(8, 5) is None
        assert archive.by_pk(7, 6) is None
        assert archive.by_pk(7, 2**200) is None
        assert archive.page(7, ArchiveQuery(), ALL).rows == (kept,)
        assert archive.page(8, ArchiveQuery(), ALL).rows == ()

    def test_amounts_sort_as_numbers(self, make_archive: MakeArchive) -> None:
        archive = make_archive(
            [
                old_order(pk, amount=Decimal(amount))
                for pk, amount in enumerate(("9.00", "100.00", "20.50", "-1.00"), start=1)
            ]
        )

        assert self._sorted(archive, ArchiveField.AMOUNT) == [4, 1, 3, 2]
        assert self._sorted(archive, ArchiveField.AMOUNT, descending=True) == [2, 3, 1, 4]

    def test_counts_sort_as_numbers(self, make_archive: MakeArchive) -> None:
        archive = make_archive(
            [old_order(pk, installment_count=count) for pk, count in ((1, 9), (2, 12), (3, 1))]
        )

        assert self._sorted(archive, ArchiveField.INSTALLMENT_COUNT) == [3, 1, 2]

    def test_nothing_sorts_before_something_and_equal_ones_by_pk(
        self, make_archive: MakeArchive
    ) -> None:
        archive = make_archive(
            [old_order(1, bank="b"), old_order(2), old_order(3, bank="a"), old_order(4, bank="b")]
        )

        assert self._sorted(archive, ArchiveField.BANK) == [2, 3, 1, 4]
        assert self._sorted(archive, ArchiveField.BANK, descending=True) == [4, 1, 3, 2]

    def test_texts_sort_by_code_point(self, make_archive: MakeArchive) -> None:
        archive = make_archive(
            [old_order(pk, status=status) for pk, status in enumerate("bBaÇ ", start=1)]
        )

        assert self._sorted(archive, ArchiveField.STATUS) == [5, 2, 3, 1, 4]

    @pytest.mark.parametrize("field", list(ArchiveField))
    def test_every_documented_field_sorts_both_ways(
        self, make_archive: MakeArchive, field: ArchiveField
    ) -> None:
        company = EnumValue("ups", "UPS")
        archive = make_archive([old_order(1), old_order(2, shipping_company=company), old_order(3)])

        forth = self._sorted(archive, field)

        assert sorted(forth) == [1, 2, 3]
        assert self._sorted(archive, field, descending=True) == forth[::-1]

    def test_currency_and_search_narrow_the_list(self, make_archive: MakeArchive) -> None:
        archive = make_archive(
            [
                old_order(1, currency=Currency.KWD, amount=Decimal("1.234")),
                old_order(2, number="x-100%"),
                old_order(3),
            ]
        )

        def found(query: ArchiveQuery) -> list[int]:
            return [row.pk for row in archive.page(7, query, ALL).rows]

        assert found(ArchiveQuery(currency=Currency.KWD)) == [1]
        assert found(ArchiveQuery(search="old-")) == [1, 3]
        assert found(ArchiveQuery(search="%")) == [2]
        assert found(ArchiveQuery(search="OLD", currency=Currency.TRY)) == [3]

    def test_a_window_shows_its_part_and_counts_all(self, make_archive: MakeArchive) -> None:
        archive = make_archive([old_order(pk) for pk in range(1, 6)])

        page = archive.page(7, ArchiveQuery(), Window(1, 2))

        assert (page.count, [row.pk for row in page.rows]) == (5, [2, 3])

    def _sorted(
        self, archive: Archive, field: ArchiveField, *, descending: bool = False
    ) -> list[int]:
        query = ArchiveQuery(sort=field, descending=descending)
        return [row.pk for row in archive.page(7, query, ALL).rows]
