"""What is doubtful among the CIs of a graph."""

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.known_unknowns.unknowns import STALE_AFTER, KnownUnknowns
from graph_schema import load_registry
from tests.impact_analysis.estate import SEEN_AT, Link, Put, write

LINKS = (Link("app", "DEPENDS_ON", "db", {"derivation": "connection"}), Link("app", "DEPENDS_ON", "cache", {}))


def test_a_dependency_that_its_agent_no_longer_confirms_is_told_after_a_week(store: GraphStore) -> None:
    write(store, [Put(name, "software_instance") for name in ("app", "db", "cache")], LINKS)

    def stale(at: int) -> list[str]:
        snapshot = ImpactAnalysis(store, load_registry(), lambda: at).snapshot()
        found = KnownUnknowns(store, snapshot).among(["app", "db"], 10)
        assert found.assumed == 1
        return [f"{edge.source_name} {edge.target_name}" for edge in found.stale_edges]

    assert stale(SEEN_AT + STALE_AFTER // 2) == []
    assert stale(SEEN_AT + 2 * STALE_AFTER) == ["app db"]
