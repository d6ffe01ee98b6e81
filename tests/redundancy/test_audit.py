"""The audit of the groups in a graph."""

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.redundancy.audit import audit
from graph_schema import load_registry
from tests.impact_analysis.estate import Link, Put, write, write_shop


def test_groups_are_listed_with_who_needs_them_the_worst_first(store: GraphStore) -> None:
    write_shop(store)
    write(store, [Put("lone", "redundancy_group", {"k": 1})], [Link("lone", "HAS_MEMBER", "cache")])

    found = audit(store, ImpactAnalysis(store, load_registry()).snapshot()).items

    shown = [(group.name, group.severity, group.k, group.members, group.dependents) for group in found]
    assert shown == [("lone", "none", 1, 1, 0), ("dbs", "ok", 1, 2, 1)]
