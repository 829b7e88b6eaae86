"""The three pictures: outcome bars, the curve of a sweep, and the trade-off of a search."""

from collections.abc import Iterable, Sequence

from attrs import frozen
from markupsafe import Markup

from order_domain.simulation import CandidateResult, SearchResult
from order_entrypoints.cli.simulation import words
from order_entrypoints.cli.simulation.answers import OUTCOMES, SweepPoint
from order_entrypoints.cli.simulation.report.marks import element, picture

_SIZE = (480, 270)
_LEFT, _RIGHT, _TOP, _BOTTOM = 62.0, 466.0, 14.0, 218.0
_MOST_STEPS = 5
_EDGE = 24
_BAR = 480


def bar(name: str, result: CandidateResult) -> Markup:
    """One bar, as long for every set of rules, cut into the shares of the outcomes."""
    shares = [(outcome, result.share(outcome)) for outcome in OUTCOMES]
    told = ", ".join(
        f"{words.percent(share, 1)} {words.OUTCOME[end].lower()}" for end, share in shares
    )
    parts: list[str] = []
    left = 0.0
    for outcome, share in shares:
        if share:
            width = _BAR * share
            parts.append(element("rect", class_=outcome.value, x=left, y=0, width=width, height=28))
            left += width
    return picture((_BAR, 28), f"{name}: {told}", parts, "bar", stretched=True)


@frozen
class _Axes:
    """Where numbers stand in a picture."""

    low: float
    high: float
    top: float

    def x(self, value: float) -> float:
        span = self.high - self.low
        return _LEFT + (_RIGHT - _LEFT) * ((value - self.low) / span if span else 0.5)

    def y(self, value: float) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * (value / self.top if self.top else 0.0)


def curve(points: Sequence[SweepPoint]) -> Markup:
    """Each outcome's share of the attempts by the time limit, in per cent."""
    axes = _Axes(points[0].minutes, points[-1].minutes, 100)
    ticks = [(share, f"{share} %") for share in range(0, 101, 25)]
    limits = _limits(points[0].minutes, points[-1].minutes)
    lines = [
        element("polyline", class_=f"line {outcome.value}", points=_path(points, at, axes))
        for at, outcome in enumerate(OUTCOMES)
    ]
    told = (
        f"Shares of the outcomes for time limits from {words.duration(points[0].minutes)} to "
        f"{words.duration(points[-1].minutes)}; the table below has the numbers."
    )
    parts = [*_grid(axes, ticks, limits, "time limit"), *lines]
    return picture(_SIZE, told, parts, "chart")


def _path(points: Sequence[SweepPoint], at: int, axes: _Axes) -> str:
    places = (
        (axes.x(point.minutes), axes.y(100 * point.numbers[at] / (sum(point.numbers) or 1)))
        for point in points
    )
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in places)


def trade_off(found: SearchResult) -> Markup | None:
    """What each gain costs: the first measure against the second; None without a second."""
    if len(found.measures) == 1 or not found.trade_off:
        return None
    most, cost = found.measures[:2]
    costs = [point.score[1] for point in found.trade_off]
    axes = _Axes(0, max(costs) or 1, max(point.score[0] for point in found.trade_off) or 1)
    upright, level = _numbers(axes.top), _numbers(axes.high)
    best = {point.rules for point in found.best}
    dots = [
        element(
            "circle",
            class_="best" if point.rules in best else "fits" if point.fits else "beyond",
            cx=axes.x(point.score[1]),
            cy=axes.y(point.score[0]),
            r=6 if point.rules in best else 4,
        )
        for point in reversed(found.trade_off)
    ]
    told = (
        f"{len(found.trade_off)} sets of rules: up, attempts {words.measure(most)}; to the right, "
        f"attempts {words.measure(cost)}. The table below has the numbers."
    )
    parts = [*_grid(axes, upright, level, f"attempts {words.measure(cost)}"), *dots]
    return picture(_SIZE, told, [*parts, *_limit(found, axes)], "chart")


def _limit(found: SearchResult, axes: _Axes) -> Iterable[str]:
    """A line where the aim's limit of the second measure is."""
    limit = found.aim.at_most.get(found.measures[1])
    if limit is not None and limit <= axes.high:
        x = axes.x(limit)
        yield element("line", class_="limit", x1=x, x2=x, y1=_TOP, y2=_BOTTOM)


_Ticks = Sequence[tuple[float, str]]


def _grid(axes: _Axes, upright: _Ticks, level: _Ticks, name: str) -> Iterable[str]:
    for value, text in upright:
        y = axes.y(value)
        yield element("line", class_="grid", x1=_LEFT, x2=_RIGHT, y1=y, y2=y)
        yield element("text", text, x=_LEFT - 6, y=y + 4, text_anchor="end")
    for value, text in level:
        x = axes.x(value)
        anchor = "end" if x > _RIGHT - _EDGE else "middle"
        yield element("text", text, x=x, y=_BOTTOM + 20, text_anchor=anchor)
    middle = (_LEFT + _RIGHT) / 2
    yield element("text", name, class_="name", x=middle, y=_BOTTOM + 44, text_anchor="middle")


def _numbers(high: float) -> list[tuple[float, str]]:
    """A few round numbers from 0 to ``high``."""
    size = next(
        digit * 10**power
        for power in range(20)
        for digit in (1, 2, 5)
        if digit * 10**power * _MOST_STEPS >= high
    )
    return [(value, _short(value)) for value in range(0, int(high) + 1, size)]


def _limits(low: int, high: int) -> list[tuple[float, str]]:
    """A few round time limits from ``low`` to ``high``, in minutes."""
    sizes = (1, 2, 5, 10, 15, 30, *(60 * hours for hours in (1, 2, 3, 4, 6, 12)))
    days = (1440 * count for count in range(1, high + 2))
    size = next(each for each in (*sizes, *days) if each * _MOST_STEPS >= high - low)
    first = -(-low // size) * size
    return [(limit, words.duration(limit)) for limit in range(first, high + 1, size)]


def _short(value: int) -> str:
    """``950``, ``1.5 k``, ``20 M``: for the edge of a picture."""
    for size, letter in ((10**6, "M"), (10**3, "k")):
        if value >= size:
            return f"{value / size:g} {letter}"
    return str(value)
