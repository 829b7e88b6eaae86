"""The one place where adapters are chosen and put together."""

import os
import time
from collections.abc import Collection

from order_adapters.omnitron import OmnitronGateway
from order_adapters.settings import CachedSettings
from order_adapters.signing import TimedSigner
from order_adapters.sqlalchemy import (
    Engine,
    SqlArchive,
    SqlCancellationReasons,
    SqlCustomers,
    SqlOrderHistory,
    SqlOrders,
    SqlSessions,
    SqlSettings,
    create_database_engine,
    is_current,
)
from order_domain.address_change import AddressType
from order_domain.addresses import Address
from order_domain.cancellation.attempts import CancelOutcome, NotSent
from order_domain.ports import (
    AddressChangeAccepted,
    AddressChangeRefused,
    Omnitron,
    OmnitronOrder,
    OmnitronUnavailableError,
    StorageUnavailableError,
)
from order_entrypoints.configuration import Configuration, ConfigurationError, read_configuration
from order_entrypoints.http import Application, HttpConfig, create_app

NO_OMNITRON = "ORDERS_OMNITRON_URL is not set."


class NoOmnitron:
    """Stands where no Omnitron is configured: every cancellation becomes a request."""

    def order(self, number: str) -> OmnitronOrder | None:
        """Raise that there is no Omnitron."""
        raise OmnitronUnavailableError(NO_OMNITRON)

    def cancel(self, order: OmnitronOrder, reasons: dict[int, int]) -> CancelOutcome:
        """Send nothing."""
        return NotSent(NO_OMNITRON)

    def change_address(
        self, order_pk: int, address: Address, types: Collection[AddressType]
    ) -> AddressChangeAccepted | AddressChangeRefused:
        """Raise that there is no Omnitron."""
        raise OmnitronUnavailableError(NO_OMNITRON)


def make_signer(configuration: Configuration) -> TimedSigner:
    """Return the signer of order numbers.

    Raises:
        ConfigurationError: there are no keys.
    """
    if not configuration.secret_keys:
        raise ConfigurationError("ORDERS_SECRET_KEYS is not set: order numbers cannot be signed.")
    return TimedSigner(
        [key.text for key in configuration.secret_keys], max_age=configuration.signature_max_age
    )


def make_omnitron(configuration: Configuration) -> Omnitron:
    """Return the gateway to Omnitron, or what stands in for none.

    Raises:
        ConfigurationError: the URL cannot be used.
    """
    if not configuration.omnitron_url:
        return NoOmnitron()
    try:
        return OmnitronGateway(
            configuration.omnitron_url,
            username=configuration.omnitron_username,
            password=configuration.omnitron_password.text,
            channel_id=configuration.omnitron_channel_id,
            timeout=configuration.omnitron_timeout,
        )
    except ValueError as error:
        raise ConfigurationError(f"ORDERS_OMNITRON_URL is not valid: {error}") from None


def make_app(configuration: Configuration, engine: Engine) -> Application:
    """Return the HTTP service on a database.

    Raises:
        ConfigurationError: something that it needs is not configured.
    """
    return create_app(
        orders=SqlOrders(engine),
        history=SqlOrderHistory(engine),
        archive=SqlArchive(engine),
        customers=SqlCustomers(engine),
        sessions=SqlSessions(engine),
        reasons=SqlCancellationReasons(engine),
        settings=CachedSettings(SqlSettings(engine).read_all, time.monotonic),
        omnitron=make_omnitron(configuration),
        signer=make_signer(configuration),
        check_storage=lambda: check_storage(engine),
        config=HttpConfig(
            wording=configuration.status_values,
            login_url=configuration.login_url,
            secure_cookies=configuration.cookie_secure,
        ),
    )


def check_storage(engine: Engine) -> None:
    """Make sure that the database answers and has the current schema.

    Raises:
        StorageUnavailableError: it does not.
    """
    if not is_current(engine):
        raise StorageUnavailableError("The database does not have the current schema.")


def app_from_environment() -> Application:
    """Return the HTTP service as the environment describes it: for a server's workers."""
    configuration = read_configuration(os.environ)
    return make_app(configuration, create_database_engine(configuration.database_url))
