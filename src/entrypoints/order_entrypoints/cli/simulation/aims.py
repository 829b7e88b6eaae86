"""What to search for, and where.

A JSON document with two keys; whatever ``space`` leaves out stays as the baseline has it:

    {"space": {"extra_direct_cancellable_statuses": {"subsets_of": ["preparing", "shipped"]},
               "has_invoice": [false, true],
               "hour_gap.time": "0:1440:30",
               "refuse": [[], ["invoiced"]]},
     "aim": {"most": "direct",
             "at_most": {"direct.invoiced": 0, "request.per_day": 40, "refused.share": 0.05}}}

Choices are a list, the simplest first; time limits may be ``START:STOP:STEP`` in minutes,
and null among them is no limit. A measure is ``direct``, ``request`` or ``refused``, of
invoiced orders alone (``.invoiced``) or of the others (``.not_invoiced``), and a limit may
be for each day (``.per_day``) or a share of all attempts from 0 to 1 (``.share``).
"""

from collections.abc import Mapping
from pathlib import Path

from attrs import frozen

from order_domain.cancellation.decision import Outcome
from order_domain.cancellation.rules import CancellationRules
from order_domain.simulation import Aim, CountedFacts, Measure, Space
from order_domain.values import JsonObject, is_object
from order_entrypoints.cli.failures import WrongUseError
from order_entrypoints.cli.simulation.documents import decode, read_json
from order_entrypoints.cli.simulation.options import Question
from order_entrypoints.cli.simulation.spaces import read_space

_AIM = 'expected an object with "most" and "at_most"'
_KEYS = ("space", "aim")
_PARTS = ("most", "at_most")
_FLAGS: Mapping[str, bool] = {"invoiced": True, "not_invoiced": False}
_OUTCOMES: Mapping[str, Outcome] = {outcome.value: outcome for outcome in Outcome}
_FORM = "expected direct, request or refused, with .invoiced or .not_invoiced if need be"
_LIMIT_FORM = f"{_FORM}, and .per_day or .share for a limit"


@frozen
class Wanted:
    """A space of rules, and what is wanted of the ones to be found in it."""

    space: Space
    aim: Aim


def read_wanted(
    question: Question, baseline: CancellationRules, counts: CountedFacts
) -> Wanted | None:
    """Read what to search for.

    Args:
        question: the options.
        baseline: the rules that give what the space leaves out.
        counts: the history, for limits of a day or of a share.

    Raises:
        WrongUseError: naming the file and the key that is wrong.
    """
    if question.search is None:
        if question.aim is not None:
            raise WrongUseError("--aim goes with --search only.")
        return None
    source = str(question.search)
    document = _object(read_json(question.search), f"{source}: ", _KEYS)
    aim, at = document.get("aim"), f"{source}: aim"
    if question.aim is not None:
        aim, at = _other_aim(question.aim), "--aim"
    if "space" not in document:
        raise WrongUseError(f"{source}: space: missing.")
    space = read_space(document["space"], baseline, f"{source}: space")
    return Wanted(space, _aim(aim, at, counts))


def _other_aim(given: str) -> object:
    if given.lstrip().startswith("{"):
        return decode(given, "--aim")
    return read_json(Path(given))


def _aim(value: object, at: str, counts: CountedFacts) -> Aim:
    if value is None:
        raise WrongUseError(f"{at}: missing; {_AIM}.")
    parts = _object(value, f"{at}.", _PARTS)
    if "most" not in parts:
        raise WrongUseError(f"{at}.most: missing; {_FORM}.")
    limits = _object(parts.get("at_most", {}), f"{at}.at_most.", None)
    at_most: dict[Measure, float] = {}
    for name, limit in limits.items():
        measure, most = _limit(name, limit, f"{at}.at_most.{name}", counts)
        at_most[measure] = min(most, at_most.get(measure, most))
    return Aim(_measure(str(parts["most"]), f"{at}.most", _FORM), at_most)


def _limit(name: str, limit: object, at: str, counts: CountedFacts) -> tuple[Measure, float]:
    if isinstance(limit, bool) or not isinstance(limit, (int, float)) or limit < 0:
        raise WrongUseError(f"{at}: expected a number, 0 or more.")
    head, _, unit = name.rpartition(".")
    if unit == "per_day":
        return _measure(head, at, _LIMIT_FORM), _of_all_days(limit, at, counts)
    if unit == "share":
        if limit > 1:
            raise WrongUseError(f"{at}: expected a share from 0 to 1.")
        return _measure(head, at, _LIMIT_FORM), int(limit * counts.total.count)
    return _measure(name, at, _LIMIT_FORM), limit


def _of_all_days(limit: float, at: str, counts: CountedFacts) -> int:
    days = _days(counts, at)
    try:
        return int(limit * days)
    except OverflowError:
        raise WrongUseError(f"{at}: too large a number.") from None


def _days(counts: CountedFacts, at: str) -> float:
    if counts.days is None:
        raise WrongUseError(
            f"{at}: the history does not tell its days: it has ages and no dates. "
            "Give a limit for the whole of it, or one with .share."
        )
    return counts.days


def _measure(name: str, at: str, form: str) -> Measure:
    outcome, dot, flag = name.partition(".")
    if outcome not in _OUTCOMES or (dot and flag not in _FLAGS):
        raise WrongUseError(f"{at}: {name!r} is nothing to be counted; {form}.")
    return Measure(_OUTCOMES[outcome], is_invoiced=_FLAGS[flag] if dot else None)


def _object(value: object, at: str, known: tuple[str, ...] | None) -> JsonObject:
    """An object; None of known keys: any."""
    if not is_object(value):
        raise WrongUseError(f"{at.rstrip('.: ')}: expected an object.")
    for key in value:
        if known is not None and key not in known:
            raise WrongUseError(f"{at}{key}: unknown key; expected one of: {', '.join(known)}.")
    return value
