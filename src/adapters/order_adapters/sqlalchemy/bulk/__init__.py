"""Import and export of any number of records, each in one transaction."""

from order_adapters.sqlalchemy.bulk.exporting import Export, exporter
from order_adapters.sqlalchemy.bulk.loading import Loader, loader
from order_adapters.sqlalchemy.bulk.records import RecordError

__all__ = ["Export", "Loader", "RecordError", "exporter", "loader"]
