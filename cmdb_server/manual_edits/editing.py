"""People create, change, retire, restore and relate CIs; each edit is one observation of theirs in one transaction."""

import secrets
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.ingest import stored
from cmdb_server.ingest.edits import Edit
from cmdb_server.ingest.items import CheckedSection, Claim, Item
from cmdb_server.ingest.keys import keys_of
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.ingest.placement import Origin
from cmdb_server.ingest.reconciliation import CI_CLASS, RELEASED, RETIRED, STATUS
from cmdb_server.manual_edits import checking
from cmdb_server.manual_edits.adding import Standing, adding
from cmdb_server.manual_edits.already_there import check_new
from cmdb_server.manual_edits.conflicts import EditConflictError, changes_of_relationship, conflicts_of
from cmdb_server.manual_edits.looking import instead, read_ci, read_since
from cmdb_server.manual_edits.parts import parts_of
from cmdb_server.manual_edits.relationships import Ends, NoSuchRelationshipError, read_facts, read_said, telling_apart
from cmdb_server.manual_edits.signature import Signature
from cmdb_server.network_scope_names import DEFAULT
from graph_schema import Registry
from graph_schema.declare import AttributeValue
from graph_schema.relationships import DEPENDS_ON, HAS_MEMBER, LOCATED_IN, OWNED_BY

ACTIVE = "active"


class ManualEdits:
    """Takes people's edits; every method raises checking.EditRefusedError, NoSuchCIError or EditConflictError."""

    def __init__(self, store: GraphStore, registry: Registry, ingest: Ingest) -> None:
        """Edits go through `ingest`, as everything that is known of CIs."""
        self._store = store
        self._registry = registry
        self._ingest = ingest

    def create(
        self,
        ci_class: str,
        attributes: Mapping[str, object],
        signed: Signature,
        *,
        owner: str = "",
        network_scope: str = DEFAULT,
    ) -> str:
        """A new CI by its class and attributes; its uid. `owner` is the uid of the CI it is part of.

        Raises already_there.AlreadyThereError.
        """
        spec = checking.class_of(self._registry, ci_class)
        kept = checking.checked_attributes(spec, attributes)
        checking.check_identifies(spec, kept, network_scope)
        of = self._ci(owner) if owner else None
        claim = checking.owner_claim(self._registry, spec, (of["uid"], of["ci_class"]) if of else None)
        ref = f"created-{secrets.token_hex(8)}"
        item = Item(ref, ci_class, kept, (), (claim,) if claim else ())
        origin = Origin(signed.source, network_scope, ref, "")

        def check(tx: Transaction) -> None:
            check_new(tx, spec, keys_of(spec, kept, network_scope), of["uid"] if of else "")

        return self._store_edit(origin, (item,), signed, check)

    def create_service(
        self,
        ci_class: str,
        attributes: Mapping[str, object],
        owners: Sequence[str],
        signed: Signature,
        then: Callable[[Transaction, str], None] | None = None,
    ) -> str:
        """A service that teams or people own, with what `then` keeps of it: all of it or nothing. Its uid."""
        spec = checking.service_class(self._registry, ci_class)
        kept = checking.checked_attributes(spec, attributes)
        checking.check_identifies(spec, kept, DEFAULT)
        owning = [self._ci(uid) for uid in owners]
        for ci in owning:
            checking.relationship_type(self._registry, OWNED_BY.name, spec.name, ci["ci_class"])
        ref = f"created-{secrets.token_hex(8)}"
        item = Item(ref, spec.name, kept, (), tuple(Claim(OWNED_BY.name, ci["uid"], {}) for ci in owning))

        def check(tx: Transaction) -> None:
            stored.lock_cis(tx, [ci["uid"] for ci in owning])
            check_new(tx, spec, keys_of(spec, kept, DEFAULT), "")

        return self._store_edit(Origin(signed.source, DEFAULT, ref, ""), (item,), signed, check, then)

    def create_group(
        self,
        attributes: Mapping[str, object],
        members: Sequence[str],
        clients: Sequence[str],
        signed: Signature,
        need: str = DEPENDS_ON.name,
    ) -> str:
        """A redundancy group of CIs, which its clients need in their place: all of it or nothing. Its uid.

        `need` is the relationship by which clients need members so far.
        """
        spec = checking.class_of(self._registry, "redundancy_group")
        kept = checking.checked_attributes(spec, attributes)
        checking.check_identifies(spec, kept, DEFAULT)
        inside, using = ([self._ci(uid)["uid"] for uid in uids] for uids in (members, clients))
        ref = f"created-{secrets.token_hex(8)}"
        group = Item(ref, spec.name, kept, (), tuple(Claim(HAS_MEMBER.name, uid, {}) for uid in inside))
        needing = [Item(uid, None, {}, (), instead(ref, inside, need)) for uid in using]

        def check(tx: Transaction) -> None:
            stored.lock_cis(tx, [*inside, *using])
            check_new(tx, spec, keys_of(spec, kept, DEFAULT), "")

        return self._store_edit(Origin(signed.source, DEFAULT, ref, ""), (group, *needing), signed, check)

    def need_instead(
        self, uid: str, group: str, members: Sequence[str], signed: Signature, need: str = DEPENDS_ON.name
    ) -> str:
        """Say that a CI needs a group in place of members of it: all of it or nothing. The uid of the CI."""
        ci, inside = self._ci(uid), [self._ci(member)["uid"] for member in members]
        item = adding(self._registry, ci, {}, (), instead(self._ci(group)["uid"], inside, need))
        check = partial(self._check, ci["uid"], {}, signed)
        return self._store_edit(Origin(signed.source, DEFAULT, "", ""), (item,), signed, check)

    def check(self, ci_class: str, attributes: Mapping[str, object]) -> None:
        """Whether attributes of a CI of a class can be stored."""
        checking.checked_values(self._registry, checking.class_of(self._registry, ci_class), attributes)

    def change(
        self, uid: str, attributes: Mapping[str, object], signed: Signature, *, released: Sequence[str] = ()
    ) -> str:
        """Say what attributes are (None: it has none); of those `released` let the other sources tell. The CI's uid.

        A device's class is told as the attribute `ci_class`.
        """
        ci = self._ci(uid)
        spec = self._registry.ci_class(ci["ci_class"])
        kept = checking.checked_values(self._registry, spec, attributes)
        checking.check_names(spec, [name for name in released if name != CI_CLASS], "released")
        checking.check_any(attributes, released)
        return self._add(ci, kept, tuple(name for name in released if name not in kept), signed)

    def retire(self, uid: str, signed: Signature) -> str:
        """Say that a CI, with all that lies within it, is no more, whoever reports it. The CI's uid."""
        ci = self._ci(uid)
        return self._add(ci, {STATUS: RETIRED}, (), signed, within=parts_of(self._store, ci["uid"]))

    def restore(self, uid: str, signed: Signature) -> str:
        """Take back that a CI is retired; one that nobody reports is said to be there all the same. The CI's uid."""
        ci = self._ci(uid)
        self._add(ci, {}, (STATUS,), signed, within=parts_of(self._store, ci["uid"]))
        if self._ci(ci["uid"])["status"] == RETIRED:
            self._add(ci, {STATUS: ACTIVE}, (), signed)
        return ci["uid"]

    def check_withdrawal(self, uid: str, names: Iterable[str]) -> None:
        """Raise NotPermittedError unless what was said of these attributes may be taken back; here it always may."""

    def relate(self, uid: str, kind: str, target: str, attributes: Mapping[str, object], signed: Signature) -> str:
        """Say that a CI needs another one, with exactly these attributes. The uid of the CI."""
        meant = self._meant(uid, kind, target, attributes)
        checking.check_other(meant[1].source, meant[1].target)
        return self._claim(*meant, signed)

    def change_relationship(
        self, uid: str, kind: str, target: str, attributes: Mapping[str, object], signed: Signature
    ) -> str:
        """Say what some attributes of a relationship are (None: let the other sources tell); the rest stays as it is.

        The uid of the CI. Raises NoSuchRelationshipError.
        """
        ci, ends, wanted = self._meant(uid, kind, target, attributes)
        checking.check_any({name: value for name, value in wanted.items() if name not in ends.apart}, ())
        said = self._store.read(lambda tx: read_said(tx, ends))
        # What people said meanwhile is found by the revision, so that none of it is written over unseen.
        since = replace(signed, revision=int(ci["revision"]) if signed.revision is None else signed.revision)
        merged = {name: value for name, value in {**said, **wanted}.items() if value is not None}
        return self._claim(ci, ends, merged, since, partial(self._check_relationship, ends, wanted, since))

    def unrelate(self, uid: str, kind: str, target: str, attributes: Mapping[str, object], signed: Signature) -> str:
        """Say that there is no such relationship, whoever reports it; `attributes` are those that tell it apart."""
        ci, ends, _ = self._meant(uid, kind, target, attributes)
        return self._claim(ci, ends, {**ends.apart, STATUS: RETIRED}, signed)

    def release_relationship(
        self, uid: str, kind: str, target: str, attributes: Mapping[str, object], signed: Signature
    ) -> str:
        """Take back what people said of a relationship, so that the other sources tell."""
        ci, ends, _ = self._meant(uid, kind, target, attributes)
        return self._claim(ci, ends, {**ends.apart, STATUS: RELEASED}, signed)

    def restore_relationship(
        self, uid: str, kind: str, target: str, attributes: Mapping[str, object], signed: Signature
    ) -> str:
        """Take back that a relationship is ended; one that nobody reports is said to be there as it last was."""
        ci, ends, _ = self._meant(uid, kind, target, attributes)
        self._claim(ci, ends, {**ends.apart, STATUS: RELEASED}, signed)
        facts, is_open = self._store.read(lambda tx: read_facts(tx, ends))
        return ci["uid"] if is_open else self._claim(ci, ends, {**facts, **ends.apart}, signed)

    def stand(self, uid: str, wanted: Standing, signed: Signature, check: Callable[[Transaction], None]) -> str:
        """Say where a CI stands and where it does no longer, if `check` passes: all of it or nothing. Its uid."""
        ci, ends, said = self._meant(uid, LOCATED_IN.name, wanted.place, wanted.attributes)
        facts = {name: value for name, value in said.items() if value is not None}
        gone = (Claim(LOCATED_IN.name, left, {STATUS: RETIRED}) for left in wanted.leaves)
        item = adding(self._registry, ci, {}, (), (Claim(LOCATED_IN.name, ends.target, facts), *gone))
        return self._store_edit(Origin(signed.source, DEFAULT, "", ""), (item,), signed, check)

    def check_relationship(self, kind: str, attributes: Mapping[str, object]) -> None:
        """Whether attributes of a relationship of a type can be stored."""
        checking.checked_facts(checking.declared_type(self._registry, kind), attributes)

    def _meant(
        self, uid: str, kind: str, target: str, attributes: Mapping[str, object]
    ) -> tuple[Mapping[str, Any], Ends, dict[str, AttributeValue | None]]:
        """The CI, the relationship of it that is meant, and the attributes as they are stored."""
        source, end = self._ci(uid), self._ci(target)
        spec = checking.relationship_type(self._registry, kind, source["ci_class"], end["ci_class"])
        facts = checking.checked_facts(spec, attributes)
        return source, Ends(spec, source["uid"], end["uid"], telling_apart(spec, facts)), facts

    def _claim(
        self,
        ci: Mapping[str, Any],
        ends: Ends,
        facts: Mapping[str, AttributeValue | None],
        signed: Signature,
        check: Callable[[Transaction], None] | None = None,
    ) -> str:
        said = {name: value for name, value in facts.items() if value is not None}
        item = adding(self._registry, ci, {}, (), (Claim(ends.spec.name, ends.target, said),))
        check = check or partial(self._check, ci["uid"], {}, signed)
        return self._store_edit(Origin(signed.source, DEFAULT, "", ""), (item,), signed, check)

    def _add(
        self,
        ci: Mapping[str, Any],
        attributes: Mapping[str, AttributeValue | None],
        released: tuple[str, ...],
        signed: Signature,
        *,
        within: Collection[str] = (),
    ) -> str:
        items = [adding(self._registry, ci, attributes, released, ())]
        items += [Item(uid, None, attributes, (), (), released) for uid in within]
        return self._store_edit(
            Origin(signed.source, DEFAULT, "", ""),
            items,
            signed,
            partial(self._check, ci["uid"], attributes, signed, within=within),
        )

    def _check(
        self,
        uid: str,
        wanted: Mapping[str, AttributeValue | None],
        signed: Signature,
        tx: Transaction,
        *,
        within: Collection[str] = (),
    ) -> None:
        current, events = read_since(tx, uid, signed.revision, within)
        if found := conflicts_of(wanted, current, events):
            raise EditConflictError(int(current.get("revision") or 1), found)

    def _check_relationship(
        self, ends: Ends, wanted: Mapping[str, AttributeValue | None], signed: Signature, tx: Transaction
    ) -> None:
        ci, events = read_since(tx, ends.source, signed.revision)
        facts, is_open = read_facts(tx, ends)
        if not is_open:
            raise NoSuchRelationshipError(ends)
        changed = [{**event, "changes": changes_of_relationship(event["changes"], ends.uid)} for event in events]
        if found := conflicts_of(wanted, facts, changed):
            raise EditConflictError(int(ci.get("revision") or 1), found)

    def _store_edit(
        self,
        origin: Origin,
        items: Sequence[Item],
        signed: Signature,
        check: Callable[[Transaction], None],
        then: Callable[[Transaction, str], None] | None = None,
    ) -> str:
        checking.check_signature(signed.actor, signed.reason)
        name = f"edit-{secrets.token_hex(10)}"
        section = CheckedSection(name, name, "complete", None, (), {item.ref: item for item in items})
        edit = Edit(signed.expires_at, check, then)
        result = self._ingest.accept_edit(section, origin, (signed.actor, signed.reason), edit)
        return result.root_uid or items[0].ref

    def _ci(self, uid: str) -> Mapping[str, Any]:
        return read_ci(self._store, self._registry, uid)
