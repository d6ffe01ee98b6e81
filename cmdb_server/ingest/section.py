"""One section of a report in one locked transaction: read, decide, write."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b

import msgspec

from cmdb_server.graph_store.queries import ingest as queries
from cmdb_server.graph_store.store import Transaction
from cmdb_server.ingest import parking, relinking, roots, stored
from cmdb_server.ingest.assignment import Assigner, Assignment, Origin, standalone_keys
from cmdb_server.ingest.items import CheckedSection, Claim, Refused, Target
from cmdb_server.ingest.keys import address_key
from cmdb_server.ingest.reconciliation import Said
from cmdb_server.ingest.retirement import PARTIAL_LAYER, Head, Kept, SectionDelta, layer_of, merge_section
from cmdb_server.ingest.settle import Arrivals, all_types, claimed_types, settle
from cmdb_server.ingest.targets import is_connection, local_key, peer_of, target_watch_keys
from cmdb_server.ingest.writing import Cause, Settled
from graph_schema import Registry


@dataclass(frozen=True)
class SectionResult:
    """What became of a section."""

    status: str
    created: int = 0
    changed: int = 0
    retired: int = 0
    parked: tuple[Refused, ...] = ()
    root_uid: str = ""


@dataclass(frozen=True)
class SectionWork:
    """Everything about one section of one report that the transaction needs; run it with `lock_keys` locked.

    `retried` is the uid of the parked item that is the section's only content: the rest of the section stays as it is.
    """

    registry: Registry
    origin: Origin
    section: CheckedSection
    cause: Cause
    retried: str = ""

    @property
    def key(self) -> str:
        """The key of the section among all sections of all sources."""
        return f"{self.origin.source}/{self.section.name}"

    def lock_keys(self) -> tuple[str, ...]:
        """What must be locked before anything is read: the source, its root, what is identified, what is waited for."""
        items = self.section.items.values()
        keys = {f"source:{self.origin.source}", *standalone_keys(self.registry, items, self.origin.scope)}
        if self.origin.root_uid:
            keys |= {f"root:{self.origin.root_uid}", local_key(self.origin.root_uid)}
        for target in {claim.target for item in items for claim in item.claims if isinstance(claim.target, Target)}:
            keys |= self._target_keys(target)
        return tuple(sorted(keys))

    def __call__(self, tx: Transaction) -> SectionResult:
        """Store the section. Everything is read in this transaction, so that it may be repeated."""
        state = stored.read_state(tx, self.origin.source, self.key)
        encoded = {ref: stored.encode_item(item) for ref, item in self.section.items.items()}
        digests = {ref: _digest(*texts) for ref, texts in encoded.items()}
        heads = stored.read_heads(tx, self.key)
        delta = merge_section(self.section, self.cause.observed_at, digests, (heads, state.horizons))
        origin = self._origin(tx, state.root_uid, delta)
        if state.root_uid not in ("", origin.root_uid):
            heads = stored.read_heads(tx, self.key)
            delta = merge_section(self.section, self.cause.observed_at, digests, (heads, state.horizons))
        named = stored.read_named(tx, standalone_keys(self.registry, (k.item for k in delta.kept), origin.scope))
        assigner = Assigner(self.registry, origin, named)
        assignment = assigner.assign(tx, delta.kept)
        placed = tuple(entry for entry in delta.kept if entry.item.ref in assignment.uids)
        settled = self._settle(tx, placed, delta, assignment)
        self._write_observations(tx, (placed, delta), assignment, encoded, assigner)
        if not self.retried:
            self._save(tx, state, delta, origin)
        relinking.note_identifiers(tx, settled, assignment, (self.registry, origin, placed))
        relinking.relink(tx, (self.registry, self.cause), origin, settled, _classes(delta))
        refused = (
            *self.section.refused,
            *(parking.refused_of(self.section.name, entry) for entry in assignment.unplaced),
        )
        waiting = {self.retried} if self.retried else state.parked
        parking.park(tx, refused, waiting, (self.key, origin, self.cause))
        tx.touched(settled.touched)
        return SectionResult(
            "partial" if refused else "stored",
            settled.created,
            settled.changed,
            settled.retired,
            refused,
            origin.root_uid,
        )

    def _target_keys(self, target: Target) -> set[str]:
        if is_connection(target):
            return {address_key(self.origin.scope, peer_of(target).address)}
        return target_watch_keys(self.registry, target, self.origin.scope)

    def _origin(self, tx: Transaction, root_uid: str, delta: SectionDelta) -> Origin:
        """The origin with its root found: by the root's own observation, or as stored."""
        entry = next(
            (kept for kept in delta.kept if kept.item.ref == self.origin.root_ref and kept.item.ci_class), None
        )
        if entry is None or (entry.layer == PARTIAL_LAYER and root_uid):
            return replace(self.origin, root_uid=root_uid or self.origin.root_uid)
        found = roots.identify_root(tx, self.registry, (self.origin, root_uid), entry, self.cause)
        return replace(self.origin, root_uid=found)

    def _settle(
        self, tx: Transaction, placed: tuple[Kept, ...], delta: SectionDelta, assignment: Assignment
    ) -> Settled:
        uids = {assignment.uids[entry.item.ref] for entry in placed} | {head.ci_uid for head in delta.absent}
        said = {uid: dict(entries) for uid, entries in stored.read_said(tx, uids).items()}
        types: set[str] = set()
        for head in delta.absent:
            known = said[head.ci_uid][head.uid]
            said[head.ci_uid][head.uid] = known._replace(is_absent=True)
            types |= all_types([said[head.ci_uid]]) if known.ci_class else claimed_types(known.claims)
        for entry in placed:
            uid = assignment.uids[entry.item.ref]
            entries = said.setdefault(uid, {})
            before = entries.get(entry.head.uid) if entry.head else None
            entries[self._observation_uid(entry)] = self._said(entry)
            types |= claimed_types(entry.item.claims) | (claimed_types(before.claims) if before else set())
            if before and before.is_absent != entry.is_absent:
                types |= all_types([said[uid]])
        refs = {(self.origin.source, ref): uid for ref, uid in assignment.uids.items()}
        return settle(tx, self.registry, said, types, self.cause, arrivals=Arrivals(assignment.places, refs))

    def _said(self, entry: Kept) -> Said:
        item = entry.item
        return Said(
            self.origin.source,
            self.section.name + entry.layer,
            self.origin.scope,
            item.ci_class or "",
            item.attributes,
            item.identifiers,
            [Claim(*claim) for claim in item.claims],
            entry.observed_at,
            entry.is_absent,
        )

    def _observation_uid(self, entry: Kept) -> str:
        if entry.head is not None:
            return entry.head.uid
        return "ob_" + _digest(self.key + entry.layer, entry.item.ref)

    def _write_observations(
        self,
        tx: Transaction,
        decided: tuple[tuple[Kept, ...], SectionDelta],
        assignment: Assignment,
        encoded: Mapping[str, tuple[str, str]],
        assigner: Assigner,
    ) -> None:
        placed, delta = decided
        create: dict[str, dict[str, object]] = {}
        update: dict[str, dict[str, object]] = {}
        for entry in placed:
            payload, claims = encoded[entry.item.ref]
            properties: dict[str, object] = {
                "ci_class": entry.item.ci_class or "",
                "observed_at": entry.observed_at,
                "digest": _digest(payload, claims),
                "is_absent": entry.is_absent,
                "payload": payload,
                "claims": claims,
                "owner_ref": assigner.owner_ref(entry.item),
            }
            if entry.head is None:
                create[self._observation_uid(entry)] = {**properties, **self._fixed(entry, assignment)}
            else:
                update[entry.head.uid] = properties
        update |= {head.uid: {"is_absent": True} for head in delta.absent}
        update |= {head.uid: {"observed_at": self.cause.observed_at} for head in delta.seen_again}
        if create:
            tx.run(queries.CREATE_OBSERVATIONS, uids=list(create), properties=list(create.values()))
        if update:
            tx.run(queries.UPDATE_OBSERVATIONS, uids=list(update), properties=list(update.values()))

    def _fixed(self, entry: Kept, assignment: Assignment) -> dict[str, object]:
        return {
            "source": self.origin.source,
            "scope": self.origin.scope,
            "section_key": self.key + entry.layer,
            "ref": entry.item.ref,
            "ref_key": stored.ref_key(self.origin.source, entry.item.ref),
            "ci_uid": assignment.uids[entry.item.ref],
            "recorded_at": self.cause.now,
        }

    def _save(self, tx: Transaction, state: stored.SectionState, delta: SectionDelta, origin: Origin) -> None:
        horizons = msgspec.json.encode(delta.horizons).decode()
        properties: dict[str, object] = {"horizons": horizons, "source": self.origin.source, "name": self.section.name}
        if self.cause.observed_at >= state.observed_at:
            properties |= {
                "hash": self.section.hash,
                "observed_at": self.cause.observed_at,
                "outcome": self.section.outcome,
                "reason": self.section.reason or "",
                "recorded_at": self.cause.now,
                "layer": layer_of(self.section),
                "dropped_attributes": self.section.dropped_attributes,
            }
        tx.run(queries.SAVE_SECTION, key=self.key, properties=properties)
        if origin.root_uid != state.root_uid:
            identity = {"root_uid": origin.root_uid, "root_ref": origin.root_ref, "network_scope": origin.scope}
            tx.run(queries.SAVE_SOURCE, key=origin.source, properties=identity)


def _digest(*texts: str) -> str:
    return blake2b("\x1f".join(texts).encode("utf-8", "surrogatepass"), digest_size=13).hexdigest()


def _classes(delta: SectionDelta) -> set[str]:
    changed: list[Head] = [*delta.absent]
    return {entry.item.ci_class or "" for entry in delta.kept} | {head.ci_class for head in changed}
