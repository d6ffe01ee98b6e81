"""The thresholds of a class: the nearest that were set or declared, and what they would do is what they do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.ageing_rules import AgeingRuleError, SetRule, checked, roots_of, rule_of
from graph_schema import load_registry
from graph_schema.ageing import AgeingRule, ages
from tests.ingest.machines import Machine
from tests.ingest.silence import AgeingEstate, scan

REGISTRY = load_registry()
CLASSES = sorted(roots_of(REGISTRY))
RULES = st.builds(
    AgeingRule, st.integers(1, 10**8), st.integers(1, 100), st.integers(1, 10**8), st.integers(1, 100)
).map(lambda rule: SetRule(rule, "ada", 1, ""))
SETS = st.dictionaries(st.sampled_from(CLASSES), RULES, max_size=4)
QUICK = ages(stale_days=1, stale_attempts=1, retired_days=1, retired_attempts=1)


@given(SETS, st.sampled_from(CLASSES), RULES)
def test_what_is_set_for_a_class_holds_for_it_and_below_until_something_nearer_is(
    rules: dict[str, SetRule], ci_class: str, wanted: SetRule
) -> None:
    after = {**rules, ci_class: wanted}

    assert rule_of(REGISTRY, after, ci_class) == (wanted.rule, ci_class, wanted)
    for name in CLASSES:
        found = rule_of(REGISTRY, after, name)
        assert found.of in (name, *REGISTRY.ci_class(name).parents)
        if found.of != ci_class:
            assert found == rule_of(REGISTRY, rules, name)


def test_without_anything_set_the_declaration_holds() -> None:
    assert {name: rule_of(REGISTRY, {}, name).rule for name in CLASSES} == {
        name: REGISTRY.ci_class(name).ageing for name in CLASSES
    }


@given(st.sampled_from(AgeingRule._fields), st.sampled_from((-1, 0, 10**10)))
def test_neither_of_the_two_conditions_can_be_switched_off(name: str, value: int) -> None:
    with pytest.raises(AgeingRuleError) as refused:
        checked(REGISTRY, "device", QUICK._replace(**{name: value}))

    assert [entry.field for entry in refused.value.errors] == [name]


def test_thresholds_that_were_set_do_what_they_were_said_to_do(store: GraphStore) -> None:
    estate = AgeingEstate(store)
    estate.send(scan(Machine("app1"), 1))
    estate.send(scan(Machine("app1"), 2, "failed"))
    estate.pass_time(1.5)
    signed = ("ada", "they are seen every hour")

    told = estate.ageing.effect_of("device", QUICK)
    before = estate.ageing.run()
    estate.ageing.set_rule("device", QUICK, signed, lambda _: None)
    done = estate.ageing.run()
    back = estate.ageing.effect_of("device", None)
    estate.ageing.set_rule("device", None, ("ada", ""), lambda _: None)
    again = estate.ageing.run()

    assert told == {"stale": 1, "gone": 0, "returned": 0}
    assert (before["stale"], done["stale"]) == (0, 1)
    assert back == {"stale": 0, "gone": 0, "returned": 1}
    assert again["returned"] == 1
    assert "server" in estate.ageing.rules()
