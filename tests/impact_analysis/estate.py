"""A small estate written straight into the graph, and ways to change it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cmdb_server.graph_store.queries import ingest as queries
from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.impact_analysis.loading import OPEN

SEEN_AT = 1_767_225_600_000_000
_CLOSE = Query(
    "test.close",
    "MATCH (a:CI {uid: $uid})-[r]->(b:CI) WHERE b.uid = $target SET r.valid_to = $at",
)


@dataclass(frozen=True)
class Put:
    """One CI: its uid is its name."""

    uid: str
    ci_class: str
    properties: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True)
class Link:
    """One relationship by the uids of its ends."""

    source: str
    type: str
    target: str
    properties: Mapping[str, Any] = field(default_factory=dict[str, Any])


def write(store: GraphStore, cis: Sequence[Put] = (), links: Sequence[Link] = ()) -> None:
    """Create CIs and relationships in one transaction and tell who changed."""

    def create(tx: Transaction) -> None:
        common = {"status": "active", "revision": 1, "identifiers": [], "sources": ["agent:test"]}
        rows = [{"name": ci.uid, "ci_class": ci.ci_class, **common, **ci.properties} for ci in cis]
        tx.run(queries.CREATE_CIS, uids=[ci.uid for ci in cis], properties=rows)
        for link in links:
            tx.run(queries.CREATE_RELATIONSHIPS.of_type(link.type), at=SEEN_AT, open=OPEN, **_columns(link))
        tx.touched([ci.uid for ci in cis] + [end for link in links for end in (link.source, link.target)])

    store.write(create)


def change(store: GraphStore, uid: str, **properties: str | float) -> None:
    """Set properties of a CI."""

    def update(tx: Transaction) -> None:
        tx.run(queries.UPDATE_CIS, uids=[uid], properties=[properties])
        tx.touched([uid])

    store.write(update)


def close(store: GraphStore, source: str, target: str) -> None:
    """End the relationships from one CI to another."""

    def end(tx: Transaction) -> None:
        tx.run(_CLOSE, uid=source, target=target, at=SEEN_AT + 1)
        tx.touched([source, target])

    store.write(end)


def _columns(link: Link) -> dict[str, Any]:
    return {
        "uid": [f"{link.source}-{link.type}-{link.target}"],
        "source": [link.source],
        "target": [link.target],
        "told": [0],
        "claims": [["agent:test/all"]],
        "sources": [["agent:test"]],
        "facts": ["{}"],
        "properties": [dict(link.properties)],
    }


SHOP = (
    Put("oslo", "site"),
    Put("room", "room"),
    Put("host", "server", {"root_uid": "host"}),
    Put("disk", "disk", {"root_uid": "host"}),
    Put("web", "software_instance", {"root_uid": "host"}),
    Put("db1", "software_instance", {"root_uid": "host"}),
    Put("db2", "software_instance"),
    Put("dbs", "redundancy_group", {"k": 1}),
    Put("cache", "software_instance"),
    Put("shop", "business_service", {"users": 500, "criticality": 4}),
    Put("wiki", "business_service", {"users": 20, "criticality": 1}),
)
SHOP_LINKS = (
    Link("room", "LOCATED_IN", "oslo"),
    Link("host", "LOCATED_IN", "room"),
    Link("disk", "PART_OF", "host"),
    Link("web", "RUNS_ON", "host"),
    Link("db1", "RUNS_ON", "host"),
    Link("dbs", "HAS_MEMBER", "db1"),
    Link("dbs", "HAS_MEMBER", "db2"),
    Link("web", "DEPENDS_ON", "dbs", {"strength": "hard", "confidence": 0.6, "derivation": "connection"}),
    Link("web", "DEPENDS_ON", "cache", {"strength": "soft"}),
    Link("shop", "DEPENDS_ON", "web", {"strength": "hard", "confidence": 1.0}),
    Link("wiki", "DEPENDS_ON", "cache", {}),
)


def write_shop(store: GraphStore) -> None:
    """The estate that most tests ask about."""
    write(store, SHOP, SHOP_LINKS)
