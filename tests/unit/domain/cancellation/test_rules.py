"""``EXTRA_CANCEL_RULES``: what it may say, and how each wrong thing is named."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from order_domain.cancellation.rules import CancellationRules, InvalidSettingError
from order_domain.statuses import OrderStatus
from order_entrypoints.testing import strategies as some

UNKNOWN_KEY = (
    "Unknown key; expected one of: extra_direct_cancellable_statuses, has_invoice, hour_gap,"
    " refuse."
)
UNKNOWN_GAP_KEY = "Unknown key; expected one of: is_active, time."
NOT_BOOLEAN = "Expected true or false."
NOT_MINUTES = "Expected a whole number of minutes, 0 or more."
NOT_REASON = "Expected one of: expired, invoiced, order_status."
KNOWN_STATUSES = ", ".join(f"{status} ({status.code})" for status in OrderStatus)


def errors_of(setting: object) -> dict[str, list[str]]:
    with pytest.raises(InvalidSettingError) as caught:
        CancellationRules.parse(setting)
    return caught.value.errors


def test_a_setting_that_says_nothing_has_the_documented_defaults() -> None:
    rules = CancellationRules.parse({})

    assert rules == CancellationRules(
        extra_direct_cancellable_statuses=frozenset(),
        has_invoice=False,
        time_limit_is_active=False,
        time_limit=60,
        refuse=frozenset(),
    )


def test_the_whole_setting_is_read() -> None:
    rules = CancellationRules.parse(
        {
            "extra_direct_cancellable_statuses": ["preparing", "200", 500],
            "has_invoice": True,
            "hour_gap": {"is_active": True, "time": 90},
            "refuse": ["expired", "invoiced", "expired"],
        }
    )

    assert rules == CancellationRules(
        extra_direct_cancellable_statuses=frozenset(
            {OrderStatus.PREPARING, OrderStatus.WAITING, OrderStatus.SHIPPED}
        ),
        has_invoice=True,
        time_limit_is_active=True,
        time_limit=90,
        refuse=frozenset({"expired", "invoiced"}),
    )


def test_an_active_limit_without_a_time_is_an_hour() -> None:
    rules = CancellationRules.parse({"hour_gap": {"is_active": True}})

    assert (rules.time_limit_is_active, rules.time_limit) == (True, 60)


def test_no_time_at_all_is_a_limit_too() -> None:
    assert CancellationRules.parse({"hour_gap": {"time": 0}}).time_limit == 0


@pytest.mark.parametrize(
    ("setting", "key", "message"),
    [
        (None, "non_field_errors", "Expected an object."),
        ([], "non_field_errors", "Expected an object."),
        ("{}", "non_field_errors", "Expected an object."),
        ({"has_invoices": True}, "has_invoices", UNKNOWN_KEY),
        ({"has_invoice": 1}, "has_invoice", NOT_BOOLEAN),
        ({"has_invoice": None}, "has_invoice", NOT_BOOLEAN),
        ({"has_invoice": "true"}, "has_invoice", NOT_BOOLEAN),
        ({"hour_gap": 60}, "hour_gap", "Expected an object."),
        ({"hour_gap": None}, "hour_gap", "Expected an object."),
        ({"hour_gap": {"minutes": 5}}, "hour_gap.minutes", UNKNOWN_GAP_KEY),
        ({"hour_gap": {"is_active": "yes"}}, "hour_gap.is_active", NOT_BOOLEAN),
        ({"hour_gap": {"time": -1}}, "hour_gap.time", NOT_MINUTES),
        ({"hour_gap": {"time": 1.5}}, "hour_gap.time", NOT_MINUTES),
        ({"hour_gap": {"time": "60"}}, "hour_gap.time", NOT_MINUTES),
        ({"hour_gap": {"time": True}}, "hour_gap.time", NOT_MINUTES),
        ({"hour_gap": {"time": None}}, "hour_gap.time", NOT_MINUTES),
        ({"refuse": "expired"}, "refuse", "Expected a list."),
        ({"refuse": {"expired": True}}, "refuse", "Expected a list."),
        ({"refuse": ["expired", "item_status"]}, "refuse.1", NOT_REASON),
        ({"refuse": [None]}, "refuse.0", NOT_REASON),
        (
            {"extra_direct_cancellable_statuses": "preparing"},
            "extra_direct_cancellable_statuses",
            "Expected a list.",
        ),
        (
            {"extra_direct_cancellable_statuses": ["preparing", "packed"]},
            "extra_direct_cancellable_statuses.1",
            f"'packed' is not one of: {KNOWN_STATUSES}.",
        ),
        (
            {"extra_direct_cancellable_statuses": [True]},
            "extra_direct_cancellable_statuses.0",
            f"'True' is not one of: {KNOWN_STATUSES}.",
        ),
        *(
            (
                {"extra_direct_cancellable_statuses": [written]},
                "extra_direct_cancellable_statuses.0",
                f"{status} can never be cancelled directly.",
            )
            for written, status in [
                ("canceled", "canceled"),
                ("cancelled", "canceled"),
                (100, "canceled"),
                ("50", "cancellation_waiting"),
                ("refunded", "refunded"),
            ]
        ),
    ],
)
def test_each_wrong_thing_is_refused_by_its_dotted_key(
    setting: object, key: str, message: str
) -> None:
    assert errors_of(setting) == {key: [message]}


def test_all_errors_are_told_at_once() -> None:
    setting = {
        "extra_direct_cancellable_statuses": ["canceled", "preparing", "packed"],
        "has_invoice": "no",
        "hour_gap": {"is_active": 0, "time": -5, "unit": "hours"},
        "refuse": ["needs_request"],
        "unknown": 1,
    }

    assert set(errors_of(setting)) == {
        "extra_direct_cancellable_statuses.0",
        "extra_direct_cancellable_statuses.2",
        "has_invoice",
        "hour_gap.is_active",
        "hour_gap.time",
        "hour_gap.unit",
        "refuse.0",
        "unknown",
    }


def test_the_error_names_the_setting_and_reads_as_one_line() -> None:
    with pytest.raises(InvalidSettingError) as caught:
        CancellationRules.parse({"has_invoice": 1, "hour_gap": {"time": -1}})

    assert caught.value.name == "EXTRA_CANCEL_RULES"
    assert str(caught.value) == (
        "EXTRA_CANCEL_RULES is not valid: has_invoice: Expected true or false.;"
        " hour_gap.time: Expected a whole number of minutes, 0 or more."
    )


def test_each_status_that_is_wrong_is_named() -> None:
    errors = errors_of({"extra_direct_cancellable_statuses": ["packed", "canceled", "eaten"]})

    assert sorted(errors) == [f"extra_direct_cancellable_statuses.{n}" for n in range(3)]


def message_of(make: Callable[[], object]) -> str:
    with pytest.raises(ValueError, match=r"\.$") as refused:
        make()
    return str(refused.value)


def test_rules_that_are_made_by_hand_are_checked_as_well() -> None:
    never = frozenset({OrderStatus.REFUNDED, OrderStatus.CANCELED})

    assert [
        message_of(lambda: CancellationRules(time_limit=-1)),
        message_of(lambda: CancellationRules(extra_direct_cancellable_statuses=never)),
        message_of(lambda: CancellationRules(refuse=frozenset({"y", "expired", "x"}))),
    ] == [
        "time_limit: expected 0 or more minutes.",
        "canceled, refunded can never be cancelled directly.",
        "x, y cannot be made to refuse.",
    ]


@given(rules=some.rules())
def test_rules_come_back_from_their_setting_as_they_were(rules: CancellationRules) -> None:
    assert CancellationRules.parse(rules.to_setting()) == rules


@given(rules=some.rules())
def test_rules_survive_being_stored_as_json(rules: CancellationRules) -> None:
    stored = json.dumps(rules.to_setting())

    assert CancellationRules.parse(json.loads(stored)) == rules


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 600) | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)
KEYS = ("extra_direct_cancellable_statuses", "has_invoice", "hour_gap", "refuse")


@given(setting=st.dictionaries(st.sampled_from(KEYS), JSON_VALUES) | JSON_VALUES)
def test_any_json_either_parses_or_is_refused_with_reasons(setting: object) -> None:
    match outcome_of_parsing(setting):
        case InvalidSettingError(errors=errors):
            assert errors
            assert all(errors.values())
        case rules:
            assert CancellationRules.parse(rules.to_setting()) == rules


def outcome_of_parsing(setting: object) -> CancellationRules | InvalidSettingError:
    try:
        return CancellationRules.parse(setting)
    except InvalidSettingError as error:
        return error
