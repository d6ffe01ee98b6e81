"""What persons decide about identity: kept as observations are, so that everything can be computed anew from them."""

import secrets
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from cmdb_server.duplicates.answers import (
    Comparison,
    Decided,
    DecisionPage,
    DuplicatePage,
    IdentityCard,
    Quarantine,
)
from cmdb_server.duplicates.card import read_card
from cmdb_server.duplicates.comparing import compare_pair
from cmdb_server.duplicates.decided import read_decisions
from cmdb_server.duplicates.deferring import defer_cases
from cmdb_server.duplicates.inbox import Window, count_open, read_inbox
from cmdb_server.duplicates.quarantine import read_quarantine
from cmdb_server.duplicates.rehearsing import Rehearsal, redeclare, rehearse
from cmdb_server.duplicates.signing import DecisionRefusedError, Signed
from cmdb_server.graph_store.queries import identity as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.ingest import decisions, stored
from cmdb_server.ingest.decisions import ONE, TWO, Decision
from cmdb_server.ingest.devices import Seeds, identify_devices
from cmdb_server.ingest.keys import is_device
from cmdb_server.ingest.records import read_records
from cmdb_server.ingest.reidentification import identify_again
from cmdb_server.ingest.units import Unit
from cmdb_server.ingest.writing import Cause, tick
from graph_schema import Registry
from graph_schema.data_sources import MANUAL

_SECTION = "identity"


class Duplicates:
    """Answers who may be whom and takes decisions about it; safe to use from several threads."""

    def __init__(self, store: GraphStore, registry: Registry, clock: Callable[[], int]) -> None:
        """`clock` in microseconds."""
        self._store = store
        self._registry = registry
        self._clock = clock

    def inbox(self, offset: int, limit: int, *, with_deferred: bool = False) -> DuplicatePage:
        """One page of the open cases."""
        window = Window(offset, limit, with_deferred)
        return self._store.read(lambda tx: read_inbox(tx, self._registry, window, self._clock()))

    def open_cases(self) -> int:
        """How many cases wait for a person."""
        return self._store.read(lambda tx: count_open(tx, self._registry, self._clock()))

    def compare(self, pair: tuple[str, str]) -> Comparison | None:
        """Two CIs compared; None where one of them is none or is not identified by scores."""
        return compare_pair(self._store, self._registry, pair)

    def quarantine(self) -> Quarantine:
        """The values that identify nobody, or were pinned."""
        return self._store.read(lambda tx: read_quarantine(tx, self._registry))

    def decisions(self) -> DecisionPage:
        """What persons decided."""
        return DecisionPage(self._store.read(lambda tx: read_decisions(tx, self._registry)))

    def rehearse(self, registry: Registry, classes: Collection[str]) -> Rehearsal:
        """What other declarations would make of the CIs of some classes; nothing is written."""
        return rehearse(self._store, registry, classes)

    def redeclare(self, files: Mapping[str, str]) -> int:
        """Identify devices anew by the rules of class packs (class to file). Raises MassMergeError."""
        return redeclare(self._store, self._registry, files, self._clock())

    def card(self, uid: str) -> IdentityCard | None:
        """The identity card of a CI, None where there is none."""
        return self._store.read(lambda tx: read_card(tx, self._registry, uid, self._clock()))

    def decide(self, pair: tuple[str, str], verdict: str, signed: Signed) -> Decided:
        """These two CIs are one, or are two. Raises DecisionRefusedError."""
        if pair[0] == pair[1]:
            raise DecisionRefusedError("right_uid", pair[1], "is the same CI", "name two")

        def work(tx: Transaction) -> Decided:
            self._check_devices(tx, pair)
            sides = [read_records(tx, self._registry, [uid]) for uid in pair]
            for uid, records in zip(pair, sides, strict=True):
                if not records:
                    raise DecisionRefusedError("uid", uid, "has no record of a source", "decide about another CI")
            return self._add(tx, verdict, (pair, sides), signed)

        return self._store.transact([f"root:{uid}" for uid in pair], work)

    def defer(self, pairs: Sequence[tuple[str, str]], until: int, signed: Signed) -> None:
        """Do not ask about these pairs until a time in microseconds; 0 asks again. Raises DecisionRefusedError."""
        defer_cases(self._store, pairs, until, signed)

    def unmerge(self, uid: str, records: Collection[str], signed: Signed) -> Decided:
        """The records (keys) of a CI are of another machine than its other records. Raises DecisionRefusedError."""

        def work(tx: Transaction) -> Decided:
            self._check_devices(tx, [uid])
            mine = read_records(tx, self._registry, [uid])
            away = [unit for unit in mine if unit.ref_key in records]
            rest = [unit for unit in mine if unit.ref_key not in records]
            _check_split(uid, records, mine)
            sides = ({unit.ref_key for unit in rest}, {unit.ref_key for unit in away})
            standing = decisions.read_decisions(tx)
            joined = [entry for entry in standing if entry.verdict == ONE and entry.is_between(*sides)]
            self._withdraw(tx, joined, signed)
            if self._are_together(tx, uid, sides):
                return self._add(tx, TWO, ((uid, uid), (rest, away)), signed)
            return self._again(tx, "", Seeds(uids=[uid]), signed, (rest, away))

        return self._store.transact([f"root:{uid}"], work)

    def withdraw(self, decision: str, signed: Signed) -> Decided:
        """Take a decision back, so that everything is as it would be without it. Raises DecisionRefusedError."""

        def work(tx: Transaction) -> Decided:
            found = next((entry for entry in decisions.read_decisions(tx) if entry.uid == decision), None)
            if found is None:
                raise DecisionRefusedError(
                    "uid", decision, "is no decision that stands", "see cmdb duplicates decisions"
                )
            self._withdraw(tx, [found], signed)
            ref_keys = sorted(found.left | found.right)
            uids = tx.run(queries.UIDS_OF_REFS, ref_keys=ref_keys)[0]["uid"]
            return self._again(tx, decision, Seeds(uids=uids), signed, ())

        return self._store.transact([f"decision:{decision}"], work)

    def pin(self, key: str, pin: str, signed: Signed) -> Decided:
        """A value is junk, is good, or ("") is what the records make of it. Raises DecisionRefusedError."""

        def work(tx: Transaction) -> Decided:
            if not tx.run(queries.CLAIMANTS, keys=[key])[0]["key"]:
                raise DecisionRefusedError("key", key, "is no identifier of any CI", "copy one of an identity card")
            at = tick(tx, self._clock())
            tx.run(queries.PIN, key=key, pin=pin, actor=signed.actor, reason=signed.reason, at=at)
            return self._again(tx, "", Seeds(keys=[key]), signed, ())

        is_known = self._store.read(lambda tx: bool(tx.run(queries.CLAIMANTS, keys=[key])[0]["key"]))
        return self._store.transact([key] if is_known else [], work)

    def _check_devices(self, tx: Transaction, uids: Sequence[str]) -> None:
        cis = stored.read_cis(tx, uids)
        for uid in uids:
            ci: Mapping[str, Any] = cis.get(uid, {})
            if not ci:
                raise DecisionRefusedError("uid", uid, "is no CI", "copy the uid of a CI page")
            if into := ci.get("merged_into"):
                raise DecisionRefusedError("uid", uid, f"was merged into {into}", f"use {into}")
            spec = self._registry.classes.get(ci["ci_class"])
            if spec is None or not is_device(spec):
                message = f"is of class {ci['ci_class']}, which its name or owner identifies"
                raise DecisionRefusedError("uid", uid, message, "edit what identifies it instead")

    def _add(
        self,
        tx: Transaction,
        verdict: str,
        about: tuple[tuple[str, str], Sequence[Sequence[Unit]]],
        signed: Signed,
    ) -> Decided:
        (left_uid, right_uid), (left, right) = about
        uid = "id_" + secrets.token_hex(13)
        properties: dict[str, Any] = {
            "verdict": verdict,
            "status": "standing",
            "left": sorted(unit.ref_key for unit in left),
            "right": sorted(unit.ref_key for unit in right),
            "left_uid": left_uid,
            "right_uid": right_uid,
            "decided_by": signed.actor,
            "decided_at": tick(tx, self._clock()),
            "reason": signed.reason,
        }
        tx.run(queries.ADD_DECISION, uid=uid, properties=properties)
        return self._again(tx, uid, Seeds(uids={left_uid, right_uid}), signed, about[1])

    def _withdraw(self, tx: Transaction, standing: Sequence[Decision], signed: Signed) -> None:
        if standing:
            uids, at = [entry.uid for entry in standing], tick(tx, self._clock())
            tx.run(queries.WITHDRAW_DECISIONS, uids=uids, at=at, actor=signed.actor)

    def _are_together(self, tx: Transaction, uid: str, sides: tuple[set[str], set[str]]) -> bool:
        """Whether records of both sides are of one CI by what they say themselves."""
        found = identify_devices(tx, self._registry, Seeds(uids=[uid])).uids
        of_sides = [{ci for unit, ci in found if unit.ref_key in side} for side in sides]
        return bool(of_sides[0] & of_sides[1])

    def _again(
        self, tx: Transaction, decision: str, seeds: Seeds, signed: Signed, sides: Iterable[Iterable[Unit]]
    ) -> Decided:
        now = self._clock()
        cause = Cause(f"{MANUAL.name}:{signed.actor}", _SECTION, now, now, signed.actor, signed.reason)
        changed = identify_again(tx, (self._registry, cause), seeds)
        ref_keys = sorted({unit.ref_key for side in sides for unit in side})
        uids = tx.run(queries.UIDS_OF_REFS, ref_keys=ref_keys)[0]["uid"] if ref_keys else changed
        return Decided(decision, sorted(uids))


def _check_split(uid: str, records: Collection[str], mine: Sequence[Unit]) -> None:
    known = {unit.ref_key for unit in mine}
    if unknown := sorted(set(records) - known):
        raise DecisionRefusedError("records", unknown[0], f"is no record of {uid}", f"use some of {', '.join(known)}")
    if not records or set(records) == known:
        message = "must be some of the records of the CI, not none and not all"
        raise DecisionRefusedError("records", str(len(records)), message, "name those of the other machine")
