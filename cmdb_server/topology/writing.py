"""Writes what follows as claims of data sources of its own: one for the links of a scope, one for each inferred switch.

The way is that of every report: the claims are observations of the CIs at the ends, so they can be explained, withdrawn
and moved like any other. Only sections that say something else than before are stored.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from hashlib import blake2b
from typing import NamedTuple

import msgspec

from cmdb_server.graph_store.queries import sources
from cmdb_server.graph_store.queries import topology as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.ingest import stored
from cmdb_server.ingest.edits import Edit
from cmdb_server.ingest.freshness import GONE
from cmdb_server.ingest.items import CheckedSection, Claim, Item
from cmdb_server.ingest.keys import keys_of, uid_within
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.ingest.placement import Origin
from cmdb_server.ingest.source_record import hash_in_scope
from cmdb_server.topology.estate import Gateway, Link, UnmanagedSwitch
from graph_schema import Registry
from graph_schema.data_sources import TOPOLOGY
from graph_schema.declare import AttributeValue
from graph_schema.relationships import CONNECTED_TO, LOCATED_IN, PART_OF, ROUTED_BY

_SIGNED = ("", "follows from what devices see of each other")
SWITCH = "switch"
_PORT = "network_interface"
_PORT_UID = re.compile(r"ci_[0-9a-f]{26}\Z")
_LINK_FACTS = ("confidence", "link_kind", "evidence", "explanation", "through", "missing_since")


class Inferred(NamedTuple):
    """An inferred switch in the graph: the port that names it, and its uid ("" for one that is retired)."""

    at: str
    uid: str


class _Section(NamedTuple):
    """What is said together; `enumerates` as in a report."""

    name: str
    items: Sequence[Item]
    enumerates: tuple[str, ...]


def source_of(network_scope: str) -> str:
    """The data source of a scope's links."""
    return f"{TOPOLOGY.name}:{network_scope}"


def known_scopes(tx: Transaction) -> set[str]:
    """The network scopes of which links were said."""
    start = source_of("")
    keys: list[str] = tx.run(queries.INFERRED, start=start, end=f"{TOPOLOGY.name};")[0]["key"]
    return {key.removeprefix(start) for key in keys if not _PORT_UID.match(key.rpartition("/")[2])}


class TopologyWriter:
    """Writes and reads back what the topology of one network scope says."""

    def __init__(self, store: GraphStore, registry: Registry, ingest: Ingest, network_scope: str) -> None:
        """Nothing is written yet."""
        self._store, self._registry, self._ingest = store, registry, ingest
        self._scope = network_scope
        self._source = source_of(network_scope)

    def known_links(self) -> list[Link]:
        """The links that were said before; ends as uids of CIs."""
        return [
            _link_of(source, claim)
            for source, claim in self._claims([key for key, _ in self._said(self._source)])
            if claim.type == CONNECTED_TO.name
        ]

    def known_switches(self) -> list[Inferred]:
        """The switches that were inferred before and are still said to be."""
        start = f"{self._source}/"
        row = self._store.read(lambda tx: tx.run(queries.INFERRED, start=start, end=f"{self._source}0"))[0]
        columns = zip((key.removeprefix(start) for key in row["key"]), row["root_uid"], strict=True)
        # The name of another scope may begin like this one's: what is below "a" and what is below "a/b".
        return [Inferred(at, uid) for at, uid in columns if uid and _PORT_UID.match(at)]

    def write_switch(
        self, switch: UnmanagedSwitch, names: Mapping[str, str], location: str
    ) -> tuple[str, dict[str, str]]:
        """Store an inferred switch; its uid, and that of its port for each port that is plugged into it.

        `location` is where it stands (uid), "" where that is not known.
        """
        root = f"{SWITCH}:unmanaged"
        standing = (Claim(LOCATED_IN.name, location, {}),) if location else ()
        items = [Item(root, SWITCH, {"name": switch.name, "is_inferred": True}, (), standing)]
        for member in switch.members:
            claim = Claim(PART_OF.name, root, {})
            port = {"name": f"to {names[member]}", "interface_type": "ethernet"}
            items.append(Item(f"{_PORT}:{member}", _PORT, port, (), (claim,)))
        source = f"{self._source}/{switch.at}"
        # Ports stay as long as the switch: a machine that is only off comes back to the same one.
        self._store_section((source, root), _Section("switch", items, (SWITCH,)), dict(self._said(source)))
        uid = self._root_of(source)
        spec = self._registry.ci_class(_PORT)
        keys = {item.ref: keys_of(spec, item.attributes, self._scope)[0].text for item in items[1:]}
        return uid, {member: uid_within(uid, keys[f"{_PORT}:{member}"]) for member in switch.members}

    def retire_switch(self, inferred: Inferred) -> None:
        """Say that an inferred switch is not there any more."""
        source = f"{self._source}/{inferred.at}"
        gone = _Section("switch", [], (SWITCH, _PORT))
        self._store_section((source, f"{SWITCH}:unmanaged"), gone, dict(self._said(source)))

    def note_contact(self, now: int) -> None:
        """Note that all of it was looked at again, also where nothing else is said."""
        self._store.write(lambda tx: tx.run(sources.SAVE_SOURCE, key=self._source, properties={"last_contact_at": now}))

    def write_links(self, links: Iterable[Link], gateways: Iterable[Gateway], devices: Mapping[str, str]) -> int:
        """Say these links and gateways and nothing else; `devices` are those of ports. How many sections changed."""
        sections: dict[str, dict[str, list[Claim]]] = {}
        for link in links:
            # By switch: a transaction for each machine would take minutes where there are thousands.
            claims = sections.setdefault(f"links-{devices[link.target]}", {}).setdefault(link.source, [])
            claims.append(Claim(CONNECTED_TO.name, link.target, _facts(link)))
        for gateway in gateways:
            sections.setdefault("gateways", {}).setdefault(gateway.subnet, []).append(
                Claim(ROUTED_BY.name, gateway.port, {})
            )
        before = dict(self._said(self._source))
        changed = 0
        for name in sorted({key.rpartition("/")[2] for key in before} | sections.keys()):
            of = sections.get(name, {})
            items = [Item(uid, None, {}, (), tuple(claims)) for uid, claims in sorted(of.items())]
            changed += self._store_section((self._source, ""), _Section(name, items, ()), before)
        return changed

    def _store_section(self, who: tuple[str, str], said: _Section, before: Mapping[str, str]) -> bool:
        """Store a section unless it says what it said `before`, which has the hashes by section."""
        source, root = who
        section_hash = _digest(said)
        if before.get(f"{source}/{said.name}") == hash_in_scope(section_hash, self._scope, ""):
            return False
        items = {item.ref: item for item in said.items}
        section = CheckedSection(said.name, section_hash, "complete", None, said.enumerates, items)
        origin = Origin(source, self._scope, root, self._root_of(source) if root else "")
        uids = {item.ref for item in said.items if item.ci_class is None}
        edit = Edit(0, partial(stored.lock_cis, uids=uids))
        self._ingest.accept_edit(section, origin, _SIGNED, edit)
        return True

    def _said(self, source: str) -> list[tuple[str, str]]:
        row = self._store.read(lambda tx: tx.run(queries.SAID, source=source))[0]
        return list(zip(row["key"], row["hash"], strict=True))

    def _claims(self, keys: Sequence[str]) -> list[tuple[str, Claim]]:
        row = self._store.read(lambda tx: tx.run(queries.CLAIMS, keys=sorted(keys)))[0] if keys else {}
        pairs = zip(row["ci_uid"], row["claims"], strict=True) if row else ()
        return [(uid, claim) for uid, text in pairs for claim in stored.decode_claims(text)]

    def _root_of(self, source: str) -> str:
        row = self._store.read(lambda tx: tx.run(queries.SOURCES, keys=[source], gone=GONE))[0]
        return next(iter(row["root_uid"]), "")


def _facts(link: Link) -> dict[str, AttributeValue]:
    values = (link.confidence, link.kind, list(link.evidence), link.explanation, link.through, link.missing_since)
    return {name: value for name, value in zip(_LINK_FACTS, values, strict=True) if value}


def _link_of(source: str, claim: Claim) -> Link:
    """A link as it was written."""
    facts = claim.attributes
    confidence, evidence = facts.get("confidence"), facts.get("evidence")
    return Link(
        source,
        str(claim.target),
        str(facts.get("link_kind", "")),
        tuple(evidence) if isinstance(evidence, list) else (),
        float(confidence) if isinstance(confidence, int | float) else 0.0,
        str(facts.get("explanation", "")),
        str(facts.get("through", "")),
        str(facts.get("missing_since", "")),
    )


def _digest(said: _Section) -> str:
    items = [(item.ref, item.attributes, item.claims) for item in said.items]
    return blake2b(msgspec.json.encode([items, said.enumerates]), digest_size=16).hexdigest()
