"""The audit of the groups in a graph."""

import msgspec

from cmdb_server.api.redaction import redacted
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.permissions.grants import Grant
from cmdb_server.permissions.sight import Place, sight_of
from cmdb_server.redundancy.audit import AuditedGroup, audit
from graph_schema import load_registry
from tests.impact_analysis.estate import Link, Put, write, write_shop


def test_groups_are_listed_with_who_needs_them_the_worst_first(store: GraphStore) -> None:
    write_shop(store)
    write(store, [Put("lone", "redundancy_group", {"k": 1})], [Link("lone", "HAS_MEMBER", "cache")])

    found = audit(store, ImpactAnalysis(store, load_registry()).snapshot()).items

    shown = [(group.name, group.severity, group.k, group.members, group.dependents) for group in found]
    assert shown == [("lone", "none", 1, 1, 0), ("dbs", "ok", 1, 2, 1)]


def test_of_a_group_that_may_not_be_seen_it_is_told_how_bad_it_is() -> None:
    group = AuditedGroup("ci_g", "dbs", "redundancy_group", "pool", 2, "db1", 2, 2, 1, "none", ["db1 and db2"])
    sight = sight_of(load_registry(), (Grant("server"),))

    told = redacted(
        msgspec.to_builtins(group), sight, lambda uids: dict.fromkeys(uids, Place("redundancy_group", None))
    )

    assert (told["severity"], told["dependents"], told["findings"]) == ("none", 1, [])
    assert "db" not in str(told)
