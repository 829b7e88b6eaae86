"""Whether a request would rather have a page than JSON."""

from starlette.requests import Request


def prefers_html(request: Request) -> bool:
    """Whether ``Accept`` names ``text/html`` with a higher weight than JSON.

    A bare ``*/*`` is no preference: programs send it.
    """
    weights = _weights(request.headers.get("accept", ""))
    return weights.get("text/html", 0.0) > weights.get("application/json", 0.0)


def _weights(accept: str) -> dict[str, float]:
    """Media type → weight from 0 to 1; a weight that cannot be read counts as 1."""
    found: dict[str, float] = {}
    for entry in accept.split(","):
        media_type, *parameters = (part.strip().lower() for part in entry.split(";"))
        found[media_type] = next(
            (_weight(value[2:]) for value in parameters if value.startswith("q=")), 1.0
        )
    return found


def _weight(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 1.0
