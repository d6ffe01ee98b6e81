"""Questions on a small shop, asked of the real engine."""

import pytest

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.impact_analysis.answers import Edge, Group, Level, Weakest
from cmdb_server.impact_analysis.question import ActionOn, ImpactQuestionError, Question, UnknownCIError
from cmdb_server.impact_analysis.turning_points import turning_points
from graph_schema import load_registry
from tests.impact_analysis.estate import Link, Put, change, write, write_shop

BOTH_DATABASES = Question(down=("db1", "db2"))


@pytest.fixture
def analysis(store: GraphStore) -> ImpactAnalysis:
    """Questions about the shop."""
    write_shop(store)
    return ImpactAnalysis(store, load_registry())


def test_the_picture_says_what_a_host_takes_down(analysis: ImpactAnalysis) -> None:
    picture = analysis.picture(Question(down=("host",)))

    states = {node.uid: node.state for node in picture.nodes}
    assert states == {
        "host": "source",
        "disk": "down",
        "web": "down",
        "db1": "down",
        "dbs": "at_risk",
        "shop": "down",
    }
    assert (picture.counts.down, picture.counts.at_risk, picture.counts.reach, picture.counts.services) == (4, 1, 5, 1)
    assert picture.levels == [Level(0, 1), Level(1, 3), Level(2, 2)]
    assert (picture.truncated, picture.hidden, picture.direction) == (False, 0, "impact")
    assert picture.affected[0].uid == "shop"
    assert picture.affected[0].score == 2000.0


def test_a_group_shows_its_rule_and_a_ci_the_site_it_stands_on(analysis: ImpactAnalysis) -> None:
    nodes = {node.uid: node for node in analysis.picture(Question(down=("host",))).nodes}

    assert nodes["dbs"].group == Group(k=1, members=2, up=1)
    assert nodes["web"].group is None
    assert (nodes["host"].site, nodes["web"].site, nodes["shop"].site) == ("oslo", "oslo", None)
    assert (nodes["shop"].users, nodes["shop"].criticality, nodes["web"].users) == (500, 4, None)
    assert nodes["shop"].class_label == "Business service"


def test_an_edge_carries_what_the_relationship_rests_on(analysis: ImpactAnalysis) -> None:
    edges = {(edge.source, edge.target): edge for edge in analysis.picture(BOTH_DATABASES).edges}

    assert set(edges) == {("dbs", "db1"), ("dbs", "db2"), ("web", "dbs"), ("shop", "web")}
    assert edges["web", "dbs"] == Edge(
        source="web",
        target="dbs",
        type="DEPENDS_ON",
        strength="hard",
        confidence=0.6,
        sources=("agent:test",),
        last_seen_at="2026-01-01T00:00:00.000Z",
        derivation="connection",
    )


def test_a_service_comes_with_one_path_its_weakest_relationship_and_its_margin(analysis: ImpactAnalysis) -> None:
    services = analysis.picture(BOTH_DATABASES).services

    assert [service.uid for service in services] == ["shop"]
    assert list(services[0].path)[1:] == ["dbs", "web", "shop"]
    assert services[0].weakest == Weakest("web", "dbs", "DEPENDS_ON", 0.6, "2026-01-01T00:00:00.000Z")
    assert services[0].margin == -1


def test_a_picture_is_cut_but_its_counts_are_not(analysis: ImpactAnalysis) -> None:
    whole, cut = analysis.picture(Question(down=("host",))), analysis.picture(Question(down=("host",)), limit=2)

    assert [node.uid for node in cut.nodes] == ["host", "shop"]
    assert (cut.truncated, cut.hidden, cut.counts, cut.levels) == (True, 4, whole.counts, whole.levels)
    assert cut.affected == whole.affected[:2]


def test_causes_are_what_the_symptom_needs_with_what_each_would_do_alone(analysis: ImpactAnalysis) -> None:
    picture = analysis.causes("shop")

    states = {node.uid: node.state for node in picture.nodes}
    assert states == {
        "shop": "source",
        "web": "down",
        "host": "down",
        "dbs": "down",
        "db1": "at_risk",
        "db2": "at_risk",
        "cache": "degraded",
    }
    assert picture.direction == "causes"
    assert picture.counts.down == 3
    assert [entry.state for entry in picture.affected] == ["down", "down", "down", "degraded", "at_risk", "at_risk"]
    assert {(edge.source, edge.target) for edge in picture.edges} >= {("shop", "web"), ("web", "host")}


def test_a_cut_picture_of_causes_keeps_the_symptom_and_the_worst(analysis: ImpactAnalysis) -> None:
    picture = analysis.causes("shop", limit=3)

    assert [node.state for node in picture.nodes] == ["source", "down", "down"]
    assert picture.hidden == 4


def test_paths_tell_in_words_how_a_failure_travels(analysis: ImpactAnalysis) -> None:
    paths = analysis.paths(BOTH_DATABASES, "shop")

    assert len(paths) == 2
    steps = paths[0].steps
    assert [step.uid for step in steps][1:] == ["dbs", "web", "shop"]
    assert [step.note for step in steps] == [
        "failed: down",
        "db1, db2 down: 0 of 2 remain, 1 needed: down",
        "needs dbs, which is down: down",
        "needs web, which is down: down",
    ]
    assert steps[0].relationship is None
    assert steps[2].relationship is not None
    assert steps[2].relationship.derivation == "connection"
    assert steps[2].relationship.evidence[0].text == "DEPENDS_ON derived from connection by agent:test"


def test_a_redundant_ci_that_is_still_up_is_shown_with_how_it_could_be_hit(analysis: ImpactAnalysis) -> None:
    write_extra_pool(analysis)

    paths = analysis.paths(Question(degraded=("cache",)), "pool")

    assert [step.uid for step in paths[0].steps] == ["cache", "web", "pool"]
    assert paths[0].steps[1].note == "can use cache, which is degraded: at risk"
    assert paths[0].steps[2].note == "needs web, but is still up: what it needs is met"


def test_what_does_not_depend_on_the_failure_has_no_path(analysis: ImpactAnalysis) -> None:
    assert analysis.paths(Question(down=("web",)), "wiki") == []


def test_the_evaluation_is_the_complete_impact_json(analysis: ImpactAnalysis) -> None:
    found = analysis.evaluate(Question(down=("db1",), degraded=("cache",)))

    assert found.states == {
        "db1": "down",
        "cache": "degraded",
        "dbs": "at_risk",
        "web": "at_risk",
        "shop": "at_risk",
        "wiki": "degraded",
    }
    assert found.rounds == {"db1": 0, "cache": 0, "dbs": 1, "wiki": 1, "web": 1, "shop": 2}
    assert set(found.reach) == set(found.states)
    assert (found.down, found.degraded, found.as_of) == (["db1"], ["cache"], None)
    assert {service.uid: service.state for service in found.services} == {"shop": "at_risk", "wiki": "degraded"}
    assert found.assumed == ["web-DEPENDS_ON-dbs", "wiki-DEPENDS_ON-cache"]
    assert found.unknowns == {"remote_peers": 0, "stale_cis": 0, "assumed_relationships": 2}


def test_the_list_is_complete_and_worst_first(analysis: ImpactAnalysis) -> None:
    rows = list(analysis.listing(Question(down=("db1",))))

    assert [row.uid for row in rows] == ["shop", "db1", "dbs", "web"]
    assert [row.state for row in rows] == ["at_risk", "source", "at_risk", "at_risk"]
    assert list(rows[0].path) == ["db1", "dbs", "web", "shop"]


@pytest.mark.parametrize("action", ["power_off", "restart", "upgrade"])
def test_an_action_takes_its_ci_down(analysis: ImpactAnalysis, action: str) -> None:
    found = analysis.evaluate(Question(degraded=("host",), actions=(ActionOn(action, "host"),)))

    assert found.down == ["host"]
    assert found.degraded == []


@pytest.mark.parametrize(
    ("question", "message"),
    [
        (Question(), "names no CI; name at least one CI in down, degraded or actions"),
        (
            Question(actions=(ActionOn("explode", "host"),)),
            r"actions\[0\].action 'explode': is unknown; use one of certificate_expires, configuration_change",
        ),
    ],
)
def test_a_question_that_cannot_be_answered_says_what_to_do(
    analysis: ImpactAnalysis, question: Question, message: str
) -> None:
    with pytest.raises(ImpactQuestionError, match=message):
        analysis.picture(question)


def test_a_ci_is_found_by_its_uid_by_its_only_name_and_after_a_merge(
    analysis: ImpactAnalysis, store: GraphStore
) -> None:
    write(store, [Put("old", "server", {"status": "merged", "merged_into": "host"})])
    change(store, "cache", name="The Cache")

    found = analysis.evaluate(Question(down=("old",), degraded=("The Cache",)))

    assert (found.down, found.degraded) == (["host"], ["cache"])


def test_an_unknown_a_retired_and_an_ambiguous_ci_are_refused_by_field(
    analysis: ImpactAnalysis, store: GraphStore
) -> None:
    write(store, [Put("twin1", "server", {"name": "twin"}), Put("twin2", "server", {"name": "twin"})])
    change(store, "disk", status="retired")

    with pytest.raises(UnknownCIError, match=r"down\[0\] 'nothing': is neither the uid nor the name of a CI"):
        analysis.picture(Question(down=("nothing",)))
    with pytest.raises(UnknownCIError, match=r"degraded\[0\] 'disk': is retired"):
        analysis.picture(Question(degraded=("disk",)))
    with pytest.raises(UnknownCIError, match=r"to 'twin': is the name of 2 CIs; .*twin1 \(server\), twin2 \(server\)"):
        analysis.paths(Question(down=("host",)), "twin")


def test_the_busiest_program_is_the_one_most_others_need(analysis: ImpactAnalysis) -> None:
    everywhere, here = analysis.busiest(limit=2), analysis.busiest(computer="host")

    assert [entry.uid for entry in everywhere] == ["cache", "db1"]
    assert (everywhere[0].dependents, everywhere[0].affected) == (3, 3)
    assert [entry.uid for entry in everywhere[0].takes_down] == ["shop", "wiki", "web"]
    assert [entry.uid for entry in here] == ["db1", "web"]
    assert here[0].computer is not None
    assert here[0].computer.uid == "host"


def write_extra_pool(analysis: ImpactAnalysis) -> None:
    """A pool of two of which one does not depend on anything of the shop."""
    store = analysis.store
    write(
        store,
        [Put("pool", "redundancy_group", {"k": 1}), Put("other", "software_instance")],
        [Link("pool", "HAS_MEMBER", "web"), Link("pool", "HAS_MEMBER", "other")],
    )


def test_a_result_hangs_on_single_relationships_and_on_the_members_of_groups(analysis: ImpactAnalysis) -> None:
    points = analysis.turning_points(BOTH_DATABASES).items

    found = {(point.kind, point.source, point.target): point for point in points}
    assert set(found) == {
        ("member", "dbs", "db2"),
        ("relationship", "web", "dbs"),
        ("relationship", "shop", "web"),
    }
    assert [(one.uid, one.state, one.then) for one in found["member", "dbs", "db2"].services] == [
        ("shop", "down", "at_risk")
    ]
    derived = found["relationship", "web", "dbs"]
    assert (derived.confidence, derived.is_assumed, derived.services[0].then) == (0.6, True, "up")
    assert derived.text == "if web did not need dbs, or had another: shop up instead of down"


def test_where_not_all_that_a_result_rests_on_is_tried_that_is_said(
    store: GraphStore, analysis: ImpactAnalysis
) -> None:
    found = turning_points(store, analysis.asked(BOTH_DATABASES), most=1)

    assert (found.tried, found.places) == (1, 3)
    assert len(found.items) == 1


def test_what_redundancy_already_carries_is_no_turning_point(analysis: ImpactAnalysis) -> None:
    alone = [(point.source, point.target) for point in analysis.turning_points(Question(down=("cache",))).items]
    assert ("wiki", "cache") in alone
    assert {point.type for point in analysis.turning_points(Question(down=("db1",))).items} == {"DEPENDS_ON"}


def test_a_service_tells_owner_agreement_sites_and_what_is_assumed(analysis: ImpactAnalysis, store: GraphStore) -> None:
    change(store, "shop", owner_name="Sales", support_hours="24x7")

    (service,) = analysis.picture(Question(down=("host",))).services
    (assumed,) = analysis.picture(BOTH_DATABASES).services

    assert (service.owner_name, service.support_hours, service.sites) == ("Sales", "24x7", ["oslo"])
    assert (service.assumed, assumed.assumed) == (0, 1)
