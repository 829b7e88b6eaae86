"""Texts are compared alike, whatever the locale of a PostgreSQL server."""

import pytest
from sqlalchemy import select

from order_adapters.sqlalchemy import create_database_engine
from order_adapters.sqlalchemy.tables import old_orders
from order_adapters.sqlalchemy.texts import by_code_point


@pytest.mark.parametrize(
    ("url", "sorted_by"),
    [("postgresql://h/orders", '(old_orders.bank COLLATE "C")'), ("sqlite://", "old_orders.bank")],
)
def test_a_locale_has_no_say_in_which_text_comes_first(url: str, sorted_by: str) -> None:
    bank = old_orders.c.bank
    statement = select(bank).order_by(by_code_point(bank).desc().nulls_last())

    written = str(statement.compile(create_database_engine(url)))

    assert written.endswith(f"ORDER BY {sorted_by} DESC NULLS LAST")
