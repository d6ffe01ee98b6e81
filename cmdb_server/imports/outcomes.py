"""What storing a chunk would do to each of its rows: told by storing it in a transaction that is undone."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from cmdb_server.graph_store.queries import imports as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.imports.batch_values import Outcome, RowChange, RowOutcome
from cmdb_server.imports.checking import Chunk, Frame, planned_keys, report_of
from cmdb_server.imports.row_items import RowItems, RowProblem
from cmdb_server.ingest import stored
from cmdb_server.ingest.items import Claim, Item, Target, shown
from cmdb_server.ingest.keys import is_device
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.ingest.section import SectionResult
from cmdb_server.ingest.targets import keys_of_target
from graph_schema import Registry
from graph_schema.registry import RESERVED_ATTRIBUTES

_BOOKKEEPING = RESERVED_ATTRIBUTES - {"ci_class"}
_MAX_VALUE = 500


@dataclass
class Seen:
    """What a rehearsal left in its transaction: the CI of each ref, what changed on each CI, what each is now."""

    uids: Mapping[str, str]
    kinds: dict[str, str] = field(default_factory=dict[str, str])
    changes: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict[str, list[Mapping[str, Any]]])
    cis: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])
    led: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    parked: dict[str, list[RowProblem]] = field(default_factory=dict[str, list[RowProblem]])


class Rehearsal:
    """Rehearses chunks of a batch; `planned` are the identifiers of all rows of the file."""

    def __init__(self, parts: tuple[GraphStore, Registry, Ingest], frame: Frame, planned: frozenset[str]) -> None:
        """`parts` are those of the server."""
        self._store, self._registry, self._ingest = parts
        self._frame = frame
        self._planned = planned
        self._named = {key.rpartition("|")[2] for key in planned}

    def outcomes(self, chunk: Chunk, actor: str, clock: Callable[[], int]) -> list[RowOutcome]:
        """What becomes of each row of a chunk, in the order of the file."""
        good = [row for row in chunk.rows if not row.problems]
        torn = self._store.read(lambda tx: self._torn(tx, chunk, good))
        rows = [row for row in good if row.ref not in torn]
        found = {row.ref: _refused(row, "reject", row.problems) for row in chunk.rows if row.problems}
        found |= {row.ref: _refused(row, "conflict", [torn[row.ref]]) for row in good if row.ref in torn}
        if rows:
            report, began = report_of(rows, chunk.number, self._frame, self._registry), clock()
            seen = self._ingest.rehearse(
                report, actor, lambda tx, results: self._see(tx, (chunk, rows), (results, began))
            )
            found |= self._of_rows(chunk, rows, seen)
        return [found[row.ref] for row in chunk.rows]

    def _torn(self, tx: Transaction, chunk: Chunk, rows: Iterable[RowItems]) -> dict[str, RowProblem]:
        """Rows whose identifiers belong to several CIs."""
        devices = [row for row in rows if is_device(self._registry.ci_class(row.ci_class))]
        keys = {key for row in devices for key in chunk.keys[row.ref]}
        claimants = stored.read_named(tx, keys).claimants
        several: dict[str, dict[str, str]] = {}
        for row in devices:
            meant = {uid: key for key in chunk.keys[row.ref] for uid in claimants.get(key, ())}
            if len(meant) > 1:
                several[row.ref] = meant
        names = stored.read_cis(tx, {uid for meant in several.values() for uid in meant})
        found: dict[str, RowProblem] = {}
        for ref, meant in several.items():
            told = "; ".join(f"{names[uid].get('name', uid)} by {key}" for uid, key in meant.items() if uid in names)
            remedy = "correct the identifiers, or merge the CIs first"
            found[ref] = RowProblem("", shown(told), f"the row matches {len(meant)} CIs", remedy)
        return found

    def _see(
        self, tx: Transaction, asked: tuple[Chunk, Sequence[RowItems]], told: tuple[Sequence[SectionResult], int]
    ) -> Seen:
        chunk, rows = asked
        results, began = told
        refs = {ref for row in rows for ref in row.cis}
        seen = Seen(stored.read_refs(tx, self._frame.source, refs))
        events = tx.run(queries.EVENTS_SINCE, at=began, source=self._frame.source)[0]
        for uid, kind, changes in zip(events["ci_uid"], events["kind"], events["changes"], strict=True):
            seen.kinds[uid] = kind
            seen.changes.setdefault(uid, []).extend(msgspec.json.decode(changes))
        others = {str(change["other"]) for noted in seen.changes.values() for change in noted if "other" in change}
        seen.cis = stored.read_cis(tx, {*seen.uids.values(), *others})
        types = {claim.type for row in rows for claim in chunk.items[row.ref].claims}
        claim_key = f"{self._frame.source}/{chunk.section}"
        bonds = stored.read_bonds(tx, {seen.uids[row.ref] for row in rows if row.ref in seen.uids}, types)
        seen.led = {(bond.source, bond.type) for bond in bonds.values() if claim_key in bond.claims}
        for refused in (refused for result in results for refused in result.parked):
            problem = RowProblem(refused.field, refused.value, refused.message, refused.remedy)
            seen.parked.setdefault(refused.item, []).append(problem)
        return seen

    def _of_rows(self, chunk: Chunk, rows: Iterable[RowItems], seen: Seen) -> dict[str, RowOutcome]:
        found: dict[str, RowOutcome] = {}
        taken: dict[str, RowItems] = {}
        for row in rows:
            uid = seen.uids.get(row.ref, "")
            if row.ref in seen.parked or not uid:
                found[row.ref] = _refused(row, "reject", seen.parked.get(row.ref, [_NOT_PLACED]))
                continue
            outcome = self._of_row(row, chunk, seen)
            if (twin := taken.setdefault(uid, row)) is not row:
                message = f"the row is about the same CI as {twin.ref}"
                problem = RowProblem("", "", message, "join the two rows, or correct what identifies them")
                outcome = _refused(row, "conflict", [problem])
            found[row.ref] = outcome
        return found

    def _of_row(self, row: RowItems, chunk: Chunk, seen: Seen) -> RowOutcome:
        uid, item = seen.uids[row.ref], chunk.items[row.ref]
        now = seen.cis.get(uid, {})
        outvoted = _outvoted(self._frame.source, (row, item), now)
        changes = [change for noted in seen.changes.get(uid, ()) if (change := _change(noted, seen.cis))]
        kind: Outcome = "create" if seen.kinds.get(uid) == "created" else "update" if changes else "unchanged"
        return RowOutcome(
            row.sheet,
            row.number,
            row.ref,
            "conflict" if outvoted else kind,
            str(now.get("ci_class", row.ci_class)),
            "" if kind == "create" else uid,
            str(now.get("name", "")),
            changes,
            outvoted,
            [*self._waiting(item, uid, seen), *self._created_beside(row, chunk, seen)],
            is_storable=True,
        )

    def _created_beside(self, row: RowItems, chunk: Chunk, seen: Seen) -> list[str]:
        """CIs that the row names and that are created with it, unless another row is about them."""
        created = [ref for ref in row.cis if ref != row.ref and seen.kinds.get(seen.uids.get(ref, "")) == "created"]
        scope = self._frame.network_scope
        keys = {ref: planned_keys(self._registry, chunk.items[ref], scope) for ref in created}
        return [f"creates {ref.replace(':', ' ', 1)}" for ref in created if not self._planned & set(keys[ref])]

    def _waiting(self, item: Item, uid: str, seen: Seen) -> list[str]:
        """Relationships whose other end is not known, neither to the graph nor to the file."""
        waiting = [claim for claim in item.claims if (uid, claim.type) not in seen.led and not self._is_planned(claim)]
        return [f"{claim.type} waits: there is no {_words(claim)} yet" for claim in waiting]

    def _is_planned(self, claim: Claim) -> bool:
        if not isinstance(claim.target, Target):
            return True
        keys = keys_of_target(self._registry, claim.target, self._frame.network_scope)
        return any(key.text in self._named for key in keys)


_NOT_PLACED = RowProblem("", "", "the row could not be placed", "name its owner and what identifies it")


def _refused(row: RowItems, outcome: Outcome, problems: list[RowProblem]) -> RowOutcome:
    named = row.cis.get(row.ref)
    name = str(named.attributes.get("name", "")) if named else ""
    return RowOutcome(row.sheet, row.number, row.ref, outcome, row.ci_class, name=name, problems=problems)


def _outvoted(source: str, said: tuple[RowItems, Item], now: Mapping[str, Any]) -> list[RowProblem]:
    """Values of the row that another source's word wins over."""
    row, item = said
    winners: dict[str, Any] = msgspec.json.decode(now.get("provenance") or "{}")
    found: list[RowProblem] = []
    for name, value in item.attributes.items():
        winner = str(winners.get(name, [source])[0])
        if winner != source and now.get(name) != value:
            message = f"is outvoted by {winner}, which says {shown(now.get(name))!r}"
            found.append(
                RowProblem(
                    row.columns.get(name, name),
                    shown(value),
                    message,
                    "correct the row, or the rules of reconciliation",
                )
            )
    if now.get("ci_class", item.ci_class) != item.ci_class:
        message = f"is outvoted: other sources say {now['ci_class']}"
        found.append(RowProblem("ci_class", item.ci_class or "", message, "correct the class of the row"))
    return found


def _change(noted: Mapping[str, Any], cis: Mapping[str, Mapping[str, Any]]) -> RowChange | None:
    """A change of an event as people read it; None for bookkeeping."""
    if "attribute" in noted:
        old, new = _text(noted.get("old")), _text(noted.get("new"))
        return (
            None if old == new or noted["attribute"] in _BOOKKEEPING else RowChange(str(noted["attribute"]), old, new)
        )
    other = str(noted.get("other", ""))
    named = str(cis.get(other, {}).get("name", other))
    if noted.get("change") != "changed":
        is_closed = noted.get("change") == "closed"
        return RowChange(str(noted["relationship"]), named if is_closed else None, None if is_closed else named)
    facts = (_text(noted.get("old")), _text(noted.get("new")))
    return RowChange(f"{noted['relationship']} {named}", *facts) if facts[0] != facts[1] else None


def _text(value: object) -> str | None:
    if value is None:
        return None
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return text[:_MAX_VALUE]


def _words(claim: Claim) -> str:
    if not isinstance(claim.target, Target):
        return claim.target
    named = " ".join(str(value) for _, value in claim.target.attributes)
    return f"{claim.target.ci_class} {named}"
