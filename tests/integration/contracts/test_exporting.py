"""An export gives all that there is, as it was at one moment."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from order_adapters.sqlalchemy import Export, SqlOrders, exporter, loader
from samples import NOW, address, customer, filled_order, order, reason

LATER = NOW + timedelta(days=1)

KINDS: list[Callable[[Export], Sequence[object]]] = [
    lambda export: list(export.customers()),
    lambda export: list(export.sessions()),
    lambda export: list(export.addresses()),
    lambda export: list(export.reasons()),
    lambda export: list(export.orders()),
    lambda export: list(export.settings()),
]


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_database_exports_nothing(
    engine: Engine, kind: Callable[[Export], Sequence[object]]
) -> None:
    with exporter(engine) as export:
        assert kind(export) == []


def test_every_kind_of_record_comes_by_its_key(engine: Engine) -> None:
    whole = filled_order()
    with loader(engine) as load:
        for pk in (whole.customer_id, -5, 7):
            load.customer(customer(pk), at=0)
        load.session("b", 7, LATER, at=0)
        load.session("a", -5, NOW, at=0)
        load.address(7, address(42), at=0)
        load.address(-5, address(41), at=0)
        load.reason(reason(4), at=0)
        load.reason(reason(3, order=900), at=0)
        load.setting("B", value={"a": None}, at=0)
        load.setting("A", value=[1], at=0)
        load.order(whole, at=0)
        load.order(order(2), at=0)

    with exporter(engine) as export:
        assert list(export.customers()) == [customer(pk) for pk in (-5, 7, whole.customer_id)]
        assert list(export.sessions()) == [("a", -5, NOW), ("b", 7, LATER)]
        assert list(export.addresses()) == [(-5, address(41)), (7, address(42))]
        assert list(export.reasons()) == [reason(3, order=900), reason(4)]
        assert list(export.settings()) == [("A", [1]), ("B", {"a": None})]
        assert list(export.orders()) == [order(2), whole]


def test_more_records_than_a_chunk_come_once_each(engine: Engine) -> None:
    pks = [pk * 3 for pk in range(1, 1202)]
    with loader(engine) as load:
        load.customer(customer(7), at=0)
        for pk in pks:
            load.order(order(pk), at=pk)

    with exporter(engine) as export:
        assert [one.pk for one in export.orders()] == pks


def test_what_changes_during_an_export_is_not_in_it(engine: Engine) -> None:
    orders = SqlOrders(engine)
    for pk in range(1, 4):
        orders.add(order(pk))
    with exporter(engine) as export:
        assert list(export.customers()) == []  # by now the moment is fixed
        orders.save(order(1, notes="changed"))
        orders.add(order(4))

        assert list(export.orders()) == [order(1), order(2), order(3)]


def test_an_export_can_be_imported_elsewhere(
    sqlite_engine: Engine, postgres_engine: Engine
) -> None:
    whole = filled_order()
    with loader(sqlite_engine) as load:
        load.customer(customer(whole.customer_id), at=0)
        load.address(whole.customer_id, address(41), at=0)
        load.order(whole, at=0)

    with exporter(sqlite_engine) as export, loader(postgres_engine) as load:
        for one in export.customers():
            load.customer(one, at=0)
        for customer_id, kept in export.addresses():
            load.address(customer_id, kept, at=0)
        for found in export.orders():
            load.order(found, at=0)

    with exporter(postgres_engine) as export:
        assert list(export.orders()) == [whole]
        assert list(export.addresses()) == [(whole.customer_id, address(41))]
