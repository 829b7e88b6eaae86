"""Nothing of an order is lost on its way through the database."""

from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec
import pytest
from attrs import evolve, fields, has
from hypothesis import HealthCheck, given, settings
from sqlalchemy import Engine, text, update

from order_adapters.sqlalchemy import SqlOrders, create_database_engine, migrate
from order_adapters.sqlalchemy.snapshots import Snapshot
from order_adapters.sqlalchemy.tables import order_items, orders
from order_domain.addresses import Address
from order_domain.orders import Order, OrderItem
from order_domain.statuses import OrderStatus
from order_domain.values import is_array
from order_entrypoints.testing import strategies
from samples import filled_order, order


@pytest.fixture(scope="module")
def memory_engine() -> Iterator[Engine]:
    engine = create_database_engine("sqlite://")
    migrate(engine)
    yield engine
    engine.dispose()


def test_the_filled_order_has_no_default_left() -> None:
    assert list(_defaults(filled_order(), "order")) == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(strategies.orders())
def test_any_order_comes_back(memory_engine: Engine, one: Order) -> None:
    kept = SqlOrders(memory_engine)
    with memory_engine.begin() as connection:
        connection.execute(orders.delete())

    kept.add(one)
    added = kept.by_pk(one.pk)
    assert added is not None
    saved = kept.save(evolve(added, notes="changed"))

    assert _in_utc(_without_request_pks(added)) == _in_utc(_without_request_pks(one))
    assert kept.by_pk(one.pk) == saved == evolve(added, notes="changed", version=one.version + 1)


def test_a_column_is_kept_nowhere_else(memory_engine: Engine) -> None:
    SqlOrders(memory_engine).add(order(77_001))

    with memory_engine.begin() as connection:
        connection.execute(
            update(orders).where(orders.c.pk == 77_001).values(status="shipped", amount="5.00")
        )
        connection.execute(
            update(order_items).where(order_items.c.order_pk == 77_001).values(status="paid")
        )

    kept = SqlOrders(memory_engine).by_pk(77_001)
    assert kept is not None
    assert (kept.status, str(kept.amount)) == (OrderStatus.SHIPPED, "5.00")
    assert {item.status for item in kept.items} == {OrderStatus.PAID}


def test_an_order_of_before_a_field_was_added_has_the_fields_default(engine: Engine) -> None:
    kept = SqlOrders(engine)
    kept.add(filled_order())
    with engine.begin() as connection:
        [snapshot] = connection.scalars(text("SELECT snapshot FROM orders"))
        values = msgspec.json.decode(snapshot, type=dict[str, object])
        for name in ("notes", "client_type", "campaigns"):
            del values[name]
        connection.execute(update(orders).values(snapshot=msgspec.json.encode(values).decode()))

    [found] = kept.many([filled_order().pk])

    plain = order()
    assert (found.notes, found.client_type, found.campaigns) == (None, plain.client_type, ())
    assert found.gift_box_note == filled_order().gift_box_note


def test_a_snapshot_that_is_not_one_is_told() -> None:
    snapshot = Snapshot(Address, set())

    with pytest.raises(msgspec.ValidationError, match="missing required field"):
        snapshot.decode("{}")


def test_equal_orders_of_either_database_are_equal(
    sqlite_engine: Engine, postgres_engine: Engine
) -> None:
    one = filled_order()
    for engine in (sqlite_engine, postgres_engine):
        SqlOrders(engine).add(one)

    by_sqlite = SqlOrders(sqlite_engine).by_pk(one.pk)
    assert repr(by_sqlite) == repr(SqlOrders(postgres_engine).by_pk(one.pk))


def _defaults(record: object, path: str) -> Iterator[str]:
    """The fields of a record, at any depth, that have their default."""
    for index, part in enumerate(_parts(record)):
        yield from _defaults(part, f"{path}.{index}")
    for name, default in _fields(record):
        value = getattr(record, name)
        if value == _default(default, record):
            yield f"{path}.{name}"
        yield from _defaults(value, f"{path}.{name}")


def _parts(value: object) -> tuple[object, ...]:
    return tuple(value) if is_array(value) else ()


def _fields(record: object) -> list[tuple[str, object]]:
    """The record's fields and their defaults; none when it is no record."""
    kind = type(record)
    return [(field.name, field.default) for field in fields(kind)] if has(kind) else []


def _default(default: object, record: object) -> object:
    factory = getattr(default, "factory", None)
    if factory is None:
        return default
    return factory(record) if getattr(default, "takes_self", False) else factory()


def _in_utc(value: object) -> object:
    """The value with all its moments in UTC: the same moments, which Python does not
    find equal when the clock was put back."""
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    if is_array(value):
        return [_in_utc(part) for part in value]
    return [_in_utc(getattr(value, name)) for name, _ in _fields(value)] or value


def _without_request_pks(one: Order) -> Order:
    return evolve(one, items=tuple(_unnumbered(item) for item in one.items))


def _unnumbered(item: OrderItem) -> OrderItem:
    requests = tuple(evolve(request, pk=None) for request in item.cancellation_requests)
    return evolve(item, cancellation_requests=requests)
