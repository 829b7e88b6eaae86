"""``orders rules show`` and ``orders rules set``."""

import time
from pathlib import Path

import msgspec

from order_adapters.settings import CachedSettings
from order_adapters.sqlalchemy import SqlSettings
from order_domain.cancellation.rules import CancellationRules, InvalidSettingError
from order_entrypoints.cli.failures import WrongUseError
from order_entrypoints.cli.opening import configuration, database
from order_entrypoints.clock import utc_now

SETTING = "EXTRA_CANCEL_RULES"


def show() -> None:
    """Print the cancellation rules in force, as the documented setting."""
    with database(configuration().database_url) as engine:
        settings = CachedSettings(SqlSettings(engine).read_all, time.monotonic)
        rules = settings.current().cancellation_rules
    print(readable(rules))


def set_rules(source: str) -> None:
    """Set the cancellation rules; a bad value changes nothing.

    Args:
        source: a JSON object, or the path of a file that holds one.
    """
    try:
        rules = CancellationRules.parse(json_of(source, SETTING))
    except InvalidSettingError as error:
        raise WrongUseError(str(error)) from error
    with database(configuration().database_url) as engine:
        SqlSettings(engine).put(SETTING, rules.to_setting(), utc_now())
    print(readable(rules))


def json_of(source: str, setting: str) -> object:
    """Read a JSON object, or the file that holds one.

    Args:
        source: one or the other.
        setting: to name in a complaint.

    Raises:
        WrongUseError: it is not JSON, or nothing.
        OSError: the file cannot be read.
    """
    if not source.strip():
        raise WrongUseError(f"{setting}: expected a JSON object, or a file that holds one.")
    is_json = source.lstrip()[0] in '{["'
    try:
        return msgspec.json.decode(source if is_json else Path(source).read_text("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise WrongUseError(f"{source}: not JSON: not UTF-8.") from error
    except msgspec.DecodeError as error:
        raise WrongUseError(f"{setting} is not valid: not JSON: {error}") from error


def readable(rules: CancellationRules) -> str:
    """Return rules as the documented setting, for people."""
    return msgspec.json.format(msgspec.json.encode(rules.to_setting())).decode()
