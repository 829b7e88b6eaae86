"""Query parameters of the lists. Source: domain description, section 7.

The storefront leaves stray spaces around names and values; they are taken off.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from starlette.requests import Request

from order_domain.field_errors import Problem
from order_domain.lists import (
    DEFAULT_LIMIT,
    FIRST_PAGE,
    HIGHEST_LIMIT,
    RECENT_DAYS,
    ArchiveField,
    ArchiveQuery,
    OrderFilter,
    Window,
)
from order_domain.money import Currency
from order_entrypoints.http.problems import HttpProblem, InvalidQuery

HIGHEST_PAGE = 2**31

_FLAGS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


def parameters(request: Request) -> dict[str, str]:
    """Return the query's parameters, the last of each name, without stray spaces.

    Raises:
        InvalidQuery: a value with a null character.
    """
    found = {name.strip(): value.strip() for name, value in request.query_params.multi_items()}
    problems = [
        (name, "Null characters are not allowed.") for name, value in found.items() if "\0" in value
    ]
    if problems:
        raise InvalidQuery(problems)
    return found


def window(query: Mapping[str, str]) -> Window:
    """Return the part of the list that ``page`` and ``limit`` ask for.

    Raises:
        HttpProblem: 404 for a page that cannot be read, or could not exist.
        InvalidQuery: a limit that is no whole number from 1.
    """
    limit = _limit(query.get("limit", ""))
    return Window((_page(query.get("page", "")) - 1) * limit, limit)


def order_filter(query: Mapping[str, str], now: datetime) -> OrderFilter:
    """Return which orders are asked for.

    Raises:
        InvalidQuery: with every parameter that cannot be read.
    """
    problems: list[Problem] = []
    begin = _time(query, "created_date__gte", problems)
    if _flag(query, "last_month", problems):
        recent = now - timedelta(days=RECENT_DAYS)
        begin = recent if begin is None else max(begin, recent)
    end = _time(query, "created_date__lte", problems)
    if problems:
        raise InvalidQuery(problems)
    return OrderFilter(search=query.get("search") or None, created_from=begin, created_to=end)


def archive_query(query: Mapping[str, str]) -> ArchiveQuery:
    """Return which archived orders are asked for, and how sorted.

    Raises:
        InvalidQuery: with every parameter that cannot be read.
    """
    problems: list[Problem] = []
    currency = _currency(query.get("currency", ""), problems)
    sort = query.get("sort") or "-created_date"
    field = _sort_field(sort.removeprefix("-"), problems)
    if problems:
        raise InvalidQuery(problems)
    return ArchiveQuery(
        currency=currency,
        search=query.get("search") or None,
        sort=field,
        descending=sort.startswith("-"),
    )


def _page(text: str) -> int:
    if not text:
        return FIRST_PAGE
    page = _whole(text)
    if not FIRST_PAGE <= page <= HIGHEST_PAGE:
        raise HttpProblem(404, "Invalid page.")
    return page


def _limit(text: str) -> int:
    if not text:
        return DEFAULT_LIMIT
    limit = _whole(text)
    if limit < 1:
        raise InvalidQuery([("limit", "Expected a whole number, 1 or more.")])
    return min(limit, HIGHEST_LIMIT)


def _whole(text: str) -> int:
    """Return a whole number, 0 for any other text; of a very long one its beginning.

    Python refuses to read thousands of digits, and nobody means them.
    """
    if not (text.isascii() and text.isdigit()):
        return 0
    return int(text.lstrip("0")[:20] or "0")


def _flag(query: Mapping[str, str], name: str, problems: list[Problem]) -> bool:
    text = query.get(name) or "false"
    if text.lower() not in _FLAGS:
        problems.append((name, "Must be a valid boolean."))
    return _FLAGS.get(text.lower(), False)


def _time(query: Mapping[str, str], name: str, problems: list[Problem]) -> datetime | None:
    """Read a date or a time; without a zone it is UTC.

    A ``+`` of a zone that was not quoted in the URL arrives as a space.
    """
    text = query.get(name)
    if not text:
        return None
    try:
        time = datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text)
        return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    except (ValueError, OverflowError):
        problems.append((name, "Expected a date or time in ISO 8601 format."))
        return None


def _currency(text: str, problems: list[Problem]) -> Currency | None:
    if not text:
        return None
    try:
        return Currency.parse(text.lower())
    except ValueError as error:
        problems.append(("currency", str(error)))
        return None


def _sort_field(text: str, problems: list[Problem]) -> ArchiveField:
    try:
        return ArchiveField(text)
    except ValueError:
        problems.append(("sort", f"Expected one of: {', '.join(ArchiveField)}."))
        return ArchiveField.CREATED_DATE
