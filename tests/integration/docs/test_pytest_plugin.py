"""The pytest plugin, in runs of their own: there for who asks, and nothing to who does not."""

import re

import pytest

pytest_plugins = ["pytester"]

PLUGIN = "order_entrypoints.pytest_plugin"


@pytest.fixture(autouse=True)
def strict(pytester: pytest.Pytester) -> None:
    """Warnings are errors in there, too."""
    pytester.makeini("[pytest]\nfilterwarnings = error\naddopts = --strict-markers")


def test_a_run_without_the_fixtures_loads_nothing_but_the_plugin(
    pytester: pytest.Pytester,
) -> None:
    pytester.makepyfile(
        """
        import sys

        def test_what_is_loaded(pytestconfig):
            assert pytestconfig.pluginmanager.hasplugin("order_domain")
            ours = {name for name in sys.modules if name.startswith("order_")}
            assert ours == {"order_entrypoints", "order_entrypoints.pytest_plugin"}
            others = {"attrs", "duckdb", "narwhals", "sqlalchemy", "starlette", "msgspec"}
            assert others.isdisjoint(sys.modules)
        """
    )

    pytester.runpytest_subprocess().assert_outcomes(passed=1)


def test_the_fixtures_are_parts_of_one_shop(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        from order_entrypoints.testing import all_of, simulate
        from order_entrypoints.testing.samples import order

        def test_they_are_wired(
            order_shop, orders_port, orders_omnitron, orders_settings, orders_decisions
        ):
            placed = order_shop.place(order(1))
            assert orders_port.by_pk(1) == placed
            order_shop.cancel(all_of(placed), number=placed.number)
            assert len(orders_omnitron.cancellations) == 1
            assert len(orders_decisions.entries(most=9)) == 1
            assert orders_settings is order_shop.settings

        def test_each_test_has_its_own(order_shop, order_what_if):
            assert order_shop.orders.all() == ()
            placed = order_shop.place(order(1))
            outcome = order_what_if(
                [(placed, all_of(placed), order_shop.now)], rules={"has_invoice": True}, baseline={}
            )
            assert outcome.direct.count == 1
            assert outcome.flips == ()
        """
    )

    pytester.runpytest_subprocess().assert_outcomes(passed=2)


def test_a_service_puts_its_rules_and_policy_in(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(
        """
        import pytest
        from order_domain import POLICY, Effect, Finding

        def no_gifts(facts, rules):
            return (Finding("gift", Effect.REFUSES, "A gift."),) if facts.age > 90 else ()

        @pytest.fixture
        def order_rules():
            return {"hour_gap": {"is_active": True, "time": 60}}

        @pytest.fixture
        def order_policy():
            return (*POLICY, no_gifts)
        """
    )
    pytester.makepyfile(
        """
        from datetime import timedelta
        from order_entrypoints.testing import all_of
        from order_entrypoints.testing.samples import ORDERED, order

        def test_they_are_asked(order_shop, order_what_if):
            placed = order_shop.place(order(1))
            ages = [timedelta(minutes=minutes) for minutes in (60, 61, 91)]
            outcome = order_what_if([(placed, all_of(placed), ORDERED + age) for age in ages])
            assert outcome.direct.count == outcome.requests.count == outcome.refused.count == 1
            order_shop.now = ORDERED + ages[-1]
            result = order_shop.cancel(all_of(placed), number=placed.number)
            assert [reason.code for reason in result.reasons] == ["expired", "gift"]
        """
    )

    pytester.runpytest_subprocess().assert_outcomes(passed=1)


def test_names_that_a_service_is_likely_to_use_stay_its_own(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import pytest

        NAMES = ["shop", "orders", "order", "settings", "omnitron", "rules"]

        @pytest.mark.parametrize("name", NAMES)
        def test_none_is_taken(request, name):
            with pytest.raises(pytest.FixtureLookupError):
                request.getfixturevalue(name)
        """
    )

    pytester.runpytest_subprocess().assert_outcomes(passed=6)


def test_every_fixture_says_what_it_is(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("")

    listed = pytester.runpytest_subprocess("--fixtures", "-q").stdout.str()

    ours = listed.partition(f"fixtures defined from {PLUGIN}")[2].partition("\n---")[0]
    told = re.findall(r"^(orders?_\w+) -- .*\n    (.*)$", ours, re.MULTILINE)
    assert len(told) == 8
    assert all(len(text) > 30 for _, text in told)


def test_the_plugin_can_be_left_out(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import sys

        def test_it_is_not_there():
            assert "order_entrypoints.pytest_plugin" not in sys.modules
        """
    )

    pytester.runpytest_subprocess("-p", "no:order_domain").assert_outcomes(passed=1)
