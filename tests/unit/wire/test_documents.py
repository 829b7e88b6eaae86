"""Orders that were written out are shown as the orders themselves are."""

from hashlib import sha256

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from order_domain.cancellation.policy import POLICY
from order_domain.cancellation.rules import CancellationRules
from order_domain.documents import WrittenOrder, standing_of
from order_domain.orders import Order
from order_domain.use_cases.viewing import viewed_as_kept
from order_entrypoints.languages.language import Language
from order_entrypoints.testing import strategies as some
from order_entrypoints.wire.documents import CUT, FORM, shower
from order_entrypoints.wire.values import Wording, encode
from samples import NOW, filled_order, order
from unit.wire.documents import saved

TURKISH = Language("tr", {("OrderStatus", "Approved"): "Onaylandı", ("Currency", "TRY"): "₺"})
WORDINGS = (
    Wording(),
    Wording(codes=True, pictures="https://shop.example/pictures/"),
    Wording(language=TURKISH),
)
CONTROLS = "".join(map(chr, range(1, 32)))


def written(order: Order) -> WrittenOrder:
    return WrittenOrder(text=FORM.write(order), standing=standing_of(order))


@given(st.data(), st.sampled_from(WORDINGS))
def test_an_order_is_shown_the_same_written_out_or_not(
    data: st.DataObject, wording: Wording
) -> None:
    # given
    kept, rules = saved(data.draw(some.orders())), data.draw(some.rules())
    now = data.draw(some.moments(kept, rules))
    show = shower(wording)

    # when
    by_order = viewed_as_kept(kept, rules, now, POLICY)
    by_document = viewed_as_kept(written(kept), rules, now, POLICY)

    # then
    assert encode(show(by_document)) == encode(show(by_order))
    assert by_document.is_cancellable == by_order.is_cancellable
    assert by_document.is_refundable == by_order.is_refundable


@pytest.mark.parametrize("wording", WORDINGS)
@pytest.mark.parametrize("note", ["", CONTROLS, f"{CUT}o{CUT}", '"is_cancellable":false', "İ☕"])
def test_no_text_of_an_order_is_taken_for_a_gap(wording: Wording, note: str) -> None:
    kept = evolve(filled_order(), notes=note, extra_field={"is_cancellable": False, note: note})
    show, rules = shower(wording), CancellationRules()

    by_order = show(viewed_as_kept(kept, rules, NOW, POLICY))
    by_document = show(viewed_as_kept(written(kept), rules, NOW, POLICY))

    assert encode(by_document) == encode(by_order)


def test_a_policy_of_an_embedders_own_decides_the_flags() -> None:
    shown = viewed_as_kept(written(order(1)), CancellationRules(), NOW, ())

    assert shown.is_cancellable
    assert shown.is_refundable


def test_what_is_written_differently_has_another_form() -> None:
    """When this fails, give ``FORM`` another name: kept texts of the old one are not used then."""
    kept = written(filled_order())
    digest = sha256(f"{kept.text}{kept.standing}".encode()).hexdigest()

    assert (FORM.name, digest[:16]) == ("1", "ba684d5d44f75426")
