"""Fills everybody's tables with the same shop."""

import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Final

from benchmarks.databases import host_of
from benchmarks.processes import run_peer
from benchmarks.shop import cancellable, orders_of
from order_adapters.sqlalchemy import Engine, create_database_engine, loader, migrate
from order_domain.customers import Customer
from order_domain.reasons import CancellationReason
from order_domain.statuses import CancellationType
from order_entrypoints.clock import utc_now
from order_entrypoints.exchange import export_lines
from order_entrypoints.wire.documents import FORM

READER: Final = 7
CANCELLER: Final = 8
REASON: Final = 3
ORDERS: Final = 40
FIRST: Final = {READER: 700_000, CANCELLER: 800_000}


def fill(url: str, to_cancel: int) -> None:
    """Fill our tables: a customer who looks at orders, and one who cancels."""
    engine = create_database_engine(url)
    migrate(engine)
    with loader(engine, form=FORM) as load:
        reason = CancellationReason(
            id=REASON,
            cancellation_type=CancellationType.CANCEL,
            subject="I changed my mind",
            extra_information_needed=False,
            is_active=True,
            order=1,
        )
        load.reason(reason, at=0)
        for customer in (READER, CANCELLER):
            owner = Customer(id=customer, email=f"{customer}@example.com", is_guest=False)
            load.customer(owner, at=0)
            load.session(f"s{customer}", customer, utc_now() + timedelta(days=9), at=0)
        for order in orders_of(READER, FIRST[READER], ORDERS):
            load.order(order, at=0)
        for order in cancellable(CANCELLER, FIRST[CANCELLER], to_cancel):
            load.order(order, at=0)
    settle(engine)
    engine.dispose()


def settle(engine: Engine) -> None:
    """Let the database do at once what it does by itself sooner or later."""
    options = {"isolation_level": "AUTOCOMMIT"}
    with engine.connect().execution_options(**options) as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("VACUUM ANALYZE")
        else:
            connection.exec_driver_sql("ANALYZE")


def fill_django(url: str, **environment: str) -> dict[str, str]:
    """Copy our shop into Django's tables; return what Django is to be told."""
    told = {
        "DRF_DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "settings",
        **({} if url.startswith("sqlite") else {"DRF_DATABASE_HOST": host_of(url)}),
        **environment,
    }
    engine = create_database_engine(url)
    with tempfile.NamedTemporaryFile(prefix="shop-") as file:
        Path(file.name).write_bytes(b"".join(line + b"\n" for line in export_lines(engine)))
        run_peer("-m", "shop.filling", file.name, **told)
    settle(engine)
    engine.dispose()
    return told
