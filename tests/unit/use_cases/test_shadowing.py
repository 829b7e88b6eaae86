"""Shadow rules are asked about what customers ask, and change nothing of it."""

from datetime import timedelta

from attrs import evolve
from hypothesis import event, given

from order_domain.cancellation.decision import Effect, Finding, Outcome, outcome_of, reasons_of
from order_domain.cancellation.facts import CancellationFacts
from order_domain.cancellation.policy import POLICY, decide
from order_domain.cancellation.rules import CancellationRules
from order_domain.decisions import LoggedDecision
from order_domain.shadow import ShadowVerdict, reasons_of_difference
from order_domain.simulation import Flip, count_each, simulate
from order_entrypoints.testing import strategies as some
from unit.examples import a_selection, an_order, cancel
from unit.use_cases.shop import ADA, Shop
from unit.use_cases.test_cancelling_laws import Case, a_shop, cases

HALF_AN_HOUR = CancellationRules(time_limit_is_active=True, time_limit=30)


def with_shadow(case: Case, rules: CancellationRules | None) -> Case:
    """The same shop of before anything was asked, with a candidate."""
    before = case.shop
    shop = a_shop(
        case.order,
        before.settings.shop.cancellation_rules,
        before.now,
        easy_return=before.settings.shop.easy_return_enabled,
    )
    shop.settings.shop = evolve(shop.settings.shop, shadow_rules=rules)
    return evolve(case, shop=shop)


def logged(shop: Shop) -> list[LoggedDecision]:
    return [entry.decision for entry in shop.orders.decisions.entries(most=100)]


@given(case=cases(), candidate=some.rules())
def test_the_candidate_decides_as_it_would_if_it_were_in_force(
    case: Case, candidate: CancellationRules
) -> None:
    # given
    case = with_shadow(case, candidate)
    before, now = case.order, case.shop.now
    # when
    case.shop.cancel(case.selection, case.customer, number=case.number)
    # then
    for one in logged(case.shop):
        would = decide(before, case.selection, candidate, now)
        codes = dict.fromkeys(reason.code for reason in reasons_of(would))
        assert one.shadow is not None
        assert (one.shadow.rules, one.shadow.outcome) == (candidate, outcome_of(would))
        assert one.shadow.reasons == tuple(codes)
        event(f"{one.outcome} → {one.shadow.outcome}")


@given(case=cases(), candidate=some.rules())
def test_with_a_candidate_and_without_all_ends_the_same(
    case: Case, candidate: CancellationRules
) -> None:
    # given
    one, other = with_shadow(case, candidate), with_shadow(case, None)
    # when
    answers = [
        (
            each.shop.preview(each.selection, each.customer, number=each.number),
            each.shop.request(each.selection, each.customer),
            each.shop.cancel(each.selection, each.customer, number=each.number),
        )
        for each in (one, other)
    ]
    # then
    assert answers[0] == answers[1]
    assert one.order == other.order
    assert one.shop.omnitron.cancellations == other.shop.omnitron.cancellations
    without = [evolve(decision, shadow=None) for decision in logged(one.shop)]
    assert without == logged(other.shop)


@given(case=cases(), candidate=some.rules())
def test_a_difference_has_the_reasons_of_the_flip_that_a_simulation_finds(
    case: Case, candidate: CancellationRules
) -> None:
    # given
    case = with_shadow(case, candidate)
    case.shop.request(case.selection, case.customer)
    case.shop.cancel(case.selection, case.customer, number=case.number)
    for one in logged(case.shop):
        assert one.shadow is not None
        # when
        simulation = simulate(count_each([one.facts]), {"c": candidate}, baseline=one.rules)
        # then
        codes = reasons_of_difference(one.outcome, one.reasons, one.shadow)
        assert [ends(flip) for flip in simulation.candidates[0].flips] == (
            [] if not codes else [(one.outcome, one.shadow.outcome, set(codes))]
        )


def ends(flip: Flip) -> tuple[Outcome, Outcome, set[str]]:
    return flip.before, flip.after, set(flip.reasons)


def test_previews_are_not_judged_by_the_candidate_and_requests_are() -> None:
    # given
    shop = Shop.of()
    shop.settings.shop = evolve(shop.settings.shop, shadow_rules=HALF_AN_HOUR)
    shop.now += timedelta(seconds=1)
    # when
    shop.preview(a_selection())
    assert logged(shop) == []
    shop.request(a_selection())
    # then
    [one] = logged(shop)
    assert one.outcome is Outcome.DIRECT
    late = ("expired",)
    assert one.shadow == ShadowVerdict(HALF_AN_HOUR, Outcome.REQUEST, late, late)


def fails_beside_the_live_rules(
    facts: CancellationFacts,  # noqa: ARG001
    rules: CancellationRules,
) -> tuple[Finding, ...]:
    """An embedder's rule that knows one set of rules only."""
    if rules == HALF_AN_HOUR:
        raise LookupError("ada@example.com")
    return ()


def test_a_candidate_that_cannot_be_asked_fails_nothing_and_is_reported_without_a_word_of_it() -> (
    None
):
    # given
    shop = Shop.of(an_order())
    shop.settings.shop = evolve(shop.settings.shop, shadow_rules=HALF_AN_HOUR)
    # when
    shop.cancel(a_selection(cancel(1)), ADA, policy=(*POLICY, fails_beside_the_live_rules))
    # then
    [one] = logged(shop)
    assert (one.outcome, one.shadow) == (Outcome.DIRECT, None)
    assert shop.order().attempts
    assert shop.reported == ["The shadow rules could not be asked: LookupError."]


def a_whim(
    facts: CancellationFacts,
    rules: CancellationRules,
) -> tuple[Finding, ...]:
    """An embedder's rule, which looks at what the library's do not."""
    if rules.has_invoice and facts.age % 2 == 0:
        return (Finding("even", Effect.REFUSES, "Come back in a minute."),)
    return ()


def test_the_candidate_is_asked_by_the_embedders_own_policy() -> None:
    # given
    shop = Shop.of()
    candidate = CancellationRules(has_invoice=True)
    shop.settings.shop = evolve(shop.settings.shop, shadow_rules=candidate)
    # when
    shop.cancel(a_selection(), policy=(a_whim, *POLICY))
    # then
    [one] = logged(shop)
    assert one.shadow == ShadowVerdict(candidate, Outcome.REFUSED, ("even",), ("even",))
