"""Whether the list stays as quick while the database grows, and how large it gets.

One order is written by the product itself; all others are copies of its rows that
PostgreSQL makes, so that millions of them take minutes.
"""

from datetime import timedelta
from itertools import repeat
from statistics import median
from time import perf_counter
from typing import Final

from attrs import frozen
from sqlalchemy import Connection, text

from benchmarks.filling import settle
from benchmarks.load import ask
from benchmarks.processes import Server, orders
from benchmarks.serving import RUNNING, environment, question
from benchmarks.shop import orders_of
from order_adapters.sqlalchemy import Engine, create_database_engine, loader, migrate
from order_adapters.sqlalchemy.tables import metadata
from order_domain.customers import Customer
from order_entrypoints.clock import utc_now
from order_entrypoints.wire.documents import FORM

LARGE: Final = 10_000
"""Orders of the customer whose last page is asked for; all others have twenty."""

EACH: Final = 20
IMPORTED: Final = 1000
TEMPLATE: Final = 10_000_000_000
BIG, SMALL = 1, 5
_STEP: Final = 100_000
_ROUNDS: Final = 5

_OWNER: Final = "CASE WHEN n <= :few THEN :small WHEN n <= :large THEN :big ELSE 10 + n / :few END"
_COPIED: Final[dict[str, dict[str, str]]] = {
    "orders": {
        "pk": "n",
        "number": "'G-' || n",
        "customer_id": _OWNER,
        "created_date": "created_date + n * interval '1 minute'",
    },
    "order_items": {"pk": "n * 10 + position", "order_pk": "n"},
    "order_documents": {"order_pk": "n"},
}
"""Table → what is not copied as it is."""


@frozen
class Growth:
    """What was measured at one size; times in milliseconds, medians.

    Attributes:
        orders: how many there are.
        page: the first page of a customer of twenty orders, among them.
        first: page 1 of a customer of ten thousand.
        last: page 800 of theirs.
        size: bytes of the database for each order.
    """

    orders: int
    page: float
    first: float
    last: float
    size: float


def measure_growth(url: str, sizes: tuple[int, ...]) -> tuple[float, list[Growth]]:
    """Return orders imported a second, and what was found at each size.

    Args:
        url: of an empty PostgreSQL database.
        sizes: orders, rising.
    """
    engine = create_database_engine(url)
    migrate(engine)
    rate = _import(engine)
    found: list[Growth] = []
    with orders("serve", "--port", "0", says=RUNNING, **environment(url)) as server:
        made = 0
        for size in sizes:
            _grow(engine, made, size)
            made = size
            found.append(_measured(engine, server, size))
    engine.dispose()
    return rate, found


def _import(engine: Engine) -> float:
    """Import the first orders, of which all others are copies; return how many a second."""
    made = list(orders_of(0, TEMPLATE, IMPORTED))
    began = perf_counter()
    with loader(engine, form=FORM) as load:
        for customer in (0, BIG, SMALL):
            owner = Customer(id=customer, email=f"{customer}@example.com", is_guest=False)
            load.customer(owner, at=0)
        for customer in (BIG, SMALL):
            load.session(f"s{customer}", customer, utc_now() + timedelta(days=9), at=0)
        for order in made:
            load.order(order, at=0)
    return IMPORTED / (perf_counter() - began)


def _grow(engine: Engine, made: int, size: int) -> None:
    for start in range(made, size, _STEP):
        with engine.begin() as connection:
            _copy(connection, start + 1, min(start + _STEP, size))
    settle(engine)


def _copy(connection: Connection, first: int, last: int) -> None:
    for name, changed in _COPIED.items():
        columns = metadata.tables[name].c.keys()
        key = "pk" if name == "orders" else "order_pk"
        values = ", ".join(changed.get(column, column) for column in columns)
        copy = text(
            f"INSERT INTO {name} ({', '.join(columns)}) SELECT {values} FROM {name}, "  # noqa: S608
            f"generate_series(CAST(:first AS bigint), CAST(:last AS bigint)) AS n "
            f"WHERE {key} = :template"
        )
        given = {"first": first, "last": last, "template": TEMPLATE}
        owners = {"large": LARGE + EACH, "few": EACH, "big": BIG, "small": SMALL}
        connection.execute(copy, given | owners if name == "orders" else given)


def _measured(engine: Engine, server: Server, size: int) -> Growth:
    asked = {
        "page": question("GET", "/users/orders/?limit=10&page=1", SMALL),
        "first": question("GET", "/users/orders/?limit=12&page=1", BIG),
        "last": question("GET", "/users/orders/?limit=12&page=800", BIG),
    }
    times: dict[str, list[float]] = {name: [] for name in asked}
    for _ in range(_ROUNDS):
        for name, one in asked.items():
            found = ask(server.address, repeat(one), 1, 0.6)
            if found.failed:
                raise RuntimeError(f"{name} failed.")
            times[name].append(1000 * median(found.latencies))
    with engine.connect() as connection:
        total = connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar()
    return Growth(
        size,
        median(times["page"]),
        median(times["first"]),
        median(times["last"]),
        int(total or 0) / (size + IMPORTED),
    )
