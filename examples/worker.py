"""Upkeep in a task queue: recovery every minute, the exchange of requests every five.

    export ORDERS_DATABASE_URL=… ORDERS_OMNITRON_URL=…  (and user name and password)
    huey_consumer worker.huey        (in the folder `examples`)

Both tasks may run in as many workers at once as one likes, and beside the service: each
thing to do is handed out to one of them. What breaks off is done by the next round.
"""

import os

from huey import SqliteHuey, crontab

from order_adapters.sqlalchemy import create_database_engine
from order_entrypoints.bootstrap import make_omnitron, make_pictures, with_circuit
from order_entrypoints.configuration import read_configuration
from order_entrypoints.no_omnitron import NoOmnitron
from order_entrypoints.upkeep import recover_once, sync_once

configuration = read_configuration(os.environ)
engine = create_database_engine(configuration.database_url)
pictures = make_pictures(configuration)
omnitron = make_omnitron(configuration)
if isinstance(omnitron, NoOmnitron):
    raise SystemExit("ORDERS_OMNITRON_URL is not set.")

huey = SqliteHuey(filename=os.environ.get("QUEUE", "queue.db"))


@huey.periodic_task(crontab(minute="*"))
def finish_broken_cancellations() -> None:
    lease = configuration.attempt_lease
    print(recover_once(engine, with_circuit(omnitron), pictures, lease=lease))


@huey.periodic_task(crontab(minute="*/5"))
def exchange_requests() -> None:
    print(sync_once(engine, omnitron, lease=configuration.attempt_lease))
