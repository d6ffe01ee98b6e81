"""The canonical export: two graphs hold the same facts exactly when these are the same bytes.

Generated uids are replaced by a digest of what identifies the CI. Times, counters and what enrolment generates are
left out, and so are CIs of which no source speaks when nothing leads to them: they are traces of claims that were
withdrawn, not facts. Who may be whom belongs to it too: the open duplicate cases.

Of some CIs it is what the whole export says of them: these CIs, every relationship and case that one of them is an end
of, with the same digests. So two graphs agree on these CIs exactly when the bytes do, whatever else they hold; the
other end of such a relationship may be a digest of which there is no line.
"""

from collections.abc import Collection, Iterator, Mapping
from hashlib import blake2b
from typing import Any

import msgspec

from cmdb_server.export.current import CurrentCI, CurrentRelationship, declared_attributes
from cmdb_server.export.ndjson import line
from cmdb_server.export.past import facts_at
from cmdb_server.graph_store.queries import identity
from cmdb_server.graph_store.store import GraphStore
from graph_schema import Registry
from graph_schema.data_sources import kind_of

_COUNTERS = frozenset(("sightings", "days", "first_seen_on"))


def export_canonical(
    store: GraphStore, registry: Registry, at: int | None = None, *, only: Collection[str] | None = None
) -> Iterator[bytes]:
    """The sorted lines of the canonical export, each with its line feed; with `at` (microseconds) that of then.

    With `only` (uids) those that are about one of these CIs. The whole graph is read all the same, as what identifies a
    CI may be its owner.
    """
    facts = facts_at(store, registry, at)
    pieces = facts.windows()
    cis = {ci.uid: ci for window in pieces for ci in facts.cis(window) if isinstance(ci, CurrentCI)}
    relationships = [
        relationship
        for window in pieces
        for relationship in facts.relationships(window)
        if relationship.source in cis and relationship.target in cis
    ]
    named = {uid for relationship in relationships for uid in (relationship.source, relationship.target)}
    lasting = _lasting_identifiers(cis, registry)
    digests = _digests(cis, lasting)
    wanted = cis.keys() if only is None else cis.keys() & only
    yield from sorted(
        line(_ci(cis[uid], digests[uid], lasting[uid])) for uid in wanted if uid in named or cis[uid].sources
    )
    about = (entry for entry in relationships if entry.source in wanted or entry.target in wanted)
    yield from sorted(line(_relationship(entry, registry, digests)) for entry in about)
    cases = (case for case in _cases(store, at) if only is None or {case["left"], case["right"]} & wanted)
    yield from sorted(line(_case(case, digests)) for case in cases)


def _cases(store: GraphStore, at: int | None) -> list[dict[str, Any]]:
    if at is None:
        return store.read(lambda tx: tx.run(identity.OPEN_CASES)[0]["properties"])
    return store.read(lambda tx: tx.run(identity.CASES_AT, at=at)[0]["properties"])


def _case(case: Mapping[str, Any], digests: Mapping[str, str]) -> dict[str, Any]:
    sides = sorted(digests.get(case[side], "") for side in ("left", "right"))
    return {"kind": "duplicate_case", "cis": sides, "evidence": msgspec.json.decode(case["evidence"])}


def _ci(ci: CurrentCI, digest: str, identifiers: list[str]) -> dict[str, Any]:
    return {
        "kind": "ci",
        "uid": digest,
        "ci_class": ci.ci_class,
        "name": ci.name,
        "attributes": ci.attributes,
        "identifiers": identifiers,
        "sources": _kinds(ci.sources),
        "status": ci.status,
    }


def _relationship(relationship: CurrentRelationship, registry: Registry, digests: Mapping[str, str]) -> dict[str, Any]:
    spec = registry.relationship_type(relationship.type)
    stored = relationship.properties
    lasting = set(spec.attributes) - _COUNTERS - set(spec.volatile)
    attributes: dict[str, Any] = dict(declared_attributes(stored, dict.fromkeys((*lasting, "confidence"))))
    return {
        "kind": "relationship",
        "type": relationship.type,
        "source": digests[relationship.source],
        "target": digests[relationship.target],
        "attributes": {
            **attributes,
            "is_manual": bool(stored.get("is_manual")),
            "sources": _kinds(stored.get("sources") or []),
        },
    }


def _kinds(sources: list[str]) -> list[str]:
    return sorted({kind_of(key) for key in sources})


def _lasting_identifiers(cis: Mapping[str, CurrentCI], registry: Registry) -> dict[str, list[str]]:
    """The identifiers of each CI without those that enrolment generates, unless it has no others."""
    generated = {
        name: tuple(f"{rule.name}:" for rule in spec.identification if not set(rule.attributes) <= set(spec.attributes))
        for name, spec in registry.classes.items()
    }
    return {
        uid: [text for text in ci.identifiers if not text.startswith(generated[ci.ci_class])] or ci.identifiers
        for uid, ci in cis.items()
    }


def _digests(cis: Mapping[str, CurrentCI], identifiers: Mapping[str, list[str]]) -> dict[str, str]:
    """For each uid a digest of the CI's class, identifiers and owner's digest."""
    digests: dict[str, str] = {}

    def digest(uid: str, below: tuple[str, ...]) -> str:
        if uid not in digests:
            owner_uid = cis[uid].owner_uid
            is_owned = owner_uid in cis and owner_uid not in below
            owner = digest(owner_uid, (*below, uid)) if is_owned else ""
            text = msgspec.json.encode([cis[uid].ci_class, owner, identifiers[uid]])
            digests[uid] = "ci_" + blake2b(text, digest_size=13).hexdigest()
        return digests[uid]

    for uid in cis:
        digest(uid, ())
    return digests
