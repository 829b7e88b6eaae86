"""``orders simulate``: what it answers."""

import json
import os
from collections.abc import Mapping

import msgspec
import pytest
from attrs import evolve
from sqlalchemy import Engine

from integration.cli.running import Orders
from order_adapters.sqlalchemy import SqlDecisionLog, SqlSettings
from order_domain.cancellation.rules import CancellationRules
from order_entrypoints.testing.contracts.decision_samples import decision, rich_decision
from order_entrypoints.testing.samples import NOW

from .conftest import Here


class Ending(msgspec.Struct):
    count: int
    share: float
    money: Mapping[str, str]


class Flip(msgspec.Struct):
    before: str
    after: str
    count: int
    reasons: Mapping[str, int]
    examples: list[Mapping[str, object]]


class Candidate(msgspec.Struct):
    name: str
    rules: Mapping[str, object]
    outcomes: Mapping[str, Ending]
    deciding: Mapping[str, int]
    flips: list[Flip] = []

    @property
    def numbers(self) -> tuple[int, int, int]:
        direct, request, refused = (self.outcomes[e] for e in ("direct", "request", "refused"))
        return direct.count, request.count, refused.count


class Answer(msgspec.Struct):
    history: Mapping[str, object]
    left_out: Mapping[str, object]
    baseline: Candidate
    candidates: list[Candidate]
    sweep: Mapping[str, object] | None
    search: Mapping[str, object] | None


def answered(orders: Here, *arguments: str) -> Answer:
    ended = orders("simulate", *arguments, "--json")
    assert ended.code == 0, ended.err
    return msgspec.json.decode(ended.out, type=Answer)


TABLE = ("--attempts", "attempts.csv")


def test_a_table_is_judged_by_each_candidate_and_held_against_the_default_rules(
    orders: Here,
) -> None:
    # when
    answer = answered(orders, *TABLE, "--rules", "rules.json")
    # then
    assert (answer.baseline.name, answer.baseline.numbers) == ("default rules", (4, 0, 0))
    strict, hard = answer.candidates
    assert (strict.name, strict.numbers) == ("strict", (2, 2, 0))
    assert (hard.name, hard.numbers) == ("hard", (3, 0, 1))
    assert strict.outcomes["direct"] == Ending(2, 0.5, {"try": "200.20"})
    (flip,) = strict.flips
    assert (flip.before, flip.after, flip.count) == ("direct", "request", 2)
    assert flip.reasons == {"expired": 1, "invoiced": 1}
    assert {example["age"] for example in flip.examples} == {30, 1440}


def test_rows_that_cannot_be_judged_are_told(orders: Here) -> None:
    assert answered(orders, *TABLE).left_out == {
        "rows": 1,
        "reasons": {"order_status: 'sold' is no status": 1},
    }
    ended = orders("simulate", *TABLE)
    assert "1 row left out:" in ended.out
    assert "1  order_status: 'sold' is no status" in ended.out


def test_files_of_one_setting_are_named_by_the_file(orders: Here) -> None:
    # given
    (orders.folder / "no invoices.json").write_text('{"has_invoice": true}')
    (orders.folder / "as now.json").write_text("{}")
    # when
    answer = answered(orders, *TABLE, "--rules", "no invoices.json", "as now.json")
    # then
    assert [each.name for each in answer.candidates] == ["no invoices", "as now"]
    assert answer.candidates[1].flips == []


@pytest.mark.parametrize("baseline", ["strict", "alone.json"])
def test_the_baseline_is_a_candidate_or_a_file(orders: Here, baseline: str) -> None:
    # given
    (orders.folder / "alone.json").write_text('{"has_invoice": true}')
    # when
    answer = answered(orders, *TABLE, "--rules", "rules.json", "--baseline", baseline)
    # then
    assert answer.baseline.name == baseline.removesuffix(".json")
    assert answer.baseline.name not in {each.name for each in answer.candidates}


def test_a_sweep_goes_through_time_limits_of_the_baseline(orders: Here) -> None:
    answer = answered(orders, *TABLE, "--sweep", "hour_gap.time=0:1440:720")

    assert answer.sweep == {
        "parameter": "hour_gap.time",
        "values": [
            {"value": 0, "direct": 0, "request": 4, "refused": 0},
            {"value": 720, "direct": 3, "request": 1, "refused": 0},
            {"value": 1440, "direct": 4, "request": 0, "refused": 0},
        ],
    }


def test_the_log_is_counted_and_held_against_the_rules_in_force(
    with_log: Here, engine: Engine
) -> None:
    # given
    for one in (decision(1), decision(2), rich_decision()):
        SqlDecisionLog(engine).append(one)
    in_force = CancellationRules(time_limit_is_active=True, time_limit=10).to_setting()
    SqlSettings(engine).put("EXTRA_CANCEL_RULES", in_force, NOW)
    # when
    answer = answered(with_log, "--from-log", "--rules", "rules.json")
    # then
    assert (answer.baseline.name, answer.baseline.rules) == ("rules in force", in_force)
    assert (answer.baseline.numbers, answer.candidates[0].numbers) == ((0, 2, 1), (2, 0, 1))
    assert answer.left_out == {"rows": 0, "reasons": {}}


def test_a_part_of_the_log_may_be_chosen(with_log: Here, engine: Engine) -> None:
    # given
    for at in (NOW, NOW.replace(year=NOW.year + 1)):
        SqlDecisionLog(engine).append(evolve(decision(), at=at))
    # when
    answer = answered(with_log, "--from-log", "--until", f"{NOW.year + 1}-01-01T00:00:00+03:00")
    # then
    assert answer.history["attempts"] == 1


def test_what_orders_decisions_writes_is_a_table_of_attempts(
    with_log: Here, engine: Engine
) -> None:
    # given
    late = evolve(rich_decision(), facts=evolve(rich_decision().facts, age=90_000_000))
    for one in (decision(1), decision(2), late):
        SqlDecisionLog(engine).append(one)
    written = Orders(with_log.folder, dict(os.environ))("decisions").out
    (with_log.folder / "log.ndjson").write_text(written)
    # when
    answer = answered(with_log, "--attempts", "log.ndjson", "--rules", "rules.json")
    # then
    logged = answered(with_log, "--from-log", "--rules", "rules.json")
    assert answer.candidates[0].outcomes == logged.candidates[0].outcomes


def test_counts_are_saved_and_asked_again(orders: Here) -> None:
    # given
    first = answered(orders, *TABLE, "--rules", "rules.json", "--save-counts", "counts.parquet")
    # when
    again = answered(orders, "--counts", "counts.parquet", "--rules", "rules.json")
    # then
    assert (again.candidates, again.left_out) == (first.candidates, first.left_out)
    assert again.history == {**first.history, "source": "counts.parquet"}


def test_columns_may_have_other_names(orders: Here) -> None:
    # given
    table = orders.folder / "attempts.csv"
    table.write_text(table.read_text().replace("order_status", "STATUS").replace("items", "what"))
    # when
    answer = answered(orders, *TABLE, "--column", "order_status=STATUS", "--column", "items=what")
    # then
    assert answer.baseline.numbers == (4, 0, 0)


def test_the_best_of_a_space_is_found(orders: Here) -> None:
    # given
    document: Mapping[str, Mapping[str, object]] = {
        "space": {"has_invoice": [False, True], "hour_gap.time": [None, 30, 60]},
        "aim": {"most": "direct", "at_most": {"direct.invoiced": 0, "request.per_day": 1}},
    }
    (orders.folder / "search.json").write_text(json.dumps(document))
    # when
    answer = answered(orders, *TABLE, "--search", "search.json")
    # then
    assert answer.search is not None
    assert answer.search["sets_of_rules"] == 6
    assert answer.search["best"] == [
        {
            "rules": CancellationRules(has_invoice=True).to_setting(),
            "fits": True,
            "score": {"direct": 3, "direct.invoiced": 0, "request": 1},
        }
    ]


def test_another_aim_may_be_given(orders: Here) -> None:
    # given
    (orders.folder / "search.json").write_text('{"space": {"hour_gap.time": "0:1440:1440"}}')
    # when
    answer = answered(
        orders, *TABLE, "--search", "search.json", "--aim", '{"most": "request.not_invoiced"}'
    )
    # then
    assert answer.search is not None
    assert answer.search["most"] == "request.not_invoiced"
    assert answer.search["at_most"] == {}


def test_the_same_question_has_the_same_answer(orders: Here) -> None:
    arguments = (
        *("simulate", *TABLE, "--rules", "rules.json", "--html", "report.html"),
        *("--sweep", "hour_gap.time=0:60:30"),
    )
    first = orders(*arguments)
    page = (orders.folder / "report.html").read_bytes()
    again = orders(*arguments)

    assert first == again
    assert (orders.folder / "report.html").read_bytes() == page


def test_tables_are_plain_where_nobody_watches(orders: Here) -> None:
    # when
    ended = orders("simulate", *TABLE, "--rules", "rules.json")
    # then
    assert (ended.code, ended.err) == (0, "")
    assert "\x1b" not in ended.out
    assert "default rules (baseline)" in ended.out
    assert "the time limit is over (1)" in ended.out
