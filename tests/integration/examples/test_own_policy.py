"""A rule of one's own, asked by the whole service."""

from integration.http.visitor import Visitor, body, line
from integration.real_shop import ADAS_SESSION, SHIRT
from order_domain import POLICY, CancellationFacts, CancellationRules, Effect, Finding
from order_entrypoints.bootstrap import make_app
from order_entrypoints.configuration import read_configuration
from order_entrypoints.http.running import running

from .conftest import Shop


def packed(facts: CancellationFacts, _: CancellationRules) -> tuple[Finding, ...]:
    """Nothing older than a day is cancelled without a person."""
    found = Finding("packed", Effect.DEFERS, "It may be on its way already.")
    return (found,) if facts.age > 24 * 60 else ()


def test_the_service_asks_the_policy_that_it_is_given(shop: Shop) -> None:
    configuration = read_configuration(shop.programs.environment)
    outcomes: list[tuple[str, list[str]]] = []

    for policy in (POLICY, (*POLICY, packed)):
        with running(make_app(configuration, shop.engine, policy=policy)) as address:
            ada = Visitor(address, ADAS_SESSION)
            with ada.client:
                preview = ada.preview(body(line(SHIRT))).json()
        outcomes.append((preview["outcome"], [one["code"] for one in preview["reasons"]]))

    assert outcomes == [("direct", []), ("request", ["packed"])]
