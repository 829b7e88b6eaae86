from .databases import (
    database_url,
    engine,
    migrated_postgres,
    migrated_sqlite,
    postgres,
    postgres_engine,
    postgres_url,
    sqlite_engine,
    sqlite_url,
)

__all__ = [
    "database_url",
    "engine",
    "migrated_postgres",
    "migrated_sqlite",
    "postgres",
    "postgres_engine",
    "postgres_url",
    "sqlite_engine",
    "sqlite_url",
]
