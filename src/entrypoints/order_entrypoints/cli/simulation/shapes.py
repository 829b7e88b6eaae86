"""The answer as JSON: numbers for programs, nothing rounded; money is text."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from order_domain.cancellation.facts import CancellationFacts
from order_domain.money import Currency, rounded
from order_domain.simulation import (
    CandidateResult,
    CountedFacts,
    Flip,
    Measure,
    Point,
    SearchResult,
    Tally,
    items_to_text,
)
from order_entrypoints.cli.simulation.answers import OUTCOMES, Answer, SweepPoint


def shape_of(answer: Answer) -> Mapping[str, object]:
    """Return what ``--json`` prints."""
    total = answer.counts.total.count
    return {
        "history": _history(answer.source, answer.counts),
        "left_out": {
            "rows": answer.counts.rows_left_out,
            "reasons": dict(answer.counts.left_out),
        },
        "baseline": _candidate(answer.baseline_name, answer.baseline, total),
        "candidates": [
            _candidate(each.name, each, total)
            | {"flips": [_flip(one, total) for one in each.flips]}
            for each in answer.simulation.candidates
        ],
        "sweep": None if answer.sweep is None else _sweep(answer.sweep),
        "search": None if answer.found is None else _found(answer.found),
    }


def _history(source: str, counts: CountedFacts) -> Mapping[str, object]:
    return {
        "source": source,
        "attempts": counts.total.count,
        "distinct_facts": len(counts.tallies),
        "age_step": counts.age_step,
        "first": counts.first,
        "last": counts.last,
        **_money(counts.total),
    }


def _candidate(name: str, result: CandidateResult, total: int) -> dict[str, object]:
    return {
        "name": name,
        "rules": result.rules.to_setting(),
        "outcomes": {each.value: _tally(result.outcomes[each], total) for each in OUTCOMES},
        "reasons": dict(result.reasons),
        "deciding": dict(result.deciding),
    }


def _flip(flip: Flip, total: int) -> Mapping[str, object]:
    return {
        "before": flip.before,
        "after": flip.after,
        **_tally(flip.tally, total),
        "reasons": dict(flip.reasons),
        "examples": [_facts(facts) | {"count": count} for facts, count in flip.examples],
    }


def _facts(facts: CancellationFacts) -> dict[str, object]:
    return {
        "order_status": facts.order_status,
        "is_invoiced": facts.is_invoiced,
        "age": facts.age,
        "as_loyalty_money": facts.as_loyalty_money,
        "items": items_to_text(facts.items),
    }


def _tally(tally: Tally, total: int) -> Mapping[str, object]:
    share = tally.count / total if total else 0.0
    return {"count": tally.count, "share": share, **_money(tally)}


def _money(tally: Tally) -> Mapping[str, object]:
    money = {
        currency.value: _amount(tally.money[currency], currency) for currency in sorted(tally.money)
    }
    return {"priced": tally.priced, "money": money}


def _amount(amount: Decimal, currency: Currency) -> str:
    """With the currency's places, or with as many as it needs."""
    usual = rounded(amount, currency)
    return f"{usual if usual == amount else amount.normalize():f}"


def _sweep(points: Sequence[SweepPoint]) -> Mapping[str, object]:
    names = [outcome.value for outcome in OUTCOMES]
    return {
        "parameter": "hour_gap.time",
        "values": [
            {"value": point.minutes} | dict(zip(names, point.numbers, strict=True))
            for point in points
        ],
    }


def _found(found: SearchResult) -> Mapping[str, object]:
    return {
        "sets_of_rules": found.size,
        "most": _key(found.aim.most),
        "at_most": {_key(measure): limit for measure, limit in found.aim.at_most.items()},
        "best": [_point(point, found.measures) for point in found.best],
        "trade_off": [_point(point, found.measures) for point in found.trade_off],
    }


def _point(point: Point, measures: Sequence[Measure]) -> Mapping[str, object]:
    names = [_key(measure) for measure in measures]
    return {
        "rules": point.rules.to_setting(),
        "fits": point.fits,
        "score": dict(zip(names, point.score, strict=True)),
    }


def _key(measure: Measure) -> str:
    """As a search document writes it."""
    if measure.is_invoiced is None:
        return measure.outcome.value
    return f"{measure.outcome.value}.{'' if measure.is_invoiced else 'not_'}invoiced"
