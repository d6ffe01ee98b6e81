"""What rests on a batch by now: what others said of its CIs since, and what they relate to them."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.graph_store.queries import imports as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.imports.batch_values import Batch
from cmdb_server.ingest import stored
from graph_schema.registry import RESERVED_ATTRIBUTES

_SHOWN = 200


class Resting(NamedTuple):
    """Something of others that rests on a CI of the batch: `kind` is relationship or change; `at` in microseconds."""

    uid: str
    name: str
    kind: str
    source: str
    what: str
    at: int


class UndoCheck(NamedTuple):
    """What undoing a batch does: CIs that nobody else speaks of retire, others lose its values.

    `kept` are the CIs that an undo leaves alone which skips what others rest on.
    """

    retires: int
    changes: int
    resting: tuple[Resting, ...]
    more: int
    kept: tuple[str, ...] = ()


class ImportRestsError(CmdbError):
    """Others built on what an import brought, so it is not taken back unasked."""

    def __init__(self, check: "UndoCheck") -> None:
        """409, naming what rests on which CI."""
        remedy = "skip these CIs (on_conflict skip) or undo all the same (on_conflict undo)"
        errors = tuple(
            FieldError(entry.what, entry.uid, f"of {entry.name} rests on {entry.source}", remedy)
            for entry in check.resting
        )
        number = len(check.resting) + check.more
        super().__init__(f"others rest on the import in {number} places; {remedy}", 409, "import_rests", errors)


def check_undo(store: GraphStore, batch: Batch, uids: Collection[str]) -> UndoCheck:
    """What undoing would do to the CIs of a batch, and what of others rests on them."""
    return store.read(lambda tx: _check(tx, batch, uids))


def _check(tx: Transaction, batch: Batch, uids: Collection[str]) -> UndoCheck:
    cis = stored.read_cis(tx, uids)
    active = {uid: ci for uid, ci in cis.items() if ci.get("status") != "retired"}
    alone = {uid for uid, ci in active.items() if list(ci.get("sources") or ()) == [batch.source]}
    resting = [*_relationships(tx, batch, alone, cis), *_changes(tx, batch, active)]
    counts = len(alone), len(active) - len(alone)
    kept = _with_owners({entry.uid for entry in resting}, cis)
    return UndoCheck(*counts, tuple(resting[:_SHOWN]), max(0, len(resting) - _SHOWN), kept)


def _with_owners(uids: Collection[str], cis: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """The CIs on which others rest, and those of the batch within which they lie."""
    found: set[str] = set()
    wave = set(uids)
    while wave:
        found |= wave
        owners = {str(cis[uid].get("owner_uid") or "") for uid in wave if uid in cis}
        wave = {uid for uid in owners if uid in cis} - found
    return tuple(sorted(found))


def _relationships(
    tx: Transaction, batch: Batch, uids: Collection[str], cis: Mapping[str, Mapping[str, Any]]
) -> Iterator[Resting]:
    """Relationships of others that lead to CIs which would retire."""
    if not uids:
        return
    row = tx.run(queries.OTHERS_RELATIONSHIPS, uids=sorted(uids), source=batch.source, open=stored.OPEN)[0]
    columns = (row["ci_uid"], row["type"], row["name"], row["sources"])
    for uid, kind, other, sources in zip(*columns, strict=True):
        whose = ", ".join(source for source in sources if source != batch.source)
        yield Resting(uid, str(cis[uid].get("name", uid)), "relationship", whose, f"{other} {kind}", 0)


def _changes(tx: Transaction, batch: Batch, cis: Mapping[str, Mapping[str, Any]]) -> Iterator[Resting]:
    """What other sources changed of its CIs since."""
    if not cis:
        return
    row = tx.run(queries.OTHERS_EVENTS, uids=sorted(cis), source=batch.source, at=batch.observed_at)[0]
    columns = (row["ci_uid"], row["source"], row["changes"], row["recorded_at"])
    for uid, source, changes, at in zip(*columns, strict=True):
        noted: list[dict[str, Any]] = msgspec.json.decode(changes)
        names = (str(entry.get("attribute") or entry.get("relationship")) for entry in noted if _differs(entry))
        what = ", ".join(name for name in dict.fromkeys(names) if name not in RESERVED_ATTRIBUTES)
        if not what or source not in (cis[uid].get("sources") or ()):
            continue
        yield Resting(uid, str(cis[uid].get("name", uid)), "change", source, what, at)


def _differs(entry: Mapping[str, Any]) -> bool:
    """Whether a change of an event is more than another source's word for the same."""
    return entry.get("change") in ("opened", "closed") or entry.get("old") != entry.get("new")
