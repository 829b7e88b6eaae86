"""``orders omnitron-sandbox``."""

from order_adapters.omnitron.sandbox import SandboxOmnitron
from order_adapters.sqlalchemy import SqlOrders
from order_entrypoints.cli.failures import WrongUseError
from order_entrypoints.cli.opening import configuration, database
from order_entrypoints.cli.stopping import stop_on_sigterm

HIGHEST_PORT = 65535


def omnitron_sandbox(
    *,
    port: int = 9100,
    latency: float = 0.0,
    fail: float = 0.0,
    hang: float = 0.0,
    lose: float = 0.0,
) -> None:
    """Run a stand-in Omnitron that holds the orders of the database.

    Args:
        port: port to listen on, on 127.0.0.1; 0 takes a free one.
        latency: milliseconds that each answer takes.
        fail: share of cancellations answered with 500, from 0 to 1.
        hang: seconds that a cancellation takes to be answered.
        lose: share of cancellations whose connection is cut, from 0 to 1.
    """
    if not 0 <= port <= HIGHEST_PORT:
        raise WrongUseError(f"--port: expected 0 to {HIGHEST_PORT}.")
    _check(latency=latency, fail=fail, hang=hang, lose=lose)
    settings = configuration()
    with database(settings.database_url) as engine:
        orders = SqlOrders(engine)
        sandbox = SandboxOmnitron(
            orders.by_number,
            orders.by_pk,
            port=port,
            username=settings.omnitron_username,
            password=settings.omnitron_password.text,
            channel_id=settings.omnitron_channel_id,
            latency=latency / 1000,
            fail_rate=fail,
            hang=hang,
            lose_rate=lose,
        )
        stop_on_sigterm()
        print(f"Omnitron sandbox at {sandbox.url}", flush=True)
        sandbox.serve_forever()


def _check(**values: float) -> None:
    for name, value in values.items():
        highest = 1.0 if name in {"fail", "lose"} else float("inf")
        if not 0 <= value <= highest:
            limit = " up to 1" if highest == 1 else ""
            raise WrongUseError(f"--{name}: expected a number from 0{limit}.")
