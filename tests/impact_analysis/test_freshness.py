"""The snapshot follows the graph: every committed change is in the next answer, and overlay equals rebuild."""

from dataclasses import asdict

import pytest

from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.analysis import ImpactAnalysis, now_in_microseconds
from cmdb_server.impact_analysis.current import CurrentSnapshot
from cmdb_server.impact_analysis.question import Question
from cmdb_server.impact_analysis.snapshot import Snapshot, view_of
from graph_schema import load_registry
from impact.rows import plain
from tests.impact_analysis.estate import Link, Put, change, close, write, write_shop

REGISTRY = load_registry()
_RECORD = Query("test.record", "CREATE (:Event {uid: $ci_uid, ci_uid: $ci_uid, recorded_at: $at})")


@pytest.fixture
def analysis(store: GraphStore) -> ImpactAnalysis:
    """Questions about the shop, the graph read once."""
    write_shop(store)
    analysis = ImpactAnalysis(store, REGISTRY)
    analysis.snapshot()
    return analysis


def answers(snapshot: Snapshot) -> set[tuple[str, ...]]:
    """What a snapshot says, without the numbers of its CIs."""
    uid, relationships, types = snapshot.cis.uid, snapshot.relationships, snapshot.view.types
    source, target, kind = (
        plain(column) for column in (relationships.source, relationships.target, relationships.type)
    )
    needs = {
        (uid[source[at]], types[kind[at]], uid[target[at]])
        for at in range(len(relationships.uid))
        if snapshot.is_requirement[at]
    }
    columns = zip(uid, snapshot.cis.name, snapshot.cis.status, map(str, snapshot.cis.k), strict=True)
    return needs | set(columns)


def test_a_new_relationship_is_in_the_next_answer(analysis: ImpactAnalysis, store: GraphStore) -> None:
    write(store, [Put("portal", "business_service")], [Link("portal", "DEPENDS_ON", "db2", {"strength": "hard"})])

    assert analysis.evaluate(Question(down=("db2",))).states["portal"] == "down"


def test_what_another_server_writes_is_in_the_next_answer(store: GraphStore, second_store: GraphStore) -> None:
    write_shop(store)
    shared, own = (ImpactAnalysis(store, REGISTRY, is_shared=is_shared) for is_shared in (True, False))
    before = [analysis.snapshot() for analysis in (shared, own)]

    write(second_store, [Put("portal", "business_service")], [Link("portal", "DEPENDS_ON", "db2")])
    second_store.write(lambda tx: tx.run(_RECORD, ci_uid="portal", at=now_in_microseconds()))

    assert shared.evaluate(Question(down=("db2",))).states["portal"] == "down"
    assert shared.snapshot() is shared.snapshot() is not before[0]
    assert own.snapshot() is before[1]


def test_a_relationship_that_ended_is_not(analysis: ImpactAnalysis, store: GraphStore) -> None:
    close(store, "shop", "web")

    assert "shop" not in analysis.evaluate(Question(down=("web",))).reach


def test_a_retired_ci_carries_no_failure_and_counts_again_when_it_returns(
    analysis: ImpactAnalysis, store: GraphStore
) -> None:
    change(store, "web", status="retired")
    retired = analysis.evaluate(Question(down=("host",))).states
    change(store, "web", status="active")
    returned = analysis.evaluate(Question(down=("host",))).states

    assert ("shop" in retired, "shop" in returned) == (False, True)


def test_a_changed_rule_of_a_group_counts(analysis: ImpactAnalysis, store: GraphStore) -> None:
    before = analysis.evaluate(Question(down=("db2",))).states["shop"]
    change(store, "dbs", k=2)

    assert (before, analysis.evaluate(Question(down=("db2",))).states["shop"]) == ("at_risk", "down")


def test_overlays_lead_to_the_same_snapshot_as_reading_everything(analysis: ImpactAnalysis, store: GraphStore) -> None:
    write(store, [Put("portal", "business_service")], [Link("portal", "DEPENDS_ON", "web")])
    analysis.snapshot()
    close(store, "web", "cache")
    change(store, "db2", status="retired")
    analysis.snapshot()
    write(store, [Put("blog", "business_service")], [Link("blog", "DEPENDS_ON", "portal")])

    overlaid, read = analysis.snapshot(), ImpactAnalysis(store, REGISTRY).snapshot()

    assert answers(overlaid) == answers(read)


def test_without_a_change_the_snapshot_stays_the_same(analysis: ImpactAnalysis) -> None:
    assert analysis.snapshot() is analysis.snapshot()


def test_many_changes_are_read_in_the_background_and_come_with_a_later_answer(store: GraphStore) -> None:
    write_shop(store)
    current = CurrentSnapshot(store, view_of(REGISTRY), now_in_microseconds, largest_overlay=2)
    before = current.get()
    write(
        store,
        [Put("portal", "business_service")],
        [Link("portal", "DEPENDS_ON", "db2"), Link("wiki", "DEPENDS_ON", "web")],
    )

    meanwhile = current.get()
    current.wait()
    after = current.get()

    assert meanwhile is before or "portal" in meanwhile.numbers
    assert "portal" in after.numbers
    assert after.taken_at > before.taken_at


def test_an_empty_graph_has_no_answer_but_can_be_asked(store: GraphStore) -> None:
    analysis = ImpactAnalysis(store, REGISTRY)

    assert analysis.busiest() == []
    assert analysis.snapshot().graph.size == 0


def test_an_answer_is_plain_values(analysis: ImpactAnalysis) -> None:
    assert asdict(analysis.picture(Question(down=("host",))))["counts"]["down"] == 4
