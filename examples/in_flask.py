"""A Flask application that calls a use case from a view of its own, for its own sessions.

    export ORDERS_DATABASE_URL=sqlite:///orders.db ORDERS_SECRET_KEYS=…  (orders migrate)
    flask --app examples/in_flask.py run

Ports and use cases are plain functions that may block, as a view may. A login of yours puts
the customer's id into the session.
"""

import logging
import os
import time
from functools import partial

from flask import Flask, abort, request, session
from flask.typing import ResponseReturnValue

import order_domain as domain
from order_adapters import sqlalchemy as sql
from order_adapters.iban import is_iban
from order_adapters.images import read_picture
from order_adapters.settings import CachedSettings
from order_entrypoints import bootstrap
from order_entrypoints.clock import new_uuid, utc_now
from order_entrypoints.configuration import read_configuration

app = Flask(__name__)
configuration = read_configuration(os.environ)
app.secret_key = configuration.secret_keys[0].text
app.config["SESSION_COOKIE_SAMESITE"] = "Strict"  # no other site's page can cancel anything
engine = sql.create_database_engine(configuration.database_url)
customers = sql.SqlCustomers(engine)
cancel_in_shop = partial(
    domain.cancel_items,
    orders=sql.SqlOrders(engine),
    customers=customers,
    reasons=sql.SqlCancellationReasons(engine),
    settings=CachedSettings(sql.SqlSettings(engine).read_all, time.monotonic),
    omnitron=bootstrap.with_circuit(bootstrap.make_omnitron(configuration)),
    decisions=sql.SqlDecisionLog(engine),
    is_iban=is_iban,
    check_picture=read_picture,
    pictures=bootstrap.make_pictures(configuration),
    report=logging.warning,
    clock=utc_now,
    new_uuid=new_uuid,
)


@app.post("/my/orders/<number>/items/<int:item>/cancel")
def cancel(number: str, item: int) -> ResponseReturnValue:
    customer = customers.by_id(session.get("customer", 0)) or abort(401)
    kind, reason = domain.CancellationType.CANCEL, request.form.get("reason", 0, int)
    line = domain.SelectedItem(order_item=item, cancellation_type=kind, reason=reason)
    match cancel_in_shop(number, domain.Selection(items=(line,)), customer):
        case domain.ItemsCancelled() | domain.RequestsCreated() as done:
            return {"outcome": type(done).__name__}
        case not_done:
            return {"outcome": type(not_done).__name__, "why": str(not_done)}, 400
