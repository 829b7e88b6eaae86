"""A space of rules, as a search document writes it (:mod:`.aims` shows one)."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from order_domain.cancellation.rules import (
    MAY_REFUSE,
    NEVER_CANCELLABLE,
    CancellationRules,
)
from order_domain.simulation import Space, Sweep, SweepError
from order_domain.statuses import OrderStatus, UnknownStatusError
from order_domain.values import is_array, is_object
from order_entrypoints.cli.failures import WrongUseError

T = TypeVar("T")

MOST_RULES = 1_000_000
_MOST_IN_SUBSETS = 16
_STATUSES, _INVOICE, _TIME, _REFUSE = _KEYS = (
    "extra_direct_cancellable_statuses",
    "has_invoice",
    "hour_gap.time",
    "refuse",
)
_SUBSETS = "subsets_of"
_SETS = f'expected a list of lists, or {{"{_SUBSETS}": [...]}}'


def read_space(value: object, baseline: CancellationRules, at: str) -> Space:
    """Read a space; what it leaves out has the baseline's value as its one choice.

    Raises:
        WrongUseError: naming the key that is wrong, or that there are too many rules.
    """
    if not is_object(value):
        raise WrongUseError(f"{at}: expected an object.")
    for key in value:
        if key not in _KEYS:
            raise WrongUseError(f"{at}.{key}: unknown key; expected one of: {', '.join(_KEYS)}.")

    def choices(key: str, read: Callable[[object, str], tuple[T, ...]], usual: T) -> tuple[T, ...]:
        return read(value[key], f"{at}.{key}") if key in value else (usual,)

    limit = baseline.time_limit if baseline.time_limit_is_active else None
    space = Space(
        extra_statuses=choices(
            _STATUSES, _sets_of(_status), baseline.extra_direct_cancellable_statuses
        ),
        has_invoice=choices(_INVOICE, _flags, baseline.has_invoice),
        time_limits=choices(_TIME, _limits, limit),
        refuse=choices(_REFUSE, _sets_of(_refusal), baseline.refuse),
    )
    if space.size > MOST_RULES:
        raise WrongUseError(f"{at}: {space.size:,} sets of rules; at most {MOST_RULES:,} will do.")
    return space


def _listed(value: object, at: str, expected: str) -> Sequence[object]:
    if not is_array(value) or not value:
        raise WrongUseError(f"{at}: {expected}, with at least one entry.")
    return value


def _flags(value: object, at: str) -> tuple[bool, ...]:
    listed = _listed(value, at, "expected a list of true and false")
    flags = [entry for entry in listed if isinstance(entry, bool)]
    if len(flags) != len(listed):
        raise WrongUseError(f"{at}: expected a list of true and false.")
    return tuple(dict.fromkeys(flags))


def _limits(value: object, at: str) -> tuple[int | None, ...]:
    if isinstance(value, str):
        try:
            return tuple(Sweep.parse(f"{_TIME}={value}").values)
        except SweepError as error:
            raise WrongUseError(f"{at}: {error}") from None
    expected = 'expected a list of minutes or null, or a text such as "0:1440:30"'
    limits = [
        entry
        for entry in _listed(value, at, expected)
        if entry is None or (isinstance(entry, int) and not isinstance(entry, bool) and entry >= 0)
    ]
    if is_array(value) and len(limits) != len(value):
        raise WrongUseError(f"{at}: {expected}.")
    return tuple(dict.fromkeys(limits))


def _sets_of(read: Callable[[object, str], T]) -> Callable[[object, str], tuple[frozenset[T], ...]]:
    """Return a reader of choices among sets of what ``read`` reads."""

    def sets(value: object, at: str) -> tuple[frozenset[T], ...]:
        if is_object(value):
            return _subsets(_only(value, at), f"{at}.{_SUBSETS}", read)
        listed = _listed(value, at, _SETS)
        choices = [_members(entry, f"{at}.{n}", read) for n, entry in enumerate(listed)]
        return tuple(dict.fromkeys(map(frozenset, choices)))

    return sets


def _only(value: Mapping[str, object], at: str) -> object:
    if set(value) != {_SUBSETS}:
        raise WrongUseError(f"{at}: {_SETS}.")
    return value[_SUBSETS]


def _subsets(value: object, at: str, read: Callable[[object, str], T]) -> tuple[frozenset[T], ...]:
    """Every choice of some of the members, the smallest first."""
    members = list(dict.fromkeys(_members(value, at, read)))
    if len(members) > _MOST_IN_SUBSETS:
        raise WrongUseError(f"{at}: at most {_MOST_IN_SUBSETS} entries will do.")
    choices: list[frozenset[T]] = [frozenset()]
    for member in members:
        choices += [choice | {member} for choice in choices]
    return tuple(sorted(choices, key=len))


def _members(value: object, at: str, read: Callable[[object, str], T]) -> list[T]:
    if not is_array(value):
        raise WrongUseError(f"{at}: {_SETS}.")
    return [read(entry, f"{at}.{n}") for n, entry in enumerate(value)]


def _status(value: object, at: str) -> OrderStatus:
    try:
        status = OrderStatus.parse(str(value))
    except UnknownStatusError as error:
        raise WrongUseError(f"{at}: {error}") from None
    if status in NEVER_CANCELLABLE:
        raise WrongUseError(f"{at}: {status} can never be cancelled directly.")
    return status


def _refusal(value: object, at: str) -> str:
    if value not in MAY_REFUSE:
        raise WrongUseError(f"{at}: expected one of: {', '.join(sorted(MAY_REFUSE))}.")
    return str(value)
