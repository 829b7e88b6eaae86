"""The answer as tables in a terminal, or as plain text elsewhere."""

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console
from rich.table import Table

from order_domain.simulation import CandidateResult, CountedFacts, Point, SearchResult
from order_entrypoints.cli.simulation import words
from order_entrypoints.cli.simulation.answers import OUTCOMES, Answer, SweepPoint

PLAIN_WIDTH = 200
"""Characters in a line where nobody watches."""

MOST_SWEPT = 50


def show_answer(answer: Answer) -> None:
    """Print every part of the answer that there is."""
    console = Console(highlight=False, markup=False)
    if not console.is_terminal:
        console = Console(highlight=False, markup=False, width=PLAIN_WIDTH, color_system=None)
    for table in _tables(answer, is_plain=not console.is_terminal):
        console.print(table)
        console.print()
    for line in account(answer.counts):
        console.print(line, soft_wrap=True)


def account(counts: CountedFacts) -> Iterable[str]:
    """Tell what was counted and what was left out, and why."""
    period = ""
    if counts.first is not None and counts.last is not None:
        period = f", {counts.first:%Y-%m-%d %H:%M} to {counts.last:%Y-%m-%d %H:%M} UTC"
    unpriced = counts.total.count - counts.total.priced
    yield f"{counts.total.count:,} attempts counted{period}."
    if counts.total.priced and unpriced:
        yield f"{unpriced:,} of them have no known amount; their money is missing above."
    rows_out = counts.rows_left_out
    yield f"{rows_out:,} row{'' if rows_out == 1 else 's'} left out{':' if rows_out else '.'}"
    for why, rows in sorted(counts.left_out.items(), key=lambda pair: (-pair[1], pair[0])):
        yield f"  {rows:,}  {why}"


def _tables(answer: Answer, *, is_plain: bool) -> Iterable[Table]:
    tables = [_outcomes(answer), *_flips(answer)]
    if answer.sweep is not None:
        tables.append(_sweep(answer.sweep))
    if answer.found is not None:
        tables += [_found(answer.found)]
    for table in tables:
        table.box = None if is_plain else box.SIMPLE_HEAD
        table.title_justify = "left"
        yield table


def _outcomes(answer: Answer) -> Table:
    table = _table(f"What becomes of the attempts in {answer.source}", ["rules"])
    has_money = answer.counts.total.priced > 0
    for outcome in OUTCOMES:
        table.add_column(words.OUTCOME[outcome].lower(), justify="right")
        table.add_column("", justify="right")
    if has_money:
        table.add_column("money cancelled at once", justify="right")
    for name, result in answer.results:
        cells = [cell for outcome in OUTCOMES for cell in _share(result, outcome)]
        told = f"{name} (baseline)" if result is answer.baseline else name
        money = [words.money(result.outcomes[OUTCOMES[0]])] if has_money else []
        table.add_row(told, *cells, *money)
    return table


def _share(result: CandidateResult, outcome: object) -> tuple[str, str]:
    count = next(tally.count for end, tally in result.outcomes.items() if end is outcome)
    return f"{count:,}", words.percent(count, result.total)


def _flips(answer: Answer) -> Iterable[Table]:
    if not answer.simulation.candidates:
        return
    table = _table(
        f"What changes against {answer.baseline_name}", ["rules", "from", "to", "why"], 3
    )
    table.add_column("attempts", justify="right")
    table.add_column("", justify="right")
    for result in answer.simulation.candidates:
        for flip in result.flips:
            table.add_row(
                result.name,
                words.OUTCOME[flip.before].lower(),
                words.OUTCOME[flip.after].lower(),
                words.reasons(flip.reasons),
                f"{flip.tally.count:,}",
                words.percent(flip.tally.count, result.total),
            )
        if not result.flips:
            table.add_row(
                result.name, "nothing changes", "", "", "0", words.percent(0, result.total)
            )
    yield table


def _sweep(points: Sequence[SweepPoint]) -> Table:
    """The sweep; of a long one some values, and how many they stand for."""
    every = -(-len(points) // MOST_SWEPT)
    shown = f" (every {every}th of {len(points):,} values; --json has all)" if every > 1 else ""
    table = _table(f"By time limit{shown}", ["hour_gap.time", "limit"])
    for outcome in OUTCOMES:
        table.add_column(words.OUTCOME[outcome].lower(), justify="right")
        table.add_column("", justify="right")
    for point in points[::every]:
        total = sum(point.numbers)
        cells = [
            cell for count in point.numbers for cell in (f"{count:,}", words.percent(count, total))
        ]
        table.add_row(str(point.minutes), words.duration(point.minutes), *cells)
    return table


def _found(found: SearchResult) -> Table:
    if found.best:
        title = f"The best of {found.size:,} sets of rules"
    else:
        title = f"None of {found.size:,} sets of rules fits the aim; the trade-off"
    table = _table(title, [])
    for measure in found.measures:
        table.add_column(words.measure(measure), justify="right")
    table.add_column("rules", overflow="fold")
    for point in found.best or found.trade_off[:5]:
        table.add_row(*_score(point), words.rules(point.rules))
    return table


def _score(point: Point) -> list[str]:
    return [f"{number:,}" for number in point.score]


def _table(title: str, columns: Iterable[str], folding: int = 0) -> Table:
    table = Table(title=title, title_style="bold", box=None)
    for at, name in enumerate(columns):
        table.add_column(name, overflow="fold", no_wrap=at != folding)
    return table
