"""Selected items as text: what is written is read back, and nothing else is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from order_domain.cancellation.facts import ItemFacts
from order_domain.simulation import ItemsTextError, items_from_text, items_to_text
from order_domain.statuses import CancellationType, OrderStatus

from .histories import ITEM, items


@given(selected=st.lists(items, max_size=4).map(tuple))
def test_what_is_written_is_read_back(selected: tuple[ItemFacts, ...]) -> None:
    assert items_from_text(items_to_text(selected)) == selected


@given(one=st.lists(items, max_size=3).map(tuple), other=st.lists(items, max_size=3).map(tuple))
def test_equal_items_and_only_these_have_equal_texts(
    one: tuple[ItemFacts, ...], other: tuple[ItemFacts, ...]
) -> None:
    assert (items_to_text(one) == items_to_text(other)) is (one == other)


def test_an_item_says_what_is_out_of_the_ordinary() -> None:
    odd = ItemFacts(
        status=OrderStatus.DELIVERED,
        cancellation_type=CancellationType.REFUND,
        is_part=True,
        units_listed=False,
        has_open_request=True,
        is_under_way=True,
        as_loyalty_money=False,
    )

    text = items_to_text((ITEM, odd))

    assert text == ("cancel:approved;refund:delivered+part+unlisted+requested+under_way+no_points")


def test_no_items_at_all_are_a_word_of_their_own() -> None:
    assert items_to_text(()) == "none"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "approved",
        "cancel:aproved",
        "cancel:400",
        "return:approved",
        "cancel:approved;",
        "cancel:approved; refund:delivered",
        "cancel:approved+parts",
        "cancel:approved+",
        "none;cancel:approved",
        "Cancel:approved",
    ],
)
def test_a_text_with_an_unknown_word_is_refused(text: str) -> None:
    with pytest.raises(ItemsTextError, match="is not an item; expected one such as"):
        items_from_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "cancel:approved+unlisted+part",
        "cancel:approved+part+part",
        "cancel:approved+points+no_points",
    ],
)
def test_a_text_in_another_form_is_refused_with_the_right_one(text: str) -> None:
    with pytest.raises(ItemsTextError, match="should be written 'cancel:approved"):
        items_from_text(text)
