"""The results as a page of the documentation, and as a plot."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from benchmarks.footprint import Footprint
from benchmarks.growth import Growth
from benchmarks.serving import Row

_HEIGHT: Final = 22
_COLOURS: Final = ("#b0413e", "#2a6f97", "#8d99ae", "#adb5bd")


def serving_table(rows: Iterable[Row]) -> str:
    """Return the answers a second, their times, and the ratios."""
    lines = [
        (
            "| database | work | connections | who | requests/s | p50 ms | p99 ms | CPU ms each "
            "| bytes | not 2xx | ours is |"
        ),
        "|---|---|---:|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    ours: dict[tuple[str, str, int], Mapping[str, float]] = {}
    kept = list(rows)
    for row in kept:
        if row.name == "orders serve":
            ours[row.database, row.work, row.connections] = row.ratios
    for row in kept:
        ratio = ours[row.database, row.work, row.connections].get(row.name)
        lines.append(
            f"| {row.database} | {row.work} | {row.connections} | {row.name} | {row.rate:.0f} "
            f"| {row.p50:.1f} | {row.p99:.1f} | {row.cpu:.2f} | {row.size} | {row.failed} "
            f"| {'' if ratio is None else f'{ratio:.2f} x'} |"
        )
    return "\n".join(lines)


def policy_table(rates: Mapping[str, tuple[float, float]]) -> str:
    """Return the decisions a second of each engine: with every reason, and outcomes alone."""
    whole, bare = next(iter(rates.values()))
    lines = [
        (
            "| engine | from an order to every reason, /s | ours is "
            "| from ready values to an outcome, /s | ours is |"
        ),
        "|---|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {name} | {every:.0f} | {whole / every:.2f} x | {one:.0f} | {bare / one:.2f} x |"
        for name, (every, one) in rates.items()
    ]
    return "\n".join(lines)


def footprint_table(found: Footprint) -> str:
    """Return what the product costs beside its answers."""
    grown = found.memory[-1] / found.memory[0]
    memory = ", ".join(f"{each:.0f}" for each in found.memory)
    lines = [
        "| what | found |",
        "|---|---|",
        f"| `import order_domain` | {found.import_ms:.0f} ms |",
        f"| `orders --help` | {found.help_ms:.0f} ms |",
        f"| CPU of a list page, two workers against one | {found.workers:.2f} x |",
        f"| memory of a worker, after each few thousand answers | {memory} MB: {grown:.2f} x |",
    ]
    return "\n".join(lines)


def growth_table(imported: float, found: Sequence[Growth]) -> str:
    """Return the times at each size."""
    lines = [
        (
            "| orders | list p50 ms | 10 k customer, page 1 | page 800 | page 800 / page 1 "
            "| bytes an order |"
        ),
        "|---:|---:|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {one.orders} | {one.page:.2f} | {one.first:.2f} | {one.last:.2f} "
        f"| {one.last / one.first:.2f} | {one.size:.0f} |"
        for one in found
    ]
    grown = found[-1].page / found[0].page
    lines += [
        "",
        f"List p50 at {found[-1].orders} orders against {found[0].orders}: {grown:.2f} x.",
    ]
    lines += [f"Import: {imported:.0f} orders a second."]
    return "\n".join(lines)


def plot(rows: Iterable[Row]) -> str:
    """Return an SVG of requests a second on PostgreSQL, each group by its own scale."""
    shown = [row for row in rows if row.database == "PostgreSQL"]
    names = list(dict.fromkeys(row.name for row in shown))
    best: dict[tuple[str, int], float] = {}
    for row in shown:
        group = (row.work, row.connections)
        best[group] = max(best.get(group, 0.0), row.rate)
    bars: list[str] = []
    y = 30 + _HEIGHT * len(names)
    for name, colour in zip(names, _COLOURS, strict=False):
        at = 20 + _HEIGHT * names.index(name)
        bars.append(f'<rect x="10" y="{at - 10}" width="12" height="12" fill="{colour}"/>')
        bars.append(f'<text x="28" y="{at}">{name}</text>')
    for (work, connections), top in best.items():
        bars.append(f'<text x="10" y="{y + 12}">{work}, {connections} connections</text>')
        for row in shown:
            if (row.work, row.connections) != (work, connections):
                continue
            width = 420 * row.rate / top
            colour = _COLOURS[names.index(row.name)]
            bars.append(
                f'<rect x="180" y="{y}" width="{width:.1f}" height="14" fill="{colour}"/>'
                f'<text x="{186 + width:.1f}" y="{y + 12}">{row.rate:.0f}/s</text>'
            )
            y += 18
        y += 10
    body = "\n".join(bars)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="680" height="{y}" '
        f'font-family="sans-serif" font-size="12">\n'
        f'<rect width="100%" height="100%" fill="white"/>\n{body}\n</svg>\n'
    )
