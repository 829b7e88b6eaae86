"""``orders rules show`` and ``orders rules set``."""

import json

from integration.real_records import Json

from .running import Orders

DEFAULT: Json = {
    "extra_direct_cancellable_statuses": [],
    "has_invoice": False,
    "hour_gap": {"is_active": False, "time": 60},
    "refuse": [],
}


def shown(orders: Orders) -> object:
    ended = orders("rules", "show")
    assert (ended.code, ended.err) == (0, "")
    return json.loads(ended.out)


def test_without_any_the_documented_defaults_are_in_force(on_sqlite: Orders) -> None:
    assert shown(on_sqlite) == DEFAULT


def test_rules_are_set_from_json_and_what_is_left_out_has_its_default(on_each: Orders) -> None:
    # when
    wanted = {"hour_gap": {"is_active": True}, "extra_direct_cancellable_statuses": ["450"]}
    ended = on_each("rules", "set", json.dumps(wanted))
    # then
    assert (ended.code, ended.err) == (0, "")
    now = {
        **DEFAULT,
        "extra_direct_cancellable_statuses": ["preparing"],
        "hour_gap": {"is_active": True, "time": 60},
    }
    assert json.loads(ended.out) == now
    assert shown(on_each) == now


def test_rules_are_set_from_a_file(on_sqlite: Orders) -> None:
    # given
    (on_sqlite.folder / "rules.json").write_text('{"has_invoice": true, "refuse": ["invoiced"]}')
    # when
    ended = on_sqlite("rules", "set", "rules.json")
    # then
    assert ended.code == 0
    assert shown(on_sqlite) == {**DEFAULT, "has_invoice": True, "refuse": ["invoiced"]}


BAD: dict[str, list[str]] = {
    '{"hour_gap": {"time": -1, "is_active": 1}}': ["hour_gap.time", "hour_gap.is_active"],
    '{"has_invoice": "yes", "colour": 1}': ["has_invoice", "colour"],
    '{"extra_direct_cancellable_statuses": ["approved", "sold", "canceled"]}': [
        "extra_direct_cancellable_statuses.1",
        "extra_direct_cancellable_statuses.2",
    ],
    '{"refuse": ["everything"]}': ["refuse.0"],
    '{"has_invoice": true': ["not JSON"],
}
"""A value, and the keys in it that are wrong."""


def test_a_bad_value_changes_nothing_and_its_keys_are_named(on_sqlite: Orders) -> None:
    # given
    assert on_sqlite("rules", "set", '{"has_invoice": true}').code == 0
    for value, keys in BAD.items():
        # when
        ended = on_sqlite("rules", "set", value)
        # then
        assert (ended.code, ended.out) == (2, "")
        assert ended.complaint.startswith("EXTRA_CANCEL_RULES is not valid: ")
        for key in keys:
            assert f"{key}: " in ended.complaint
    assert shown(on_sqlite) == {**DEFAULT, "has_invoice": True}


def test_a_file_that_is_no_text_is_named(on_sqlite: Orders) -> None:
    # given
    (on_sqlite.folder / "rules.json").write_bytes('{"refuse": ["geçersiz"]}'.encode("latin-1"))
    # when
    ended = on_sqlite("rules", "set", "rules.json")
    # then
    assert (ended.code, ended.complaint) == (2, "rules.json: not JSON: not UTF-8.")


def test_a_file_that_is_not_there_is_named(on_sqlite: Orders) -> None:
    # when
    ended = on_sqlite("rules", "set", "rules.json")
    # then
    assert ended.code == 1
    assert "rules.json" in ended.complaint
