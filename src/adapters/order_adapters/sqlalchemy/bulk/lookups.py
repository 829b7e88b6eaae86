"""Which keys of a batch are in the database already: one statement for each kind of key."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from sqlalchemy import Connection, Select, Table, bindparam, select

from order_adapters.sqlalchemy.bulk.records import Key
from order_adapters.sqlalchemy.tables import (
    addresses,
    cancellation_attempts,
    cancellation_reasons,
    cancellation_request_images,
    cancellation_requests,
    customers,
    old_orders,
    order_items,
    orders,
    sessions,
    settings,
)
from order_domain.cancellation_records import UNDER_WAY

Kept: TypeAlias = Mapping[Key, object]
"""Each key found → whose it is, as the key's statement says."""

_Lookup: TypeAlias = Select[int | str, int | str]

_MOST_KEYS = 10_000
"""In one statement; SQLite allows 32,766 parameters."""


def _lookup(table: Table, key: str, owner: str) -> _Lookup:
    column = table.c[key]
    return select(column, table.c[owner]).where(column.in_(bindparam("values", expanding=True)))


_LOOKUPS: Mapping[str, _Lookup] = {
    "customers": _lookup(customers, "id", "id"),
    "sessions": _lookup(sessions, "key", "customer_id"),
    "addresses": _lookup(addresses, "pk", "customer_id"),
    "cancellation_reasons": _lookup(cancellation_reasons, "id", "id"),
    "old_orders": _lookup(old_orders, "pk", "customer_id"),
    "settings": _lookup(settings, "name", "name"),
    # Locked, where the database locks rows: until the import ends nobody begins to
    # cancel an order that it replaces.
    "order": _lookup(orders, "pk", "version").with_for_update(),
    "number": _lookup(orders, "number", "pk"),
    "item": _lookup(order_items, "pk", "order_pk"),
    "request": _lookup(cancellation_requests, "uuid", "order_pk"),
    "request pk": _lookup(cancellation_requests, "pk", "order_pk"),
    "image": _lookup(cancellation_request_images, "pk", "order_pk"),
    "attempt": _lookup(cancellation_attempts, "id", "order_pk"),
    "under way": _lookup(cancellation_attempts, "order_pk", "id").where(
        cancellation_attempts.c.state.in_([state.value for state in UNDER_WAY])
    ),
}
"""In this order: who looks for what is under way has locked the order before."""


def kept_keys(connection: Connection, keys: Iterable[Key]) -> Kept:
    """Return those of the keys that are in the database, each with whose it is."""
    wanted: dict[str, list[object]] = defaultdict(list)
    for kind, value in keys:
        wanted[kind].append(value)
    return {
        (kind, value): owner
        for kind in _LOOKUPS
        for start in range(0, len(wanted[kind]), _MOST_KEYS)
        for value, owner in connection.execute(
            _LOOKUPS[kind], {"values": wanted[kind][start : start + _MOST_KEYS]}
        )
    }
