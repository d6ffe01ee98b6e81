"""The audit of the groups in a graph."""

from collections.abc import Sequence

import msgspec

from cmdb_server.api.redaction import redacted
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.permissions.grants import Grant
from cmdb_server.permissions.sight import Place, sight_of
from cmdb_server.redundancy.audit import AuditedGroup, audit
from graph_schema import load_registry
from impact import all_single_points
from tests.impact_analysis.estate import Link, Put, write, write_shop


def test_groups_are_listed_with_who_needs_them_the_worst_first(store: GraphStore) -> None:
    write_shop(store)
    write(store, [Put("lone", "redundancy_group", {"k": 1})], [Link("lone", "HAS_MEMBER", "cache")])

    found = audited(store)

    shown = [(group.name, group.severity, group.k, group.members, group.dependents) for group in found]
    assert shown == [("lone", "none", 1, 1, 0), ("dbs", "ok", 1, 2, 1)]


def audited(store: GraphStore) -> Sequence[AuditedGroup]:
    """The audit of now."""
    snapshot = ImpactAnalysis(store, load_registry()).snapshot()
    return audit(store, snapshot, all_single_points(snapshot.graph), None).items


def test_what_members_share_is_told_by_kind_with_how_many_would_have_to_be_elsewhere(store: GraphStore) -> None:
    names = {
        "switch": ("sw",),
        "pdu": ("pdu1",),
        "room": ("hall",),
        "server": ("h1", "h2", "h3"),
        "network_interface": ("i1", "i2", "p1", "p2"),
        "software_instance": ("a", "b", "c"),
    }
    cis = [Put(name, ci_class) for ci_class, those in names.items() for name in those]
    links = [
        *(Link("g", "HAS_MEMBER", name) for name in "abc"),
        *(Link(name, "RUNS_ON", host) for name, host in (("a", "h1"), ("b", "h2"), ("c", "h3"))),
        *(Link(host, "POWERED_BY", "pdu1") for host in ("h1", "h2", "h3")),
        *(Link(part, "PART_OF", owner) for part, owner in (("i1", "h1"), ("i2", "h2"), ("p1", "sw"), ("p2", "sw"))),
        *(Link("i1", "CONNECTED_TO", "p1"), Link("p2", "CONNECTED_TO", "i2")),
        *(Link(host, "LOCATED_IN", "hall") for host in ("h1", "h2")),
    ]
    write(store, [Put("g", "redundancy_group", {"k": 2}), *cis], links)

    (group,) = audited(store)

    assert group.shared is not None
    told = {one.uid: (one.kind, one.severity, one.affected, one.to_move) for one in group.shared}
    assert told == {
        "pdu1": ("power", "none", 3, 2),
        "sw": ("switch", "none", 2, 1),
        "hall": ("place", "weak", 2, 1),
    }
    assert (group.margin, group.severity) == (1, "none")
    assert "3 of 3 members fall with one source of power" in group.findings


def test_of_a_group_that_may_not_be_seen_it_is_told_how_bad_it_is() -> None:
    group = AuditedGroup("ci_g", "dbs", "redundancy_group", "pool", 2, "db1", 2, 2, 1, "none", ["db1 and db2"], 0, [])
    sight = sight_of(load_registry(), (Grant("server"),))

    told = redacted(
        msgspec.to_builtins(group), sight, lambda uids: dict.fromkeys(uids, Place("redundancy_group", None))
    )

    assert (told["severity"], told["dependents"], told["findings"]) == ("none", 1, [])
    assert "db" not in str(told)
