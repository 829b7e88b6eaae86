"""The service beside a Django project: its logins, its CSRF tokens and its signed numbers.

    export DJANGO_SETTINGS_MODULE=yourproject.settings
    export ORDERS_DATABASE_URL=postgresql://… ORDERS_SECRET_KEYS=…    (README.md has the rest)
    uvicorn --app-dir examples beside_django:app

Both must be served under one host name, so that browsers send Django's cookies here too. A
CSRF token needs no setting: those of either side are good at the other.
"""

import os

import django

from order_adapters.django import DjangoSessions, DjangoSigner
from order_adapters.sqlalchemy import SqlCustomers, create_database_engine
from order_entrypoints.bootstrap import make_app
from order_entrypoints.configuration import read_configuration

django.setup()
configuration = read_configuration(os.environ)
engine = create_database_engine(configuration.database_url)
customers = SqlCustomers(engine)

app = make_app(
    configuration,
    engine,
    # A Django user is the customer of the same number; here it says who is a guest.
    sessions=DjangoSessions(lambda user: customers.by_id(user.pk)),
    # The salt that the project gives to `signing.dumps(number, salt=…)`.
    signer=DjangoSigner(salt="shop.orders", max_age=configuration.signature_max_age),
)
