"""The environment: every ``ORDERS_…`` variable, read and checked at once."""

from collections.abc import Callable, Mapping
from typing import Final, TypeVar

import environ
from attrs import field, frozen

from order_entrypoints.wire.values import Wording

__all__ = ["Configuration", "ConfigurationError", "Secret", "read_configuration"]

PREFIX: Final = "ORDERS"
DEFAULT_DATABASE_URL: Final = "sqlite:///orders.db"
DAY: Final = 86_400
"""Seconds."""

T = TypeVar("T")


class ConfigurationError(Exception):
    """A variable of the environment cannot be used; the message names it."""


@frozen
class Secret:
    """A text that does not show itself in a log or an error."""

    text: str = field(repr=False)


def _variable(name: str, expected: str, default: str, read: Callable[[str], T]) -> T:
    """Declare a variable that ``read`` makes sense of; what it cannot read is named."""

    def convert(text: str) -> T:
        try:
            return read(text)
        except ValueError:
            message = f"{PREFIX}_{name} is not valid: expected {expected}."
            raise ConfigurationError(message) from None

    variable: T = environ.var(default, converter=convert)  # pyright: ignore[reportUnknownMemberType]
    return variable


def _keys(text: str) -> tuple[Secret, ...]:
    keys = [key.strip() for key in text.split(",")] if text else []
    if not all(keys):
        raise ValueError
    return tuple(Secret(key) for key in keys)


def _seconds(text: str) -> float:
    number = float(text)
    if not 0 < number <= DAY:
        raise ValueError
    return number


def _whole(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def _flag(text: str) -> bool:
    values = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    try:
        return values[text.strip().lower()]
    except KeyError:
        raise ValueError from None


def _status_values(text: str) -> Wording:
    if text not in {"slug", "code"}:
        raise ValueError
    return Wording(codes=text == "code")


@environ.config(prefix=PREFIX, frozen=True)
class Configuration:
    """What the environment says.

    Attributes:
        database_url: SQLite or PostgreSQL.
        secret_keys: sign order numbers; newest first.
        signature_max_age: seconds for which a signed order number is good.
        omnitron_url: with its base path; empty when there is no Omnitron.
        omnitron_timeout: seconds for one call.
        attempt_lease: seconds after which a cancellation that has not ended is recovered.
        login_url: where pages send somebody without a session.
        status_values: order statuses as slugs or as codes.
        media_url: where pictures are kept; empty: the folder ``media`` of where it runs.
        throttle_url: where look-ups of anonymous visitors are counted.
        cookie_secure: set cookies for HTTPS only.
        shutdown_timeout: seconds that requests in flight are given when the service is stopped.
    """

    database_url: str = _variable("DATABASE_URL", "a URL", DEFAULT_DATABASE_URL, str)
    secret_keys: tuple[Secret, ...] = _variable(
        "SECRET_KEYS", "keys separated by commas, none empty", "", _keys
    )
    signature_max_age: int = _variable(
        "SIGNATURE_MAX_AGE", "whole seconds, 1 or more", "86400", _whole
    )
    omnitron_url: str = _variable("OMNITRON_URL", "a URL", "", str)
    omnitron_username: str = _variable("OMNITRON_USERNAME", "a text", "", str)
    omnitron_password: Secret = _variable("OMNITRON_PASSWORD", "a text", "", Secret)
    omnitron_channel_id: int = _variable(
        "OMNITRON_CHANNEL_ID", "a whole number, 1 or more", "1", _whole
    )
    omnitron_timeout: float = _variable(
        "OMNITRON_TIMEOUT", f"a number of seconds above 0, up to {DAY}", "10", _seconds
    )
    attempt_lease: float = _variable(
        "ATTEMPT_LEASE", f"a number of seconds above 0, up to {DAY}", "60", _seconds
    )
    login_url: str = _variable("LOGIN_URL", "a URL", "/users/auth/login/", str)
    status_values: Wording = _variable("STATUS_VALUES", "slug or code", "slug", _status_values)
    media_url: str = _variable("MEDIA_URL", "a URL", "", str)
    throttle_url: str = _variable("THROTTLE_URL", "memory:// or redis://…", "memory://", str)
    cookie_secure: bool = _variable("COOKIE_SECURE", "true or false", "true", _flag)
    shutdown_timeout: int = _variable("SHUTDOWN_TIMEOUT", "whole seconds, 1 or more", "30", _whole)


def read_configuration(environment: Mapping[str, str]) -> Configuration:
    """Read the environment.

    Raises:
        ConfigurationError: a variable cannot be used.
    """
    configuration: Configuration = environ.to_config(Configuration, dict(environment))
    return configuration
