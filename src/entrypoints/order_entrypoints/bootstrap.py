"""The one place where adapters are chosen and put together."""

import atexit
import os
import time
from collections.abc import Collection
from functools import cached_property
from pathlib import Path

from order_adapters.iban import is_iban
from order_adapters.images import PictureError, PictureLimits, Pictures, check_picture, open_store
from order_adapters.omnitron import OmnitronGateway
from order_adapters.settings import CachedSettings
from order_adapters.signing import ANONYMOUS_SALT, TimedSigner
from order_adapters.sqlalchemy import (
    Engine,
    SqlArchive,
    SqlCancellationReasons,
    SqlCustomers,
    SqlOrderHistory,
    SqlOrderProofs,
    SqlOrders,
    SqlSessions,
    SqlSettings,
    create_database_engine,
    is_current,
)
from order_adapters.throttling import Throttle
from order_domain.address_change import AddressType
from order_domain.addresses import Address
from order_domain.cancellation.attempts import CancelOutcome, NotSent
from order_domain.ports import (
    AddressChangeAccepted,
    AddressChangeRefused,
    Omnitron,
    OmnitronOrder,
    OmnitronUnavailableError,
    Picture,
    PictureStore,
    StorageUnavailableError,
    UnfitPicture,
)
from order_entrypoints.configuration import Configuration, ConfigurationError, read_configuration
from order_entrypoints.http import (
    COOKIE_AGE,
    AnonymousAccess,
    Application,
    HttpConfig,
    create_app,
)

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
    return TimedSigner(_keys(configuration), max_age=configuration.signature_max_age)


def make_anonymous_access(configuration: Configuration, engine: Engine) -> AnonymousAccess:
    """Return what lets visitors without a session at an order, throttled.

    Raises:
        ConfigurationError: there are no keys, or hits cannot be counted there.
    """
    keys = _keys(configuration)
    try:
        throttle = Throttle(configuration.throttle_url, secret=keys[0])
    except ValueError as error:
        raise ConfigurationError(f"ORDERS_THROTTLE_URL is not valid: {error}") from None
    return AnonymousAccess(
        proofs=SqlOrderProofs(engine),
        tokens=TimedSigner(keys, max_age=COOKIE_AGE, salt=ANONYMOUS_SALT),
        throttle=throttle,
    )


def _keys(configuration: Configuration) -> list[str]:
    """The keys that sign.

    Raises:
        ConfigurationError: there are none.
    """
    if not configuration.secret_keys:
        raise ConfigurationError("ORDERS_SECRET_KEYS is not set: order numbers cannot be signed.")
    return [key.text for key in configuration.secret_keys]


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


class PicturesInFolder:
    """Keeps pictures in a folder that is made when the first one comes."""

    def __init__(self, folder: Path) -> None:
        """Use this folder."""
        self._folder = folder

    @cached_property
    def _pictures(self) -> Pictures:
        return Pictures(open_store(self._folder.absolute().as_uri()))

    def keep(self, picture: Picture) -> str:
        """Keep a checked picture and return its new name."""
        return self._pictures.keep(picture)

    def open(self, name: str) -> tuple[bytes, str] | None:
        """Return a picture's bytes and media type; None when there is none of this name."""
        return self._pictures.open(name)

    def remove(self, name: str) -> None:
        """Forget a picture."""
        self._pictures.remove(name)


def make_pictures(configuration: Configuration) -> PictureStore:
    """Return the store of pictures.

    Raises:
        ConfigurationError: its URL cannot be used.
        StorageUnavailableError: its folder cannot be made.
    """
    if not configuration.media_url:
        return PicturesInFolder(Path("media"))
    try:
        return Pictures(open_store(configuration.media_url))
    except ValueError as error:
        raise ConfigurationError(f"ORDERS_MEDIA_URL is not valid: {error}") from None


def read_picture(data: bytes) -> Picture | UnfitPicture:
    """Check what a customer sent for a picture."""
    try:
        return check_picture(data, PictureLimits())
    except PictureError as error:
        return UnfitPicture(str(error))


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
        pictures=make_pictures(configuration),
        check_picture=read_picture,
        is_iban=is_iban,
        check_storage=lambda: check_storage(engine),
        anonymous=make_anonymous_access(configuration, engine),
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
    engine = create_database_engine(configuration.database_url)
    atexit.register(engine.dispose)  # so that PostgreSQL hears a good-bye from each worker
    return make_app(configuration, engine)
