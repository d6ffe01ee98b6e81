"""Who only reads from a replica."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.ingest.validation import decode
from cmdb_server.replica_reads.deciding import OWN_REASON, Need, replica_reads
from cmdb_server.replica_reads.recognition import recognise
from graph_schema import load_registry
from graph_schema.report import Report, encode
from tests.ingest.machines import Machine, report
from tests.ingest.test_configured import connecting

STRENGTH = Query(
    "test.strength",
    """
    MATCH (c:CI {name: 'web'})-[r:DEPENDS_ON]->(d:CI)
    WHERE r.valid_to = 9223372036854775807
    RETURN d.name AS name, r.strength AS strength, r.strength_reason AS reason
    """,
)
REPLICATES = [("standby", "primary")]


def seen(target: str, reason: str = "") -> Need:
    """A need of a program that somebody saw."""
    return Need("web", target, is_seen=True, reason=reason)


@pytest.mark.parametrize(
    ("needs", "found"),
    [
        ([seen("primary"), seen("standby")], {"web": ["standby"]}),
        ([seen("primary"), seen("standby", OWN_REASON)], {"web": ["standby"]}),
        ([seen("standby")], {}),
        ([seen("primary"), seen("standby", "its configuration says so")], {}),
        ([seen("primary"), seen("standby", OWN_REASON)._replace(is_seen=False)], {}),
        ([seen("primary")._replace(is_seen=False), seen("standby", OWN_REASON)], {}),
    ],
)
def test_a_replica_is_read_from_where_its_primary_is_needed_too(needs: list[Need], found: dict[str, list[str]]) -> None:
    assert replica_reads(needs, REPLICATES) == found


needs = st.builds(Need, st.sampled_from("ab"), st.sampled_from("pqr"), st.booleans(), st.sampled_from(["", "x"]))
pairs = st.lists(st.tuples(st.sampled_from("qr"), st.sampled_from("pq")), max_size=4)


@given(st.lists(needs, max_size=8), pairs)
def test_the_order_in_which_needs_are_known_does_not_matter(some: list[Need], of: list[tuple[str, str]]) -> None:
    assert replica_reads(list(reversed(some)), list(reversed(of))) == replica_reads(some, of)


def test_what_is_assumed_of_a_replica_becomes_soft_until_the_primary_is_used_no_more(store: GraphStore) -> None:
    registry = load_registry()
    ingest = Ingest(store, registry)
    analysis = ImpactAnalysis(store, registry)
    standby = report(Machine("db2", "10.0.0.22", programs=("standby",), listens=(5432,)))
    copying = connecting("standby", "10.0.0.21", 5432, purpose="replication")
    standby = replace(standby, sections=(*(s for s in standby.sections if s.name != "connections"), copying))
    primary = report(Machine("db1", "10.0.0.21", programs=("primary",), listens=(5432,)))

    def web(at: int, *addresses: str) -> Report:
        return report(Machine("web1", "10.0.0.11", programs=("web",), connects=[(a, 5432) for a in addresses]), at)

    told: list[dict[str, tuple[str, str | None]]] = []
    for sent in ((web(1, "10.0.0.21", "10.0.0.22"), standby, primary), (web(2, "10.0.0.22"),), (web(3),)):
        for one in sent:
            ingest.accept(decode(encode(one), registry), "test")
        for _ in range(2):
            recognise(store, ingest, analysis.snapshot())
        rows = store.read(lambda tx: tx.run(STRENGTH))
        told.append({row["name"]: (row["strength"], row["reason"]) for row in rows})

    assert told == [
        {"primary": ("hard", None), "standby": ("soft", OWN_REASON)},
        {"standby": ("hard", None)},
        {},
    ]
