"""Ranking causes: laws on random estates, one hand-made case per kind of evidence, and bad input."""

import math
import random
from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeAlias

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from impact import Ranking, UnknownCIError, candidates, estate_of, rank
from impact.causes.neighbourhood import DiGraph
from impact.causes.predicted import Hypothesis, lists_of, predict
from impact.estate import CI, Requirement
from impact.rows import integers
from tests.impact import brute_force
from tests.impact.estates import Case, cases

Signal: TypeAlias = dict[str, Any]
NOW = 10_000.0
SYMPTOM = {"node": "shop", "metric": "alert", "time": NOW}


def estate(*edges: tuple[str, str], nodes: Sequence[str] = (), **groups: tuple[int, Sequence[str]]) -> DiGraph:
    """Plain dependencies, and per owner a group of which it needs k members."""
    graph: DiGraph = nx.DiGraph(edges)
    graph.add_nodes_from(nodes)
    for owner, (k, members) in groups.items():
        graph.add_edges_from(((owner, member) for member in members), group=owner, k=k, n=len(members))
    return graph


def alerts(*nodes: str, **more: object) -> list[Signal]:
    return [{"node": node, "metric": "alert", "severity": 3, "onset": NOW - 60} | more for node in nodes]


def alert(node: str, severity: int) -> Signal:
    return alerts(node, severity=severity)[0]


def metric(node: str, name: str = "latency", z: float = 0.0, **more: object) -> Signal:
    return {"node": node, "metric": name, "z": z, "z_before": 0.0, "onset": NOW - 60 if z > 3 else None} | more


def quiet(*nodes: str) -> list[Signal]:
    return [metric(node, z=0.2) for node in nodes]


def names(ranking: Ranking) -> list[Any]:
    return [cause.node for cause in ranking]


def scores(ranking: Ranking) -> dict[Any, float]:
    return {cause.node: cause.score for cause in ranking}


@st.composite
def questions(draw: st.DrawFn) -> tuple[DiGraph, list[Signal], list[Signal], dict[str, Any]]:
    """A small estate with cycles and self loops, signals, changes, a symptom."""
    nodes = "abcdefgh"[: draw(st.integers(2, 8))]
    one = st.sampled_from(nodes)
    graph: DiGraph = nx.DiGraph()
    graph.add_nodes_from(nodes)
    for source, target in draw(st.lists(st.tuples(one, one), max_size=14)):
        kind: Literal["hard", "soft"] = draw(st.sampled_from(("hard", "hard", "soft")))
        more = draw(st.sampled_from(({}, {"group": 1, "k": 1, "n": 2}, {"group": 2, "k": 2, "n": 3})))
        graph.add_edge(source, target, kind=kind, **more)
    z = st.floats(0, 50)
    measured = st.builds(metric, one, st.sampled_from(("latency", "cpu", "errors", "requests")), z=z)
    alerting = st.builds(alert, one, st.integers(1, 3))
    signals = draw(st.lists(st.one_of(measured, alerting), max_size=12))
    changes = [{"node": draw(one), "time": NOW - draw(st.floats(0, 9000))} for _ in range(draw(st.integers(0, 2)))]
    return graph, signals, changes, {"node": draw(one), "metric": "latency", "time": NOW}


Question: TypeAlias = tuple[DiGraph, list[Signal], list[Signal], dict[str, Any]]


@settings(max_examples=40)
@given(questions())
def test_names_do_not_matter(question: Question) -> None:
    graph, signals, changes, target = question
    new = {node: f"{ord(node) * 7919 % 101}-{node}" for node in graph}

    def renamed(items: Sequence[Mapping[str, Any]]) -> list[Signal]:
        return [{**item, "node": new[item["node"]]} for item in items]

    plain = rank(graph, signals, changes, target)
    other = rank(nx.relabel_nodes(graph, new), renamed(signals), renamed(changes), renamed([target])[0])

    assert [new[name] for name in names(plain)] == names(other)
    assert [cause.score for cause in plain] == [cause.score for cause in other]


@settings(max_examples=40)
@given(questions(), st.randoms(use_true_random=False))
def test_the_order_of_signals_and_changes_does_not_matter(question: Question, chance: random.Random) -> None:
    graph, signals, changes, target = question
    expected = scores(rank(graph, signals, changes, target))

    chance.shuffle(signals)
    chance.shuffle(changes)

    assert scores(rank(graph, signals, changes, target)) == pytest.approx(expected, abs=1e-6)


@settings(max_examples=40)
@given(questions())
def test_a_ci_that_has_nothing_to_do_with_it_changes_nothing(question: Question) -> None:
    graph, signals, changes, target = question
    larger = graph.copy()
    larger.add_edge("stranger", "other stranger")

    assert rank(larger, signals, changes, target) == rank(graph, signals, changes, target)


@settings(max_examples=40)
@given(questions())
def test_everything_the_symptom_depends_on_is_ranked_and_said_to_reach_it(question: Question) -> None:
    graph, signals, changes, target = question
    ranking = rank(graph, signals, changes, target)
    plain = estate_of([CI(node) for node in graph], [Requirement(source, [member]) for source, member in graph.edges])
    behind = candidates(plain.graph, plain.all_numbers([target["node"]])).cis()

    assert {cause.node for cause in ranking if cause.reaches_symptom} == set(plain.names(behind))


@settings(max_examples=40)
@given(questions())
def test_the_parts_add_up_and_the_order_is_that_of_the_scores(question: Question) -> None:
    ranking = rank(*question)

    assert all(math.isclose(sum(part.points for part in cause.parts), cause.score, abs_tol=1e-6) for cause in ranking)
    assert [cause.score for cause in ranking] == sorted((cause.score for cause in ranking), reverse=True)
    assert all(0 <= cause.confidence <= 1 for cause in ranking)
    assert ranking.confidence == ranking[0].confidence


@given(cases())
def test_predicted_states_are_those_of_the_brute_force(case: Case) -> None:
    estate = case.estate()
    hypotheses = [
        Hypothesis(tuple(integers(estate.all_numbers(down)).tolist()), tuple(estate.all_numbers(degraded).tolist()))
        for down, degraded in ((case.down, case.degraded), (case.cis[:1], ()), ((), case.cis[:2]))
    ]
    predicted = predict(lists_of(estate.graph), hypotheses)

    for column, (down, degraded) in enumerate(((case.down, case.degraded), (case.cis[:1], ()), ((), case.cis[:2]))):
        expected = brute_force.evaluate(case.cis, case.groups, down, degraded).states
        found = dict.fromkeys(case.cis, "up")
        found |= {estate.cis[ci].id: state.word for ci, state in predicted.states(column).items()}
        assert found == expected


def test_alerts_of_dependents_point_to_what_they_share() -> None:
    graph = estate(("shop", "app"), ("app", "db"), ("wiki", "db"), ("blog", "db"), ("app", "cache"))

    assert names(rank(graph, alerts("shop", "app", "wiki", "blog"), [], SYMPTOM))[0] == "db"


def test_silence_of_what_would_be_hit_speaks_against_a_cause() -> None:
    others = [(f"vm{number}", "san") for number in range(8)]
    graph = estate(("shop", "app"), ("app", "san"), ("app", "disk"), *others)

    ranked = scores(rank(graph, alerts("shop", "app"), [], SYMPTOM))

    assert ranked["app"] > ranked["disk"] > ranked["san"]


def test_redundancy_acquits_a_member_whose_loss_takes_nothing_down() -> None:
    graph = estate(("shop", "net"), shop=(1, ("web1", "web2")))

    ranked = scores(rank(graph, alerts("shop"), [], SYMPTOM))

    assert ranked["net"] > ranked["web1"]


def test_what_dependencies_do_not_explain_is_suspect() -> None:
    graph = estate(("shop", "app"), ("app", "db"), ("shop", "mail"))
    signals = [metric("shop", z=20.0), metric("app", z=25.0), *quiet("db", "mail")]

    assert names(rank(graph, signals, [], SYMPTOM | {"metric": "latency"}))[0] == "app"


def test_a_measurement_that_does_not_travel_counts_in_full() -> None:
    graph = estate(("shop", "app"), ("shop", "mail"), ("app", "db"))
    signals = [
        *(metric(node, "latency", 8.0) for node in ("shop", "app", "mail")),
        metric("db", "latency", 0.1),
        *(metric(node, "cpu", 0.1) for node in ("shop", "app", "db")),
        metric("mail", "cpu", 40.0),
    ]

    ranking = rank(graph, signals, [], SYMPTOM | {"metric": "latency"})

    assert ranking[0].node == "mail"
    assert any("Its own cpu" in part.sentence for part in ranking[0].parts)


def test_slow_calls_from_everywhere_to_one_ci_point_to_it() -> None:
    graph = estate(("shop", "a"), ("shop", "b"), ("a", "db"), ("b", "db"), ("a", "mail"), ("b", "mail"))
    signals = [
        *(metric(node, z=6.0) for node in ("shop", "a", "b")),
        *(metric("db", "call_delay", 30.0, peer=peer) for peer in ("a", "b")),
        *(metric("mail", "call_delay", 0.1, peer=peer) for peer in ("a", "b")),
    ]

    ranking = rank(graph, signals, [], SYMPTOM | {"metric": "latency"})

    assert ranking[0].node == "db"
    assert scores(ranking)["db"] > scores(ranking)["mail"] + 1


def test_a_change_shortly_before_is_suspect_and_an_old_one_less() -> None:
    graph = estate(*(("shop", name) for name in "abcdefgh"))
    changes = [{"id": "CHG1", "node": "a", "time": NOW - 300}, {"id": "CHG2", "node": "b", "time": NOW - 14_000}]

    ranking = rank(graph, alerts("shop"), changes, SYMPTOM)
    ranked = scores(ranking)

    assert ranked["a"] > ranked["b"] > ranked["c"]
    changed = next(cause for cause in ranking if cause.node == "a")
    assert any("5 minutes before the symptom (CHG1)" in part.sentence for part in changed.parts)


def test_a_change_after_the_symptom_is_no_evidence() -> None:
    graph = estate(("shop", "a"), ("shop", "b"))

    ranked = scores(rank(graph, alerts("shop"), [{"node": "a", "time": NOW + 900}], SYMPTOM))

    assert ranked["a"] == ranked["b"]


def test_an_alert_long_before_counts_less_than_a_fresh_one() -> None:
    graph = estate(("shop", "a"), ("shop", "b"))
    signals = [*alerts("shop", "a"), *alerts("b", onset=NOW - 20_000)]

    ranked = scores(rank(graph, signals, [], SYMPTOM))

    assert ranked["a"] > ranked["b"]


def test_what_was_in_trouble_earlier_is_hardly_the_doing_of_a_suspect() -> None:
    graph = estate(("shop", "app"), ("app", "early"), ("app", "late"))
    signals = [*alerts("shop", "app"), *alerts("early", onset=NOW - 200), *alerts("late", onset=NOW + 200)]

    ranked = scores(rank(graph, signals, [], SYMPTOM))

    assert ranked["early"] > ranked["late"]


def test_the_dependency_is_suspect_where_both_show_the_same() -> None:
    graph = estate(("shop", "app"), ("app", "db"), *(("shop", f"other{number}") for number in range(6)))
    signals = [*(metric(node, z=20.0) for node in ("shop", "app", "db")), *quiet(*(f"other{n}" for n in range(6)))]

    ranking = rank(graph, signals, [], SYMPTOM | {"metric": "latency"})

    assert ranking[0].node == "db"
    app = next(cause for cause in ranking if cause.node == "app")
    assert any(part.label == "dependencies" and part.points < 0 for part in app.parts)


def test_a_dependency_in_trouble_excuses_no_measurement_that_does_not_travel() -> None:
    graph = estate(("shop", "app"), ("app", "db"), *(("shop", f"other{number}") for number in range(6)))
    others = [f"other{number}" for number in range(6)]
    signals = [*(metric(node, z=20.0) for node in ("shop", "app", "db")), *quiet(*others)]
    idle = [metric(node, "cpu", 0.1) for node in ("shop", "db", *others)]

    ranking = rank(graph, [*signals, *idle, metric("app", "cpu", 60.0)], [], SYMPTOM | {"metric": "latency"})

    assert ranking[0].node == "app"
    excused = sum(part.points for part in ranking[0].parts if part.label == "dependencies")
    assert -1 < excused < 0


def test_trouble_that_was_there_before_counts_less() -> None:
    graph = estate(("shop", "a"), ("shop", "b"))
    signals = [metric("shop", z=9.0), metric("a", z=30.0), metric("b", z=30.0, z_before=30.0)]

    ranked = scores(rank(graph, signals, [], SYMPTOM | {"metric": "latency"}))

    assert ranked["a"] > ranked["b"]


def test_two_causes_are_found_where_one_explains_half() -> None:
    left, right = [f"l{number}" for number in range(4)], [f"r{number}" for number in range(4)]
    graph = estate(*((node, "san") for node in left), *((node, "router") for node in right), shop=(1, ("l0", "r0")))

    ranking = rank(graph, alerts("shop", *left, *right), [], SYMPTOM)

    assert {ranking[0].node, *ranking[0].together_with} == {"san", "router"}


def test_a_suspect_without_a_known_path_is_found_at_a_price() -> None:
    graph = estate(("shop", "app"), ("vm1", "san"), ("vm2", "san"), ("vm3", "san"), nodes=["spare"])

    ranking = rank(graph, alerts("shop", "vm1", "vm2", "vm3", "san"), [], SYMPTOM)
    san = next(cause for cause in ranking if cause.node == "san")

    assert san in ranking[:3]
    assert not san.reaches_symptom
    assert any("does not reach the symptom" in part.sentence for part in san.parts)


@pytest.mark.parametrize("others", [1, 3])
def test_larger_trouble_elsewhere_is_another_story(others: int) -> None:
    stories = [[(f"app{story}.{turn}", f"bus{story}") for turn in range(20)] for story in range(others)]
    graph = estate(("shop", "db"), ("db", "disk"), *(edge for story in stories for edge in story))
    elsewhere = [name for story in stories for edge in story for name in edge]

    ranking = rank(graph, alerts("shop", "db", *elsewhere), [], SYMPTOM | {"estate_size": 5_000})

    assert names(ranking)[:2] == ["db", "disk"]
    assert ranking.is_enough_evidence
    assert not ranking[0].together_with


def test_trouble_elsewhere_alone_is_not_enough_in_a_large_estate() -> None:
    graph = estate(("shop", "db"), ("shop", "cache"), ("shop", "queue"), ("wiki", "bus"), ("mail", "bus"))
    signals = alerts("wiki", "mail", "bus")

    small, large = (rank(graph, signals, [], SYMPTOM | {"estate_size": size}) for size in (5, 50_000))

    assert names(small)[0] == "bus"
    assert small.is_enough_evidence
    assert not large.is_enough_evidence


@pytest.mark.parametrize("changes", [[], [{"id": "c1", "node": "a", "time": SYMPTOM["time"], "summary": "tuned"}]])
def test_without_any_signal_it_says_that_the_evidence_is_not_enough(changes: list[dict[str, object]]) -> None:
    ranking = rank(estate(("shop", "a"), ("shop", "b"), ("shop", "c")), [], changes, SYMPTOM)

    assert len(ranking) == 4
    assert not changes or ranking[0].node == "a"
    assert not ranking.is_enough_evidence
    assert ranking.verdict.startswith("Not enough evidence")


def test_a_symptom_that_the_graph_does_not_have_is_named() -> None:
    with pytest.raises(UnknownCIError, match="target: there is no CI 'shop'"):
        rank(estate(("a", "b")), [], [], SYMPTOM)


@pytest.mark.parametrize("z", [math.nan, math.inf, -math.inf, None, "9", 1e308])
def test_scores_that_are_no_numbers_break_nothing(z: object) -> None:
    graph = estate(("shop", "shop"), ("shop", "db"), ("db", "shop"))
    signals = [{"node": "db", "metric": "latency", "z": z, "value": z, "baseline": 1e-300, "onset": z}]

    ranking = rank(graph, signals, [{"node": "db", "time": z}], SYMPTOM)

    assert all(math.isfinite(cause.score) for cause in ranking)


def test_signals_and_changes_of_unknown_cis_are_left_out() -> None:
    graph = estate(("shop", "db"))

    expected = rank(graph, alerts("shop", "db"), [], SYMPTOM)

    assert rank(graph, [*alerts("shop", "db"), *alerts("nobody")], [{"node": "no", "time": NOW}], SYMPTOM) == expected
