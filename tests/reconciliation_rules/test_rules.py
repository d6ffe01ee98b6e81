"""Reconciliation rules as pure decisions, and on the real engine: a dry run predicts what applying does."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.data_sources.sources import Sources
from cmdb_server.errors import FieldError
from cmdb_server.export.canonical import export_canonical
from cmdb_server.graph_store.migrations.m0002_conditions_of_rules import migrate
from cmdb_server.graph_store.queries.rules import SAVE_RULE_BOOK
from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.reconciliation import Said, project
from cmdb_server.ingest.rulebook import KEY
from cmdb_server.ingest.rules import MICROSECONDS, Rule, RuleBook, condition_of
from cmdb_server.reconciliation_rules.checking import RuleRefusedError
from cmdb_server.reconciliation_rules.editing import ReconciliationRules, RulesChangedError, TooBroadError
from graph_schema import load_registry
from graph_schema.report import Report
from tests.engine import wipe
from tests.ingest.estates import reports
from tests.ingest.machines import Machine, report, scanned
from tests.law import law
from tests.manual_edits.conftest import ANN, Desk

LAW = law(10)
REGISTRY = load_registry()
EVERY_CI = Query("test.every_ci", "MATCH (c:CI) RETURN properties(c) AS properties")
SIGNED = ("ann", "we trust the scan")
SCAN_FIRST = Rule("agent:app1-scan", 90)


def said(source: str, *, at: int = 1, **attributes: Any) -> Said:  # noqa: ANN401 - any values
    """What a source says of a server."""
    return Said(source, "r", "s", "default", "server", attributes, (), (), at * MICROSECONDS)


def value(name: str, entries: Sequence[Said], *rules: Rule, now: int = 10, **confirmed: int) -> Any:  # noqa: ANN401 - any value
    """What an attribute is by some rules; `confirmed` are the seconds at which kinds of sources confirmed."""
    times = {f"{kind}:1": at * MICROSECONDS for kind, at in confirmed.items()}
    found = project(entries, REGISTRY, RuleBook(rules, now * MICROSECONDS, times))
    assert found is not None
    return found.attributes.get(name)


AGENT, SSH = said("agent:1", model="A", location="x"), said("ssh:1", model="S")


def test_a_rule_raises_a_source_for_the_attribute_it_names_only() -> None:
    entries = [AGENT, said("ssh:1", model="S", location="y")]
    rule = Rule("ssh", 95, attribute="model")

    assert value("model", entries) == "A"
    assert (value("model", entries, rule), value("location", entries, rule)) == ("S", "x")


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        (Rule("ssh", 95), Rule("ssh", 5, attribute="model")),
        (Rule("ssh", 95), Rule("ssh:1", 5)),
        (Rule("ssh", 95), Rule("ssh", 5, ci_class="computer")),
        (Rule("ssh", 95, ci_class="device"), Rule("ssh", 5, ci_class="server")),
        (Rule("ssh:1", 95, ci_class="server"), Rule("ssh", 5, attribute="model")),
    ],
)
def test_the_narrower_rule_counts(wide: Rule, narrow: Rule) -> None:
    assert value("model", [AGENT, SSH], wide) == "S"
    assert value("model", [AGENT, SSH], wide, narrow) == value("model", [AGENT, SSH], narrow, wide) == "A"


def test_a_rule_of_another_class_says_nothing() -> None:
    assert value("model", [AGENT, SSH], Rule("ssh", 95, ci_class="switch")) == "A"


def test_a_claim_that_is_too_old_comes_after_all_others_until_it_is_confirmed() -> None:
    rule = Rule("agent", 80, max_age_seconds=5)

    assert value("model", [AGENT, SSH], rule, now=6) == "A"
    assert value("model", [AGENT, SSH], rule, now=7) == "S"
    assert value("model", [AGENT, SSH], rule, now=7, agent=2) == "A"
    assert value("location", [AGENT, SSH], rule, now=7) == "x"


def test_where_null_is_allowed_a_source_empties_what_it_does_not_know() -> None:
    rule = Rule("ssh", 95, attribute="location")

    assert value("location", [AGENT, SSH], rule) == "x"
    assert value("location", [AGENT, SSH], Rule("ssh", 95, attribute="location", allow_null=True)) is None


def test_a_condition_is_asked_of_what_the_other_rules_make() -> None:
    rule = Rule("ssh", 95, attribute="model", condition="server and location in (X, z)")

    assert value("model", [AGENT, SSH], rule) == "S"
    assert (
        value("model", [AGENT, said("ssh:1", model="S", location="y")], rule, Rule("ssh", 95, attribute="location"))
        == "A"
    )


def test_what_a_person_took_back_stays_taken_back_whatever_the_rules() -> None:
    edit = Said("manual:ann", "r", "1", "default", "", {"model": "M"}, (), (), 1)
    release = Said("manual:bob", "r", "2", "default", "", {}, (), (), 2, released=("model",))

    assert value("model", [AGENT, edit]) == "M"
    assert value("model", [AGENT, edit], Rule("agent", 101)) == "A"
    assert value("model", [AGENT, edit, release], Rule("manual:ann", 200)) == "A"


RULES = st.lists(
    st.builds(
        Rule,
        source=st.sampled_from(["agent", "ssh", "agent:1", "import", "manual"]),
        priority=st.integers(0, 120),
        ci_class=st.sampled_from(["", "device", "server", "switch"]),
        attribute=st.sampled_from(["", "model"]),
        max_age_seconds=st.sampled_from([0, 3]),
    ),
    max_size=4,
)


@st.composite
def claims_of_sources(draw: st.DrawFn) -> Said:
    """What one of a few sources says of a server's model, or that it knows the server only."""
    source = draw(st.sampled_from(["agent:1", "agent:2", "ssh:1", "import:1", "import:2"]))
    model = draw(st.sampled_from(["a", "b", ""]))
    return said(source, at=draw(st.integers(1, 8)), **({"model": model} if model else {}))


CLAIMS = st.lists(claims_of_sources(), min_size=1, max_size=5, unique_by=lambda entry: entry.source)


@given(CLAIMS, RULES, st.randoms(use_true_random=False))
def test_the_order_of_claims_does_not_matter_whatever_the_rules(
    claims: list[Said], rules: list[Rule], chance: Random
) -> None:
    book = RuleBook(tuple(rules), 9 * MICROSECONDS, {})

    assert project(sorted(claims, key=lambda _: chance.random()), REGISTRY, book) == project(claims, REGISTRY, book)


@given(CLAIMS)
def test_rules_about_something_else_change_nothing(claims: list[Said]) -> None:
    assert project(claims, REGISTRY, RuleBook((Rule("demo", 1),))) == project(claims, REGISTRY)


class Estate(Desk):
    """An estate with rules; its clock is set by hand."""

    def __init__(self, store: GraphStore) -> None:
        super().__init__(store)
        self.now = 10**15
        self.rules = ReconciliationRules(store, self.registry, lambda: self.now)

    def after(self, *steps: Callable[[], object] | Sequence[Report]) -> list[bytes]:
        """The canonical export of an empty graph after reports and other steps."""
        wipe(self.store)
        for step in steps:
            step() if callable(step) else self.send(*step)
        return list(export_canonical(self.store, self.registry))

    def shown(self) -> dict[str, dict[str, Any]]:
        """What each CI is by its sources: class, status, sources and attributes."""
        rows = self.store.read(lambda tx: tx.run(EVERY_CI))
        known = {row["properties"]["uid"]: row["properties"] for row in rows}
        told = {uid: {"ci_class", "status", "sources", *self._attributes(ci)} for uid, ci in known.items()}
        return {uid: {name: ci[name] for name in told[uid] if name in ci} for uid, ci in known.items()}

    def _attributes(self, ci: dict[str, Any]) -> set[str]:
        return set(self.registry.ci_class(ci["ci_class"]).attributes)

    def apply(self, *rules: Rule) -> int:
        """Save rules and apply them; how many CIs changed."""
        found = self.rules.save(rules, SIGNED, confirmed=self.rules.dry_run(rules).changed)
        changed, left = self.rules.apply_some(seconds=60)
        assert (left, changed) == (0, found.changed)
        return changed


@pytest.fixture
def estate(store: GraphStore) -> Estate:
    """An empty estate."""
    return Estate(store)


CONDITIONS = ("", "kernel_version < 6.12", "serial_number exists", "not serial_number exists", "server and name = app2")
ANY_RULES = st.lists(
    st.builds(
        Rule,
        source=st.sampled_from(["agent", "agent:app1", "agent:app1-scan", "agent:db1-scan"]),
        priority=st.sampled_from([0, 79, 81]),
        ci_class=st.sampled_from(["", "device", "computer", "server"]),
        attribute=st.sampled_from(["kernel_version", "serial_number"]),
        max_age_seconds=st.sampled_from([0, 60, 180]),
        allow_null=st.booleans(),
        condition=st.sampled_from(CONDITIONS),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda rule: (rule.ci_class, rule.attribute, rule.source, rule.condition),
)
# Two sources that disagree about one machine, beside whatever else is reported.
DISAGREEING = (
    report(Machine("app1", serial_number="app1"), 3, "app1"),
    report(Machine("app1", serial_number=None, kernel="6.12"), 1, "app1-scan"),
)


@LAW
@given(others=st.lists(reports(), max_size=2), steps=st.lists(ANY_RULES, min_size=1, max_size=2))
def test_a_dry_run_predicts_exactly_what_applying_does(
    estate: Estate, monkeypatch: pytest.MonkeyPatch, others: list[Report], steps: list[list[Rule]]
) -> None:
    monkeypatch.setattr("cmdb_server.reconciliation_rules.dry_run.SAMPLES", 10_000)
    estate.now = 1767225600 * MICROSECONDS + 240 * MICROSECONDS
    estate.after([*DISAGREEING, *others])
    for rules in steps:
        before, predicted = estate.shown(), estate.rules.dry_run(rules)
        told = {
            sample.uid: {change["attribute"]: change.get("new") for change in sample.changes}
            for sample in predicted.samples
        }

        assert estate.apply(*rules) == predicted.changed == len(told)
        for uid, facts in estate.shown().items():
            expected = before[uid] | told.get(uid, {})
            assert facts == {name: value for name, value in expected.items() if value is not None}
        assert estate.rules.dry_run(rules).changed == 0
    Sources(estate.store, estate.registry, lambda: estate.now).withdraw("agent:app1", "ann", "wrong")
    assert estate.rules.dry_run(steps[-1]).changed == 0


@LAW
@given(history=st.lists(reports(), min_size=1, max_size=4), chance=st.randoms(use_true_random=False))
def test_rules_before_or_after_reports_in_any_order_make_the_same(
    estate: Estate, history: list[Report], chance: Random
) -> None:
    shuffled = sorted(history, key=lambda _: chance.random())

    def apply() -> None:
        estate.apply(SCAN_FIRST, Rule("agent:db1-scan", 90))

    assert estate.after(apply, shuffled) == estate.after(history, apply)


def test_rules_that_would_change_most_are_refused_with_the_number(estate: Estate) -> None:
    for number in range(10):
        machine = Machine(f"app{number}", f"10.0.0.{number + 1}")
        estate.send(report(machine), scanned(replace(machine, kernel="9"), source=f"z{number}"))
    rule = Rule("agent", 90, ci_class="server", attribute="kernel_version", max_age_seconds=60)
    estate.now = 10**17

    with pytest.raises(TooBroadError, match="would change 10 of 10 CIs; look at the dry run, then confirm with 10"):
        estate.rules.save([Rule(f"agent:z{number}", 90, ci_class="server") for number in range(10)], SIGNED)
    estate.rules.save([rule], SIGNED)

    assert estate.rules.current().left == 10


def test_an_interrupted_application_goes_on(estate: Estate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cmdb_server.reconciliation_rules.dry_run.PIECE", 1)
    app = Machine("app1")
    estate.send(report(app), scanned(replace(app, kernel="9"), source="app1-scan"), report(Machine("db1", "10.0.0.2")))
    first = estate.rules.save([replace_class(SCAN_FIRST, "server")], SIGNED)
    pieces = estate.rules.dry_run([], seconds=0)

    done, left = estate.rules.apply_some(seconds=0)
    waiting = estate.rules.current().left
    more, none_left = estate.rules.apply_some(seconds=60)

    assert (pieces.checked, pieces.left, pieces.after != "") == (1, 1, True)
    assert (left, waiting, none_left) == (1, 1, 0)
    assert done + more == first.changed == 1
    assert estate.attributes(estate.uid("app1"))["kernel_version"] == "9"


def replace_class(rule: Rule, ci_class: str) -> Rule:
    """The same rule for a class."""
    return Rule(rule.source, rule.priority, ci_class=ci_class)


def test_claims_that_become_too_old_are_judged_again(estate: Estate) -> None:
    app = Machine("app1")
    estate.send(report(app), scanned(replace(app, kernel="9"), at=60 * 24 * 2, source="z"))
    at = 1767225600 * MICROSECONDS
    estate.now = at + 600 * MICROSECONDS
    estate.apply(Rule("agent:app1", 90, max_age_seconds=3600))
    young = (estate.rules.judge_again(), estate.attributes(estate.uid("app1"))["kernel_version"])

    estate.now = at + 86_400 * MICROSECONDS
    old = (estate.rules.judge_again(), estate.attributes(estate.uid("app1"))["kernel_version"])

    assert young == (0, "6.1")
    assert (old[0] >= 1, old[1]) == (True, "9")
    assert estate.rules.judge_again() == 0


def test_why_tells_every_claim_and_the_rule_that_decided(estate: Estate) -> None:
    app = Machine("app1")
    estate.send(report(app), scanned(replace(app, kernel="9"), source="app1-scan"))
    uid = estate.uid("app1")
    by_kind = estate.rules.why(uid, "kernel_version")
    estate.apply(SCAN_FIRST)
    by_rule = estate.rules.why(uid, "kernel_version")
    estate.edits.change(uid, {"kernel_version": "10"}, ANN)
    by_person = estate.rules.why(uid, "kernel_version")

    assert by_kind is not None
    assert by_kind.decided_by == "priority of Agent: both 80, the smaller source key counts"
    assert by_rule is not None
    assert [(claim.value, claim.verdict) for claim in by_rule.claims] == [("9", "counts"), ("6.1", "outranked")]
    assert by_rule.decided_by == "rule: every class every attribute agent:app1-scan: 90 against 80"
    assert by_rule.claims[0].rule == SCAN_FIRST
    assert by_person is not None
    assert (by_person.value, by_person.claims[0].actor, by_person.claims[0].reason) == ("10", "ann", "seen in the rack")
    assert estate.rules.why(uid, "colour") is None
    assert estate.rules.why("ci_nothing", "name") is None


def test_why_says_of_an_attribute_without_a_value_that_no_source_says_it(estate: Estate) -> None:
    estate.send(report(Machine("app1")))

    found = estate.rules.why(estate.uid("app1"), "asset_tag")

    assert found is not None
    assert (found.value, found.claims, found.decided_by) == (None, [], "no source says anything of it")


def test_a_rule_is_tried_on_one_ci(estate: Estate) -> None:
    app = Machine("app1")
    estate.send(report(app), scanned(replace(app, kernel="9"), source="app1-scan"))

    found = estate.rules.preview([SCAN_FIRST], estate.uid("app1"))

    assert found is not None
    (change,) = [change for change in found.changes if change["attribute"] == "kernel_version"]
    assert (change["old"], change["new"], change["new_source"]) == ("6.1", "9", "agent:app1-scan")
    assert estate.rules.preview([], estate.uid("app1")) is None


def test_a_condition_of_before_is_carried_over_into_the_filter_language(estate: Estate) -> None:
    former = [
        {"source": "agent", "priority": 90, "if_attribute": "name", "if_value": 'a "b" or c'},
        {"source": "ssh", "priority": 90, "if_attribute": "memory_bytes", "if_value": "1024", "note": "small"},
        {"source": "manual", "priority": 90, "if_attribute": "", "if_value": ""},
    ]
    kept = {"rules": json.dumps(former), "version": 3}
    estate.store.write(lambda tx: tx.run(SAVE_RULE_BOOK, key=KEY, properties=kept))

    migrate(estate.store)

    found = estate.rules.current()
    assert (found.version, [rule.source for rule in found.rules]) == (3, ["agent", "ssh", "manual"])
    named, small, every = (condition_of(rule, REGISTRY) for rule in found.rules)
    assert (named("server", {"name": 'a "b" or c'}), named("server", {"name": "a"})) == (True, False)
    assert (small("server", {"memory_bytes": 1024}), small("server", {"memory_bytes": 1})) == (True, False)
    assert every("server", {})
    assert (found.rules[1].note, found.rules[2]) == ("small", Rule("manual", 90))


def test_rules_that_somebody_else_changed_are_not_overwritten(estate: Estate) -> None:
    estate.rules.save([SCAN_FIRST], SIGNED, version=0)

    with pytest.raises(RulesChangedError):
        estate.rules.save([], SIGNED, version=0)

    current = estate.rules.current()
    assert (current.rules, current.version, current.saved_by, current.reason) == ((SCAN_FIRST,), 1, *SIGNED)


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        (Rule("nobody", 1), "source"),
        (Rule("agent", -1), "priority"),
        (Rule("agent", 1, ci_class="spoon"), "ci_class"),
        (Rule("agent", 1, ci_class="site", attribute="model"), "attribute"),
        (Rule("agent", 1, allow_null=True), "allow_null"),
        (Rule("agent", 1, condition="model is"), "condition"),
        (Rule("agent", 1, condition="runs_on (server)"), "condition"),
        (Rule("agent", 1, condition='model = A or "A"'), "condition"),
        (Rule("agent", 1, condition="last_seen_at older than 7 days"), "condition"),
        (Rule("agent", 1, ci_class="site", condition="model = A"), "condition"),
        (Rule("agent", 1, max_age_seconds=-1), "max_age_seconds"),
        (Rule("manual", 1, max_age_seconds=5), "max_age_seconds"),
        (Rule("agent", 1, note="x" * 301), "note"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(estate: Estate, rule: Rule, field: str) -> None:
    with pytest.raises(RuleRefusedError) as raised:
        estate.rules.dry_run([rule])

    error: FieldError = raised.value.errors[0]
    assert error.field == f"rules.0.{field}"
    assert error.remedy


def test_two_rules_about_the_same_are_refused(estate: Estate) -> None:
    with pytest.raises(RuleRefusedError, match="is about the same as rule 1"):
        estate.rules.dry_run([SCAN_FIRST, Rule("agent:app1-scan", 5)])
    with pytest.raises(RuleRefusedError, match="too many"):
        estate.rules.dry_run([Rule(f"agent:{number}", 5) for number in range(201)])
