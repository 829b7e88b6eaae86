"""``orders rules shadow``: what a candidate would have made of what customers asked."""

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from integration.http.scraping import samples_in, value
from integration.http.visitor import Visitor, body, line
from integration.real_shop import ADAS_SESSION, BELT, SHIRT, SOCKS

from .running import Orders
from .test_rules import BAD, DEFAULT
from .test_serving import AT, fill

NONE = "No shadow rules are set.\n"
INVOICED = '{"has_invoice": true}'
HOUR = '{"hour_gap": {"is_active": true, "time": 60}}'


@pytest.fixture
def ada(on_each: Orders, engine: Engine) -> Iterator[Visitor]:
    """A customer at a service that reads its settings each time it is started."""
    fill(engine)
    assert on_each("rules", "shadow", "set", HOUR).code == 0
    with on_each.started("serve", "--port", "0") as service:
        visitor = Visitor(service.wait_for(AT), ADAS_SESSION)
        with visitor.client:
            yield visitor


def summed(orders: Orders) -> object:
    ended = orders("rules", "shadow", "--json")
    assert (ended.code, ended.err) == (0, "")
    return json.loads(ended.out)


def test_without_any_there_is_nothing_to_tell(on_sqlite: Orders) -> None:
    for arguments, told in (
        ((), NONE),
        (("--json",), '{"rules":null}\n'),
        (("show",), "null\n"),
        (("off",), NONE),
    ):
        ended = on_sqlite("rules", "shadow", *arguments)
        assert (ended.code, ended.out, ended.err) == (0, told, "")


def test_shadow_rules_are_set_shown_and_dropped(on_each: Orders) -> None:
    # given
    (on_each.folder / "candidate.json").write_text(INVOICED)
    # when
    ended = on_each("rules", "shadow", "set", "candidate.json")
    # then the rules in force are as they were
    candidate = {**DEFAULT, "has_invoice": True}
    assert json.loads(ended.out) == candidate
    assert json.loads(on_each("rules", "shadow", "show").out) == candidate
    assert json.loads(on_each("rules", "show").out) == DEFAULT
    assert on_each("rules", "shadow").out.endswith(" UTC: 0. Would have ended otherwise: 0.\n")
    # and when
    assert on_each("rules", "shadow", "off").code == 0
    # then
    assert on_each("rules", "shadow", "show").out == "null\n"


def test_a_bad_candidate_changes_nothing_and_its_keys_are_named(on_sqlite: Orders) -> None:
    # given
    assert on_sqlite("rules", "shadow", "set", INVOICED).code == 0
    for bad, keys in BAD.items():
        # when
        ended = on_sqlite("rules", "shadow", "set", bad)
        # then
        assert (ended.code, ended.out) == (2, "")
        assert ended.complaint.startswith("EXTRA_CANCEL_RULES_SHADOW is not valid: ")
        for key in keys:
            assert f"{key}: " in ended.complaint
    shown = json.loads(on_sqlite("rules", "shadow", "show").out)
    assert shown == {**DEFAULT, "has_invoice": True}


def test_what_customers_ask_is_judged_by_the_candidate_too_and_counted(
    ada: Visitor, on_each: Orders
) -> None:
    # when the order is older than an hour, which the rules in force do not mind
    assert ada.preview(body(line(SHIRT))).json()["outcome"] == "direct"
    answers = [
        ada.cancel(body(line(SHIRT))),
        ada.cancel(body(line(SHIRT))),
        ada.post("/users/orders/cancellation_requests/", line(BELT)),
        ada.cancel(body(line(SOCKS, quantity=9))),
    ]
    # then the candidate has changed no answer (there is no Omnitron to cancel at)
    assert [answer.status_code for answer in answers] == [200, 400, 200, 400]
    # and what was decided on, neither previewed nor invalid, is told with its reasons
    told = summed(on_each)
    assert isinstance(told, dict)
    assert (told["decisions"], told["differing"]) == (3, 2)
    assert told["ends"] == [
        {"live": "direct", "shadow": "request", "decisions": 2, "reasons": {"expired": 2}},
        {"live": "refused", "shadow": "refused", "decisions": 1, "reasons": {}},
    ]
    readable = on_each("rules", "shadow").out.splitlines()
    assert readable[0].endswith(" UTC: 3. Would have ended otherwise: 2.")
    assert readable[2].split() == ["direct", "request", "2", "expired", "2"]
    assert readable[3].split() == ["refused", "refused", "1"]
    # and
    found = samples_in(ada.get("/metrics").text)
    name = "shadow_decisions_total"
    assert value(found, name, operation="cancel", live="direct", shadow="request") == 1
    assert value(found, name, operation="request", live="direct", shadow="request") == 1
    assert value(found, name, operation="cancel", live="refused", shadow="refused") == 1
    assert sum(found[sample] for sample in found if sample[0] == f"orders_{name}") == 3
    # and
    logged = [json.loads(entry) for entry in on_each("decisions").out.splitlines()]
    assert [entry["outcome"] for entry in logged] == ["direct", "refused", "direct"]
    assert [entry["shadow"]["outcome"] for entry in logged] == ["request", "refused", "request"]
    assert logged[0]["shadow"]["reasons"] == ["expired"]
    assert logged[0]["shadow"]["rules"] == told["rules"]


def test_counting_begins_anew_when_a_candidate_is_set(ada: Visitor, on_each: Orders) -> None:
    # given
    ada.cancel(body(line(SHIRT)))
    assert "Decisions" in on_each("rules", "shadow").out
    # when
    assert on_each("rules", "shadow", "set", HOUR).code == 0
    # then
    told = summed(on_each)
    assert isinstance(told, dict)
    assert (told["decisions"], told["ends"]) == (0, [])
