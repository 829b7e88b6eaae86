"""The command: count, judge, show."""

import sys

import msgspec

from order_domain.simulation import SearchResult, search, simulate
from order_entrypoints.cli.failures import WrongUseError
from order_entrypoints.cli.simulation.aims import Wanted, read_wanted
from order_entrypoints.cli.simulation.answers import Answer, sweep_of
from order_entrypoints.cli.simulation.candidates import Choice, read_choice
from order_entrypoints.cli.simulation.histories import Counted, count_history
from order_entrypoints.cli.simulation.options import History, Output, Question
from order_entrypoints.cli.simulation.progress import Progress, shown_progress
from order_entrypoints.cli.simulation.report import write_report
from order_entrypoints.cli.simulation.shapes import shape_of
from order_entrypoints.cli.simulation.tables import show_answer
from order_entrypoints.cli.simulation.writing import check_writable, save

NO_HISTORY, NO_QUESTION, USUAL = History(), Question(), Output()


def simulate_history(
    history: History = NO_HISTORY, question: Question = NO_QUESTION, output: Output = USUAL
) -> None:
    """Show what other cancellation rules would have done to past attempts to cancel.

    Every attempt is judged by the policy that decides live. Rows that cannot be judged are
    left out and told, by reason. For example:

    orders simulate --from-log --rules strict.json generous.json --html report.html
    """
    choice = read_choice(question)
    check_writable(output)
    with shown_progress() as progress:
        counted = count_history(history, progress)
        answer = _answer(counted, choice, question, progress)
        save(counted.counts, output, progress)
        if output.html is not None:
            progress("Writing the report")
            write_report(answer, output.html)
    _print(answer, output)


def _answer(counted: Counted, choice: Choice, question: Question, progress: Progress) -> Answer:
    rules, name = choice.baseline or (counted.in_force, counted.in_force_name)
    if choice.baseline is None and name in choice.candidates:
        raise WrongUseError(f"--rules: {name!r} is what the baseline is called; name it otherwise.")
    wanted = read_wanted(question, rules, counted.counts)
    others = {each: choice.candidates[each] for each in choice.candidates if each != name}
    progress(f"Judging {len(counted.counts.tallies):,} distinct facts")
    try:
        return Answer(
            source=counted.source,
            counts=counted.counts,
            baseline_name=name,
            simulation=simulate(counted.counts, others, baseline=rules),
            sweep=None if choice.sweep is None else sweep_of(counted.counts, choice.sweep, rules),
            found=None if wanted is None else _found(counted, wanted, progress),
        )
    except ValueError as error:  # a time limit between the steps that ages were counted in
        raise WrongUseError(str(error)) from None


def _found(counted: Counted, wanted: Wanted, progress: Progress) -> SearchResult:
    progress(f"Going through {wanted.space.size:,} sets of rules")
    return search(counted.counts, wanted.space, wanted.aim)


def _print(answer: Answer, output: Output) -> None:
    if output.json:
        encoded = msgspec.json.encode(shape_of(answer))
        print(msgspec.json.format(encoded).decode())
    else:
        show_answer(answer)
    if output.html is not None:
        print(f"The report is in {output.html}.", file=sys.stderr)
