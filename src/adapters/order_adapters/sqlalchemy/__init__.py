"""Orders, customers and settings in SQLite or PostgreSQL, over SQLAlchemy Core.

The schema is made, and brought up to date, by ``migrate``:

    engine = create_database_engine("sqlite:///orders.db")
    migrate(engine)
    orders = SqlOrders(engine)
"""

from order_adapters import needing

with needing("sqlalchemy"):
    from sqlalchemy import Engine

    from order_adapters.sqlalchemy.archive import SqlArchive
    from order_adapters.sqlalchemy.bulk import Export, Loader, RecordError, exporter, loader
    from order_adapters.sqlalchemy.counted_log import count_decisions
    from order_adapters.sqlalchemy.decision_log import SqlDecisionLog
    from order_adapters.sqlalchemy.directory import (
        SqlCancellationReasons,
        SqlCustomers,
        SqlSessions,
    )
    from order_adapters.sqlalchemy.documents import write_missing
    from order_adapters.sqlalchemy.engine import create_database_engine
    from order_adapters.sqlalchemy.history import SqlOrderHistory
    from order_adapters.sqlalchemy.idempotency import SqlIdempotencyKeys
    from order_adapters.sqlalchemy.orders import SqlOrders
    from order_adapters.sqlalchemy.proofs import SqlOrderProofs
    from order_adapters.sqlalchemy.schema import current_revision, is_current, migrate
    from order_adapters.sqlalchemy.settings import SqlSettings
    from order_adapters.sqlalchemy.transactions import check_connection
    from order_adapters.sqlalchemy.worklist import SqlWorklist

__all__ = [
    "Engine",
    "Export",
    "Loader",
    "RecordError",
    "SqlArchive",
    "SqlCancellationReasons",
    "SqlCustomers",
    "SqlDecisionLog",
    "SqlIdempotencyKeys",
    "SqlOrderHistory",
    "SqlOrderProofs",
    "SqlOrders",
    "SqlSessions",
    "SqlSettings",
    "SqlWorklist",
    "check_connection",
    "count_decisions",
    "create_database_engine",
    "current_revision",
    "exporter",
    "is_current",
    "loader",
    "migrate",
    "write_missing",
]
