"""A cancellation that is asked for again by the name of its attempt is not begun again."""

import pytest

from order_domain.cancellation.decision import Refused
from order_domain.cancellation.outcomes import NotAccepted
from order_domain.use_cases.cancel_items import ItemsCancelled
from order_domain.use_cases.saving import RequestsCreated
from unit.examples import a_selection
from unit.use_cases.rounds import KilledError, RoundsShop, raising
from unit.use_cases.shop import requests_of

NAME = "the first"


def test_what_was_cancelled_is_told_again() -> None:
    shop = RoundsShop.of()
    assert shop.cancel(a_selection(), attempt_id=NAME) == ItemsCancelled()
    shop.omnitron.goes_down()

    assert shop.cancel(a_selection(), attempt_id=NAME) == ItemsCancelled()
    assert isinstance(shop.cancel(a_selection(), attempt_id="another"), Refused)


def test_what_became_a_request_is_told_again() -> None:
    shop = RoundsShop.of()
    shop.omnitron.outcome = NotAccepted("No.")
    first = shop.cancel(a_selection(), attempt_id=NAME)

    again = shop.cancel(a_selection(), attempt_id=NAME)

    assert again == first == RequestsCreated(tuple(requests_of(shop.order())), note="No.")


def test_after_a_crash_it_is_in_progress_until_it_is_known_how_it_ended() -> None:
    # given
    shop = RoundsShop.of()
    shop.omnitron.on_cancel = [raising(KilledError())]
    with pytest.raises(KilledError):
        shop.cancel(a_selection(), attempt_id=NAME)

    # when
    early = shop.cancel(a_selection(), attempt_id=NAME)
    shop.recover()
    late = shop.cancel(a_selection(), attempt_id=NAME)

    # then
    assert isinstance(early, Refused)
    assert [reason.code for reason in early.reasons] == ["in_progress"]
    assert late == ItemsCancelled()
    assert [attempt.id for attempt in shop.order().attempts] == [NAME]
