"""``orders rules shadow``: a candidate that is asked about each decision and never obeyed."""

import time
from collections.abc import Iterator
from datetime import datetime

import msgspec

from order_adapters.settings import SHADOW_RULES, CachedSettings, check_setting
from order_adapters.sqlalchemy import Engine, SqlDecisionLog, SqlSettings
from order_domain.cancellation.rules import CancellationRules, InvalidSettingError
from order_domain.shadow import ShadowCounts
from order_entrypoints.cli.failures import WrongUseError
from order_entrypoints.cli.opening import configuration, database
from order_entrypoints.cli.rules import json_of, readable
from order_entrypoints.clock import utc_now

NONE = "No shadow rules are set."


def differences(*, json: bool = False) -> None:
    """Print how decisions ended since the shadow rules were set, and would have under them."""
    with database(configuration().database_url) as engine:
        rules = _rules(engine)
        since = SqlSettings(engine).modified(SHADOW_RULES)
        counts = None if rules is None else SqlDecisionLog(engine).shadow_counts(rules, since=since)
    if json:
        print(msgspec.json.encode(_shape(rules, since, counts)).decode())
    elif counts is None:
        print(NONE)
    else:
        print("\n".join(_lines(since, counts)))


def show_shadow() -> None:
    """Print the shadow rules, as a setting; `null` when there are none."""
    with database(configuration().database_url) as engine:
        rules = _rules(engine)
    print("null" if rules is None else readable(rules))


def set_shadow(source: str) -> None:
    """Set the shadow rules, to be asked from now on; a bad value changes nothing.

    Args:
        source: a JSON object, or the path of a file that holds one.
    """
    value = json_of(source, SHADOW_RULES)
    try:
        check_setting(SHADOW_RULES, value)
    except InvalidSettingError as error:
        raise WrongUseError(str(error)) from error
    rules = CancellationRules.parse(value)
    with database(configuration().database_url) as engine:
        SqlSettings(engine).put(SHADOW_RULES, rules.to_setting(), utc_now())
    print(readable(rules))


def shadow_off() -> None:
    """Ask no shadow rules any more; what was logged stays."""
    with database(configuration().database_url) as engine:
        SqlSettings(engine).remove(SHADOW_RULES)
    print(NONE)


def _rules(engine: Engine) -> CancellationRules | None:
    settings = CachedSettings(SqlSettings(engine).read_all, time.monotonic)
    return settings.current().shadow_rules


def _lines(since: datetime | None, counts: ShadowCounts) -> Iterator[str]:
    begun = "" if since is None else f" since {since:%Y-%m-%d %H:%M} UTC"
    yield f"Decisions{begun}: {counts.total}. Would have ended otherwise: {counts.differing}."
    if counts.total:
        yield f"{'live':<9} {'shadow':<9} {'decisions':>9}  reasons of the difference"
    for (live, shadow), count in counts.ends.items():
        found = counts.reasons.get((live, shadow), {})
        reasons = ", ".join(f"{code} {number}" for code, number in found.items())
        yield f"{live:<9} {shadow:<9} {count:>9}  {reasons}".rstrip()


def _shape(
    rules: CancellationRules | None, since: datetime | None, counts: ShadowCounts | None
) -> dict[str, object]:
    if rules is None or counts is None:
        return {"rules": None}
    return {
        "rules": rules.to_setting(),
        "since": since,
        "decisions": counts.total,
        "differing": counts.differing,
        "ends": [
            {
                "live": live,
                "shadow": shadow,
                "decisions": count,
                "reasons": counts.reasons.get((live, shadow), {}),
            }
            for (live, shadow), count in counts.ends.items()
        ],
    }
