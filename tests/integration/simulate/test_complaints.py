"""``orders simulate``: one line for whatever is wrong, and nothing half-written."""

import json
import os

import pytest

from integration.cli.running import Orders

from .conftest import LATE, Here, write_table

TABLE = ("--attempts", "attempts.csv")


def complaint_of(orders: Here, code: int, *arguments: str) -> str:
    ended = orders("simulate", *arguments)
    assert (ended.code, ended.out) == (code, ""), ended.err
    return ended.complaint


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "Give one history: --from-log, --attempts PATH or --counts FILE."),
        (("--from-log", *TABLE), "Give one history"),
        ((*TABLE, "--since", "2026-01-01T00:00:00Z"), "--since and --until go with --from-log"),
        (("--from-log", "--since", "2026-01-01"), "--since '2026-01-01': expected a moment with"),
        (("--from-log", "--until", "soon"), "--until 'soon': expected a moment with a time zone"),
        (("--from-log", "--since", "0001-01-01T00:00:00+05:00"), "a moment of the years 1 to 9999"),
        (("--from-log", "--until", "9999-12-31T23:59:59-05:00"), "a moment of the years 1 to 9999"),
        (("--counts", "c", "--column", "items=x"), "--column and --memory-limit go with"),
        ((*TABLE, "--column", "colour=x"), "--column 'colour': attempts have no such column"),
        ((*TABLE, "--column", "items"), "--column 'items': expected NAME=COLUMN"),
        ((*TABLE, "--age-step", "0"), "--age-step: expected minutes, 1 to 1000000000."),
        ((*TABLE, "--age-step", "1000000001"), "--age-step: expected minutes, 1 to 1000000000."),
        ((*TABLE, "--memory-limit", "lots"), "--memory-limit: expected a size such as 2GB."),
        ((*TABLE, "--sweep", "gap=0:1:1"), "--sweep: 'gap' cannot be swept. Expected hour_gap"),
        ((*TABLE, "--sweep", "hour_gap.time=9:1:1"), "stops before it starts"),
        ((*TABLE, "--age-step", "7", "--sweep", "hour_gap.time=0:60:30"), "hour_gap.time: 30 is "),
        ((*TABLE, "--baseline", "x"), "--baseline 'x': neither a file nor a candidate"),
        ((*TABLE, "--baseline", "rules.json"), "rules.json: holds 2 sets of rules"),
        ((*TABLE, "--rules", "rules.json", "rules.json"), "two sets of rules named 'strict'"),
        ((*TABLE, "--aim", "{}"), "--aim goes with --search only"),
        ((*TABLE, "--frobnicate"), "--frobnicate"),
    ],
)
def test_wrong_use_is_named(orders: Here, arguments: tuple[str, ...], words: str) -> None:
    assert words in complaint_of(orders, 2, *arguments)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ('{"has_invoce": true}', "bad.json: has_invoce: Unknown key; expected one of: "),
        ('{"a": {"hour_gap": {"tme": 1}}}', "bad.json: a: hour_gap.tme: Unknown key"),
        ('{"extra_direct_cancellable_statuses": ["sold"]}', "bad.json: extra_direct_cancellable"),
        ('\xef\xbb\xbf{"has_invoce": true}', "bad.json: has_invoce: Unknown key"),  # a BOM
        ('{"has_invoice": tru', "bad.json: not JSON: "),
        ("[]", "bad.json: non_field_errors: Expected an object."),
        ("\xff", "bad.json: not JSON: not UTF-8"),
    ],
)
def test_a_rule_set_with_a_typo_is_named_by_file_and_key(
    orders: Here, written: str, words: str
) -> None:
    (orders.folder / "bad.json").write_bytes(written.encode("latin-1"))

    assert words in complaint_of(orders, 2, *TABLE, "--rules", "bad.json")


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("space", None, "search.json: space: expected an object"),
        ("spice", {}, "search.json: spice: unknown key; expected one of: space, aim"),
        ("aim", {}, "search.json: aim.most: missing"),
        ("aim", {"most": "sold"}, "search.json: aim.most: 'sold' is nothing to be counted"),
        ("aim", {"most": "direct", "atmost": {}}, "search.json: aim.atmost: unknown key"),
        (
            "aim",
            {"most": "direct", "at_most": {"request.per_day": -1}},
            "search.json: aim.at_most.request.per_day: expected a number, 0 or more",
        ),
        (
            "aim",
            {"most": "direct", "at_most": {"request.per_day": 10**400}},
            "search.json: aim.at_most.request.per_day: too large a number",
        ),
        (
            "aim",
            {"most": "direct", "at_most": {"request.share": 2}},
            "search.json: aim.at_most.request.share: expected a share from 0 to 1",
        ),
        (
            "aim",
            {"most": "direct", "at_most": {"request.per_year": 2}},
            "search.json: aim.at_most.request.per_year: 'request.per_year' is nothing",
        ),
        ("space", {"has_invoice": [1]}, "space.has_invoice: expected a list of true and false"),
        ("space", {"has_invoice": []}, "space.has_invoice: expected a list of true and false"),
        ("space", {"hour_gap.time": [-1]}, "space.hour_gap.time: expected a list of minutes"),
        ("space", {"hour_gap.time": "1:2"}, "space.hour_gap.time: "),
        ("space", {"hour_gap": [1]}, "space.hour_gap: unknown key; expected one of: "),
        ("space", {"refuse": ["invoiced"]}, "space.refuse.0: expected a list of lists"),
        ("space", {"refuse": [["late"]]}, "space.refuse.0.0: expected one of: expired, "),
        ("space", {"refuse": {"all": []}}, "space.refuse: expected a list of lists, or "),
        (
            "space",
            {"extra_direct_cancellable_statuses": [["canceled"]]},
            "space.extra_direct_cancellable_statuses.0.0: canceled can never be cancelled",
        ),
        (
            "space",
            {"extra_direct_cancellable_statuses": {"subsets_of": ["sold"]}},
            "space.extra_direct_cancellable_statuses.subsets_of.0: ",
        ),
        (
            "space",
            {"hour_gap.time": "0:9999:1", "refuse": {"subsets_of": ["expired"] * 9}, "x": 1},
            "space.x: unknown key",
        ),
        (
            "space",
            {
                "hour_gap.time": "0:9999:1",
                "has_invoice": [False, True],
                "refuse": {"subsets_of": ["expired", "invoiced"]},
                "extra_direct_cancellable_statuses": {
                    "subsets_of": ["preparing", "shipped", "delivered", "approved"]
                },
            },
            "sets of rules; at most 1,000,000 will do",
        ),
    ],
)
def test_a_search_with_a_typo_is_named_by_file_and_key(
    orders: Here, key: str, value: object, words: str
) -> None:
    document = {"space": {}, "aim": {"most": "direct"}, key: value}
    (orders.folder / "search.json").write_text(json.dumps(document))

    assert words in complaint_of(orders, 2, *TABLE, "--search", "search.json")


def test_a_candidate_is_not_named_as_the_baseline_is(orders: Here) -> None:
    (orders.folder / "default rules.json").write_text('{"has_invoice": true}')

    complaint = complaint_of(orders, 2, *TABLE, "--rules", "default rules.json")

    assert complaint.startswith("--rules: 'default rules' is what the baseline is called")


def test_ages_alone_have_no_days(orders: Here) -> None:
    # given
    (orders.folder / "ages.csv").write_text(
        "order_status,is_invoiced,age,as_loyalty_money,items\n"
        "approved,false,30,false,cancel:approved\n"
    )
    (orders.folder / "search.json").write_text(
        '{"space": {}, "aim": {"most": "direct", "at_most": {"request.per_day": 1}}}'
    )
    # when
    complaint = complaint_of(orders, 2, "--attempts", "ages.csv", "--search", "search.json")
    # then
    assert "aim.at_most.request.per_day: the history does not tell its days" in complaint


def test_bad_data_is_named_by_file_and_column(orders: Here) -> None:
    # given
    table = orders.folder / "attempts.csv"
    good = table.read_text()
    # when (a column is missing)
    table.write_text(good.replace("items", "things"))
    # then
    assert complaint_of(orders, 1, *TABLE).startswith("attempts.csv: items: missing column; ")
    # when (time zones are missing)
    table.write_text(good.replace("10:30:00Z", "10:30:00"))
    # then
    assert complaint_of(orders, 1, *TABLE).endswith("found some without (4 rows)")
    # when (an empty file)
    table.write_text("")
    # then
    assert complaint_of(orders, 1, *TABLE).startswith("attempts.csv: ")
    # when (the file is of no such kind)
    (orders.folder / "a.parquet").write_text("no Parquet")
    # then
    assert complaint_of(orders, 1, "--attempts", "a.parquet").startswith("a.parquet: cannot be rea")


def test_a_table_without_a_row_that_can_be_judged_is_refused(orders: Here) -> None:
    # given
    write_table(orders.folder / "attempts.csv", {"items": ""}, {"items": "x", **LATE})
    # when
    complaint = complaint_of(orders, 1, *TABLE)
    # then
    assert complaint.startswith("attempts.csv: none of 2 rows could be counted: ")
    assert "items: missing (1)" in complaint
    # when (there is no row at all)
    write_table(orders.folder / "attempts.csv")
    # then
    assert complaint_of(orders, 1, *TABLE) == "attempts.csv: there are no attempts in it."


def test_an_empty_log_is_told(with_log: Here) -> None:
    assert "there are no attempts in it" in complaint_of(with_log, 1, "--from-log")


def test_what_cannot_be_written_is_told_before_anything_is_counted(orders: Here) -> None:
    for option in ("--html", "--save-counts"):
        complaint = complaint_of(orders, 1, "--attempts", "gone.csv", option, "no/folder/x")
        assert complaint == "no/folder/x: there is no such folder."
        assert complaint_of(orders, 1, *TABLE, option, ".").startswith(".: a folder; expected")


def test_a_report_that_was_there_stays_when_something_fails(orders: Here) -> None:
    # given
    report = orders.folder / "report.html"
    report.write_text("the last one")
    # when
    complaint_of(orders, 1, "--attempts", "gone.csv", "--html", "report.html")
    # then
    assert report.read_text() == "the last one"
    assert [each.name for each in orders.folder.iterdir() if each.name.startswith(".")] == []


def test_without_the_extra_it_is_named(orders: Here) -> None:
    # given (a DuckDB that is not there)
    (orders.folder / "without").mkdir()
    (orders.folder / "without" / "duckdb.py").write_text(
        "raise ModuleNotFoundError(\"No module named 'duckdb'\", name='duckdb')"
    )
    without = Orders(orders.folder, {**os.environ, "PYTHONPATH": "without"})
    # when
    ended = without("simulate", *TABLE)
    # then
    assert ended.code == 1
    assert ended.complaint == (
        'duckdb is not installed; this needs the extra "simulation": '
        'pip install "order-domain[simulation]"'
    )
