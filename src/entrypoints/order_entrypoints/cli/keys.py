"""``orders sign`` and ``orders session``."""

import secrets
from datetime import timedelta

from order_adapters.sqlalchemy import SqlCustomers, SqlSessions
from order_entrypoints.bootstrap import make_signer
from order_entrypoints.cli.failures import CommandFailedError, WrongUseError
from order_entrypoints.cli.opening import configuration, database
from order_entrypoints.clock import utc_now

LONGEST = 36_500
"""Days of a session: a hundred years."""


def sign(number: str) -> None:
    """Print the signed form of an order number, for `/orders/completed/…/`.

    Args:
        number: the order's number.
    """
    print(make_signer(configuration()).sign(number))


def session(customer_id: int, *, days: int = 14) -> None:
    """Make a session for a customer and print its key, for the cookie `sessionid`.

    Args:
        customer_id: the customer's number.
        days: how long the session is good.
    """
    if not 1 <= days <= LONGEST:
        raise WrongUseError(f"--days: expected a whole number, 1 to {LONGEST}.")
    key = secrets.token_urlsafe(24)
    with database(configuration().database_url) as engine:
        if SqlCustomers(engine).by_id(customer_id) is None:
            raise CommandFailedError(f"There is no customer {customer_id}.")
        SqlSessions(engine).open_session(key, customer_id, utc_now() + timedelta(days=days))
    print(key)
