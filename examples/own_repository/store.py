"""The store: documents in an SQLite file, and the keys that lead to them.

It belongs to the repository beside; see `orders_test.py` for how to run it.
"""

import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager

from kept_orders import dump, images, load, numbered

from order_domain import Order
from order_domain.ports import DuplicateOrderError, StorageUnavailableError

SCHEMA = """
CREATE TABLE orders (pk INTEGER PRIMARY KEY, version, customer, created, document);
CREATE TABLE keys (key PRIMARY KEY, pk REFERENCES orders ON DELETE CASCADE);
CREATE TABLE decisions (position INTEGER PRIMARY KEY, document);
CREATE TABLE numbers (last);
INSERT INTO numbers VALUES (0);
"""
FIND = "SELECT document FROM orders JOIN keys USING (pk) WHERE key = ?"


@contextmanager
def opened(path: str) -> Generator[sqlite3.Connection]:
    """Give a connection in a transaction: all that is done is kept, or nothing."""
    try:
        with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as db, db:
            db.execute("PRAGMA foreign_keys = ON")
            db.execute("BEGIN IMMEDIATE")
            yield db
    except sqlite3.IntegrityError as error:
        raise DuplicateOrderError(str(error)) from error
    except sqlite3.OperationalError as error:
        raise StorageUnavailableError(str(error)) from error


def find(path: str, kind: str, key: object) -> Order | None:
    with opened(path) as db:
        row = db.execute(FIND, (_key(kind, key),)).fetchone()
    return load(row[0], Order) if row else None


def put(db: sqlite3.Connection, order: Order) -> Order:
    order, last = numbered(order, *db.execute("SELECT last FROM numbers").fetchone())
    db.execute("UPDATE numbers SET last = ?", (last,))
    row = (order.pk, order.version, order.customer_id, order.created_date.timestamp(), dump(order))
    db.execute("INSERT INTO orders VALUES (?, ?, ?, ?, ?)", row)
    keys = [_key("pk", order.pk), _key("number", order.number)]
    keys += [_key("item", item.pk) for item in order.items]
    keys += [_key("image", image.image) for image in images(order)]
    db.executemany("INSERT INTO keys VALUES (?, ?)", [(key, order.pk) for key in keys])
    return order


def _key(kind: str, key: object) -> bytes:
    return f"{kind} {key}".encode("utf-8", "surrogatepass")  # any text may be asked for
