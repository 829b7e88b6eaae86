"""The one place where adapters are chosen and put together."""

import logging
import time
from contextlib import closing
from pathlib import Path

from order_adapters.iban import is_iban
from order_adapters.images import Pictures, PicturesInFolder, open_store, read_picture
from order_adapters.omnitron import CircuitBreaker, OmnitronGateway
from order_adapters.settings import CachedSettings
from order_adapters.signing import ANONYMOUS_SALT, TimedSigner
from order_adapters.sqlalchemy import (
    Engine,
    SqlArchive,
    SqlCancellationReasons,
    SqlCustomers,
    SqlDecisionLog,
    SqlIdempotencyKeys,
    SqlOrderHistory,
    SqlOrderProofs,
    SqlOrders,
    SqlSessions,
    SqlSettings,
    SqlWorklist,
    is_current,
)
from order_adapters.throttling import Throttle
from order_domain.cancellation.policy import POLICY, Rule
from order_domain.ports import (
    OrderNumberSigner,
    PictureStore,
    Sessions,
    StorageUnavailableError,
)
from order_domain.use_cases.recover import Recovery
from order_entrypoints.configuration import Configuration, ConfigurationError
from order_entrypoints.http import (
    COOKIE_AGE,
    AnonymousAccess,
    Application,
    Background,
    HttpConfig,
    create_app,
    omnitron_of,
)
from order_entrypoints.no_omnitron import NoOmnitron
from order_entrypoints.observability.tracing import Tracing
from order_entrypoints.upkeep import in_background, recover_once
from order_entrypoints.wire.documents import FORM
from order_entrypoints.writing_out import writing_out

__all__ = [
    "NoOmnitron",
    "make_app",
    "make_omnitron",
    "make_pictures",
    "make_signer",
    "with_circuit",
]

_log = logging.getLogger(__name__)

RECOVERY_PAUSE = 10.0
"""Seconds between the rounds of recovery in the service."""


def make_signer(configuration: Configuration) -> TimedSigner:
    """Return the signer of order numbers.

    Raises:
        ConfigurationError: there are no keys.
    """
    return TimedSigner(_keys(configuration), max_age=configuration.signature_max_age)


def make_anonymous_access(configuration: Configuration, engine: Engine) -> AnonymousAccess:
    """Return what lets visitors without a session see their order, throttled.

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


def make_omnitron(
    configuration: Configuration, tracing: Tracing | None = None
) -> OmnitronGateway | NoOmnitron:
    """Return the gateway to Omnitron, or what stands in for none.

    Args:
        configuration: what the environment says.
        tracing: names the trace that is under way to Omnitron, if there are traces.

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
            trace_headers=dict if tracing is None else tracing.headers,
        )
    except ValueError as error:
        raise ConfigurationError(f"ORDERS_OMNITRON_URL is not valid: {error}") from None


def with_circuit(gateway: OmnitronGateway | NoOmnitron) -> CircuitBreaker | NoOmnitron:
    """Return Omnitron behind a circuit breaker, which tells the log when it opens and closes."""
    if isinstance(gateway, NoOmnitron):
        return gateway
    return CircuitBreaker(gateway, on_change=_log.warning)


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


def make_app(  # noqa: PLR0913  (what may stand in for the usual)
    configuration: Configuration,
    engine: Engine,
    *,
    sessions: Sessions | None = None,
    signer: OrderNumberSigner | None = None,
    policy: tuple[Rule, ...] = POLICY,
    tracing: Tracing | None = None,
    background: Background = (),
) -> Application:
    """Return the HTTP service on a database.

    Args:
        configuration: what the environment says.
        engine: the database; stays open.
        sessions: of another system; by default the database's own.
        signer: another one of order numbers; by default one with the configured keys.
        policy: the cancellation rules to ask.
        tracing: makes spans, if anybody wants any.
        background: context managers to enter when it starts and to leave when it ends, after
            recovery, which runs beside it, has stopped and the line to Omnitron was closed.

    Raises:
        ConfigurationError: something that it needs is not configured.
    """
    gateway = make_omnitron(configuration, tracing)
    omnitron = with_circuit(gateway)
    pictures = make_pictures(configuration)

    def recovery() -> Recovery:
        return recover_once(engine, omnitron_of(app), pictures, lease=configuration.attempt_lease)

    app = create_app(
        orders=SqlOrders(engine, FORM),
        history=SqlOrderHistory(engine, FORM),
        archive=SqlArchive(engine),
        customers=SqlCustomers(engine),
        sessions=SqlSessions(engine) if sessions is None else sessions,
        reasons=SqlCancellationReasons(engine),
        settings=CachedSettings(SqlSettings(engine).read_all, time.monotonic),
        omnitron=omnitron,
        decisions=SqlDecisionLog(engine),
        signer=make_signer(configuration) if signer is None else signer,
        policy=policy,
        pictures=pictures,
        check_picture=read_picture,
        is_iban=is_iban,
        check_storage=lambda: check_storage(engine),
        anonymous=make_anonymous_access(configuration, engine),
        idempotency=SqlIdempotencyKeys(engine),
        tracing=tracing,
        attempts_waiting=lambda: SqlWorklist(engine).waiting().attempts,
        background=(
            *background,
            lambda: closing(gateway),
            lambda: in_background(recovery, every=RECOVERY_PAUSE),
            lambda: writing_out(engine),
        ),
        config=HttpConfig(
            wording=configuration.status_values,
            login_url=configuration.login_url,
            secure_cookies=configuration.cookie_secure,
        ),
    )
    return app


def check_storage(engine: Engine) -> None:
    """Make sure that the database answers and has the current schema.

    Raises:
        StorageUnavailableError: it does not.
    """
    if not is_current(engine):
        raise StorageUnavailableError("The database does not have the current schema.")
