"""One section of a report in one locked transaction: read, decide, write."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b
from operator import attrgetter

import msgspec

from cmdb_server.graph_store.queries import ingest as queries
from cmdb_server.graph_store.queries import sources
from cmdb_server.graph_store.store import Transaction
from cmdb_server.ingest import parking, relinking, stored
from cmdb_server.ingest.devices import ask_again, save_outcome
from cmdb_server.ingest.edits import Edit, signature
from cmdb_server.ingest.items import CheckedSection, Claim, Refused, Target
from cmdb_server.ingest.keys import address_key, is_waiting, waiting_uid
from cmdb_server.ingest.memory import remember
from cmdb_server.ingest.moving import Moved, follow, make_aliases
from cmdb_server.ingest.overlay import Overlay, all_types
from cmdb_server.ingest.placement import Arriving, Assignment, Origin, Placer, standalone_keys
from cmdb_server.ingest.reconciliation import Said
from cmdb_server.ingest.retirement import Kept, SectionDelta, layer_of, merge_section
from cmdb_server.ingest.section_state import SectionResult as SectionResult
from cmdb_server.ingest.section_state import SectionState, read_states
from cmdb_server.ingest.settle import settle
from cmdb_server.ingest.source_record import SourceRecord, hash_in_scope, name_of, note_pending
from cmdb_server.ingest.targets import Arrivals, is_connection, peer_of, target_watch_keys
from cmdb_server.ingest.units import owner_ref
from cmdb_server.ingest.watching import local_key
from cmdb_server.ingest.writing import Cause, Settled, tick
from graph_schema import Registry
from graph_schema.data_sources import said_at

_TARGET: "attrgetter[str | Target]" = attrgetter("target")
_CLASS_OF_TARGET: "attrgetter[str]" = attrgetter("target.ci_class")


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
    edit: Edit | None = None

    @property
    def key(self) -> str:
        """The key of the section among all sections of all sources."""
        return f"{self.origin.source}/{self.section.name}"

    @property
    def _said_at(self) -> str:
        return said_at(self.origin.source, self.cause.observed_at)

    def lock_keys(self) -> tuple[str, ...]:
        """What must be locked before anything is read: the source, its root, what is identified, what is waited for."""
        items = self.section.items.values()
        keys = {f"source:{self.origin.source}", *standalone_keys(self.registry, items, self.origin.scope)}
        if self.origin.root_uid:
            keys |= root_keys(self.origin.root_uid)
        for target in {target for item in items for target in self._waited_for(item.claims)}:
            keys |= self._target_keys(target)
        return tuple(sorted(keys))

    def _waited_for(self, claims: Iterable[Claim]) -> Iterable[Target]:
        """The targets for which somebody may wait; most claims name what their identifier alone makes."""
        values = self.registry.value_classes
        try:
            if values.issuperset(map(_CLASS_OF_TARGET, claims)):
                return ()
        except AttributeError:
            pass  # a ref names a CI of the same source
        targets = [target for target in map(_TARGET, claims) if isinstance(target, Target)]
        return (target for target in targets if target.ci_class not in values)

    def __call__(self, tx: Transaction, state: SectionState | None = None) -> SectionResult:
        """Store the section. Everything is read in this transaction, so that it may be repeated.

        `state` is that of the section where it was read in this transaction already.
        """
        if self.edit is not None:
            self.edit.check(tx)
        state = state or read_states(tx, self.origin.source, [self.key])[self.key]
        if state.record.pending_at:
            state = state.confirmed(note_pending(tx, self.origin.source, state.record))
        encoded = {ref: stored.encode_item(item) for ref, item in self.section.items.items()}
        apart = (self.origin.scope, *filter(None, [self._said_at]))
        digests = {ref: _digest(*texts, *apart) for ref, texts in encoded.items()}
        delta = merge_section(self.section, self.cause.observed_at, digests, (state.heads, state.horizons))
        observed = stored.Observed(tx, self.cause.now)
        origin = replace(self.origin, root_uid=state.root_uid if state.root_ref == self.origin.root_ref else "")
        grown = remember(tx, self.registry, (origin.source, origin.scope), self.section.items.values())
        assignment = Placer(tx, (self.registry, origin), observed, self._arriving(delta, state, grown)).place()
        origin = replace(origin, root_uid=assignment.root_uid or origin.root_uid)
        self._write_observations(tx, delta, assignment, encoded)
        moved = follow(tx, self.registry, assignment)
        settled = self._settle(tx, delta, (assignment, moved, origin), observed)
        saved = state.record if self.retried else self._save(tx, state, delta, origin)
        lost = make_aliases(tx, moved.aliases, self.cause)
        for identified in assignment.identified:
            save_outcome(tx, identified, tick(tx, self.cause.now))
        parking.resolve_placed(tx, origin.source, {move.ref for move in moved.arrived})
        relinking.save_identifiers(tx, settled, lost)
        changed = relinking.changed_by(tx, origin, delta, (assignment, moved))
        relinking.relink(tx, (self.registry, self.cause), settled, changed)
        ask_again(tx, self.registry, grown, (assignment.identified, tick(tx, self.cause.now)))
        refused = (*self.section.refused, *self._unplaced(assignment))
        self._park(tx, refused, state, origin)
        tx.touched(settled.touched | set(moved.aliases))
        is_as_read = not (refused or state.parked or assignment.moves or self.retried)
        counts = (settled.created, settled.changed, settled.retired)
        left_out = tuple(self.section.left_out)
        result = SectionResult("partial" if refused else "stored", *counts, refused, origin.root_uid, left_out)
        return replace(result, record=saved, uids=assignment.uids) if is_as_read else result

    def _arriving(self, delta: SectionDelta, state: SectionState, grown: Collection[str]) -> Arriving:
        said = {entry.item.ref: (self._observation_uid(entry), self._said(entry)) for entry in delta.kept}
        heads = [entry.head for entry in delta.kept if entry.head is not None]
        known = {**state.placed, **{head.ref: head.ci_uid for head in heads if not is_waiting(head.ci_uid)}}
        if state.root_ref == self.origin.root_ref and state.root_uid:
            known[state.root_ref] = state.root_uid
        return Arriving(said, known, state.is_waited, state.is_first, grown)

    def _unplaced(self, assignment: Assignment) -> Iterable[Refused]:
        items = self.section.items
        return (parking.refused_of(self.section.name, entry, items[entry.ref]) for entry in assignment.unplaced)

    def _park(self, tx: Transaction, refused: tuple[Refused, ...], state: SectionState, origin: Origin) -> None:
        context = (self.key, origin, self.cause)
        if self.retried:
            parking.park_again(tx, refused, self.retried, context)
            return
        is_late = self.cause.observed_at < state.section.observed_at
        parking.park(tx, refused, frozenset() if is_late else state.parked, context)

    def _target_keys(self, target: Target) -> set[str]:
        if is_connection(target):
            return {address_key(self.origin.scope, peer_of(target).address)}
        return target_watch_keys(self.registry, target, self.origin.scope)

    def _settle(
        self, tx: Transaction, delta: SectionDelta, placed: tuple[Assignment, Moved, Origin], observed: stored.Observed
    ) -> Settled:
        assignment, moved, origin = placed
        uids = {*assignment.uids.values(), *(head.ci_uid for head in delta.absent if not is_waiting(head.ci_uid))}
        refs = self._refs(assignment, origin)
        arrivals = Arrivals({**assignment.places, **moved.places}, refs, moved.aliases, observed=observed)
        if moved.affected:
            stored.lock_cis(tx, moved.affected)
            observed.forget()
            said = observed.of((uids | moved.affected) - set(moved.aliases))
            return settle(tx, self.registry, said, all_types(said.values()), self.cause, arrivals=arrivals)
        over = Overlay(self.registry, {uid: dict(entries) for uid, entries in observed.of(uids).items()})
        for head in delta.absent:
            over.take_back(head)
        for entry in delta.kept:
            if uid := assignment.uids.get(entry.item.ref):
                over.put(uid, (entry.head, self._observation_uid(entry)), self._said(entry))
        arrivals = replace(arrivals, claims=over.claims, ended=over.ended)
        return settle(tx, self.registry, over.said, over.types, self.cause, arrivals=arrivals)

    def _refs(self, assignment: Assignment, origin: Origin) -> dict[tuple[str, str], str]:
        known = {origin.root_ref: origin.root_uid} if origin.root_uid else {}
        return {(origin.source, ref): uid for ref, uid in {**known, **assignment.uids}.items()}

    def _said(self, entry: Kept) -> Said:
        item = entry.item
        return Said(
            self.origin.source,
            item.ref,
            self.section.name + entry.layer,
            self.origin.scope,
            item.ci_class or "",
            item.attributes,
            item.identifiers,
            item.claims,
            entry.observed_at,
            entry.is_absent,
            item.released,
        )

    def _observation_uid(self, entry: Kept) -> str:
        if entry.head is not None:
            return entry.head.uid
        return "ob_" + _digest(self.key + entry.layer, entry.item.ref)

    def _write_observations(
        self,
        tx: Transaction,
        delta: SectionDelta,
        assignment: Assignment,
        encoded: Mapping[str, tuple[str, str]],
    ) -> None:
        create: dict[str, dict[str, object]] = {}
        update: dict[str, dict[str, object]] = {}
        for entry in delta.kept:
            payload, claims = encoded[entry.item.ref]
            properties: dict[str, object] = {
                "ci_class": entry.item.ci_class or "",
                "ci_uid": assignment.uids.get(entry.item.ref) or waiting_uid(self.origin.source),
                "observed_at": entry.observed_at,
                "digest": entry.digest,
                "is_absent": entry.is_absent,
                "scope": self.origin.scope,
                "payload": payload,
                "claims": claims,
                "owner_key": self._owner_key(entry),
            }
            if entry.head is None:
                create[self._observation_uid(entry)] = {**properties, **self._fixed(entry)}
            else:
                update[entry.head.uid] = properties
        update |= {head.uid: {"is_absent": True} for head in delta.absent}
        update |= {head.uid: {"observed_at": self.cause.observed_at} for head in delta.seen_again}
        if create:
            tx.later(queries.CREATE_OBSERVATIONS, uids=list(create), properties=list(create.values()))
        if update:
            tx.later(queries.UPDATE_OBSERVATIONS, uids=list(update), properties=list(update.values()))

    def _owner_key(self, entry: Kept) -> str:
        owner = owner_ref(self.registry, [self._said(entry)], entry.item.ci_class or "")
        return stored.ref_key(self.origin.source, owner) if owner else ""

    def _fixed(self, entry: Kept) -> dict[str, object]:
        return {
            "source": self.origin.source,
            "section_key": self.key + entry.layer,
            "ref": entry.item.ref,
            "ref_key": stored.ref_key(self.origin.source, entry.item.ref),
            "recorded_at": self.cause.now,
            **(signature(self.edit, self.cause) if self.edit else {}),
        }

    def _save(self, tx: Transaction, state: SectionState, delta: SectionDelta, origin: Origin) -> SourceRecord:
        """Note what is kept of the section from now on; all that is kept of the source then."""
        known = state.section._replace(horizons=msgspec.json.encode(delta.horizons).decode())
        properties: dict[str, object] = {"source": self.origin.source, "name": self.section.name}
        is_late = self.cause.observed_at < state.section.observed_at
        if not is_late:
            said = hash_in_scope(self.section.hash, self.origin.scope, self._said_at)
            # What is said twice at one time is neither the one nor the other, so the next report is stored whole.
            is_torn = self.cause.observed_at == known.observed_at and known.hash != said
            hash_kept = "" if is_torn else said
            known = known._replace(hash=hash_kept, observed_at=self.cause.observed_at, outcome=self.section.outcome)
            properties |= {
                "hash": known.hash,
                "observed_at": known.observed_at,
                "outcome": known.outcome,
                "reason": self.section.reason or "",
                "recorded_at": self.cause.now,
                "layer": layer_of(self.section),
                "dropped_attributes": self.section.dropped_attributes,
            }
        tx.later(queries.SAVE_SECTION, key=self.key, properties={**properties, "horizons": known.horizons})
        if self.section.evidence and not is_late:
            tx.later(queries.SAVE_EVIDENCE, key=self.key, scope=origin.scope, body=self.section.evidence)
        root = self._save_source(tx, state, origin, is_late=is_late)
        return replace(state.record, **root, sections={**state.record.sections, self.key: known})

    def _save_source(self, tx: Transaction, state: SectionState, origin: Origin, *, is_late: bool) -> dict[str, str]:
        """Note what the root CI is, where that is another one than before; that."""
        if self.edit is not None:
            tx.later(sources.SAVE_SOURCE, key=origin.source, properties=name_of(origin.source))
        is_changed = (origin.root_uid, origin.root_ref) != (state.root_uid, state.root_ref)
        if origin.root_uid and is_changed and (not is_late or origin.root_ref == state.root_ref):
            root = {"root_uid": origin.root_uid, "root_ref": origin.root_ref}
            tx.later(sources.SAVE_SOURCE, key=origin.source, properties={**root, "network_scope": origin.scope})
            return root
        return {}


def root_keys(uid: str) -> set[str]:
    """What must be locked before anything within a root CI is read."""
    return {f"root:{uid}", local_key(uid)}


def _digest(*texts: str) -> str:
    return blake2b("\x1f".join(texts).encode("utf-8", "surrogatepass"), digest_size=13).hexdigest()
