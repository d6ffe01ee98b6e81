"""What storing a chunk would do to each of its rows: told by storing it in a transaction that is undone."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from cmdb_server.graph_store.queries import imports as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.imports.batch_values import Outcome, RowOutcome
from cmdb_server.imports.checking import Chunk, Frame, planned_keys, report_of
from cmdb_server.imports.rehearsed import Lead, Seen
from cmdb_server.imports.rights import Rights
from cmdb_server.imports.row_items import RowItems, RowProblem
from cmdb_server.ingest import stored
from cmdb_server.ingest.items import Claim, Item, Target, shown
from cmdb_server.ingest.keys import is_device
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.ingest.section import SectionResult
from cmdb_server.ingest.stored_bonds import read_bonds
from cmdb_server.ingest.targets import keys_of_target
from graph_schema import Registry


class Rehearsal:
    """Rehearses chunks of a batch; `planned` are the identifiers of all rows of the file."""

    def __init__(
        self, parts: tuple[GraphStore, Registry, Ingest], frame: Frame, planned: frozenset[str], rights: Rights
    ) -> None:
        """`parts` are those of the server."""
        self._store, self._registry, self._ingest = parts
        self._frame = frame
        self._rights = rights
        self._planned = planned
        self._named = {key.rpartition("|")[2] for key in planned}

    def outcomes(self, chunk: Chunk, actor: str, clock: Callable[[], int]) -> list[RowOutcome]:
        """What becomes of each row of a chunk, in the order of the file."""
        good = [row for row in chunk.rows if not row.problems]
        torn = self._torn(chunk, good)
        rows = [row for row in good if row.ref not in torn]
        found = {row.ref: _refused(row, "reject", row.problems) for row in chunk.rows if row.problems}
        found |= {row.ref: _refused(row, "conflict", [torn[row.ref]]) for row in good if row.ref in torn}
        if rows:
            report, began = report_of(rows, chunk.number, self._frame, self._registry), clock()
            seen = self._ingest.rehearse(
                report, actor, lambda tx, results: self._see(tx, (chunk, rows), (results, began))
            )
            self._rights.judge(rows, chunk, seen)
            found |= self._of_rows(chunk, rows, seen)
        return [found[row.ref] for row in chunk.rows]

    def _torn(self, chunk: Chunk, rows: Iterable[RowItems]) -> dict[str, RowProblem]:
        """Rows whose identifiers belong to several CIs."""
        devices = [row for row in rows if is_device(self._registry.ci_class(row.ci_class))]
        keys = {key for row in devices for key in chunk.keys[row.ref]}
        claimants = self._store.read(lambda tx: stored.read_named(tx, keys).claimants)
        several: dict[str, dict[str, str]] = {}
        for row in devices:
            meant = {uid: key for key in chunk.keys[row.ref] for uid in claimants.get(key, ())}
            if len(meant) > 1:
                several[row.ref] = meant
        if not several:
            return {}
        uids = {uid for meant in several.values() for uid in meant}
        names = self._rights.names_of(self._store.read(lambda tx: stored.read_cis(tx, uids)))
        found: dict[str, RowProblem] = {}
        for ref, meant in several.items():
            told = "; ".join(f"{names[uid]} by {key}" for uid, key in meant.items() if uid in names)
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
        items = {ref: chunk.items[ref] for ref in refs if ref in chunk.items}
        types = {claim.type for item in items.values() for claim in item.claims}
        claim_key = f"{self._frame.source}/{chunk.section}"
        for bond in read_bonds(tx, {seen.uids[ref] for ref in items if ref in seen.uids}, types).values():
            if claim_key in bond.claims:
                seen.leads.setdefault(bond.source, []).append(Lead(bond.type, bond.target))
        seen.cis = stored.read_cis(tx, {*seen.uids.values(), *seen.others()})
        seen.waiting = {row.ref: self._waiting(items[row.ref], seen.uids.get(row.ref, ""), seen) for row in rows}
        for refused in (refused for result in results for refused in result.parked):
            problem = RowProblem(refused.field, refused.value, refused.message, refused.remedy)
            seen.refused.setdefault(refused.item, []).append(problem)
        return seen

    def _of_rows(self, chunk: Chunk, rows: Iterable[RowItems], seen: Seen) -> dict[str, RowOutcome]:
        found: dict[str, RowOutcome] = {}
        taken: dict[str, RowItems] = {}
        for row in rows:
            uid = seen.uids.get(row.ref, "")
            if row.ref in seen.refused or not uid:
                found[row.ref] = _refused(row, "reject", seen.refused.get(row.ref, [_NOT_PLACED]))
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
        changes = seen.changes_of(uid)
        kind: Outcome = "create" if seen.is_new(uid) else "update" if changes else "unchanged"
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
            [
                *chunk.notes.get(row.ref, ()),
                *map(_waits, seen.waiting[row.ref]),
                *self._created_beside(row, chunk, seen),
            ],
            is_storable=True,
        )

    def _created_beside(self, row: RowItems, chunk: Chunk, seen: Seen) -> list[str]:
        """CIs that the row names and that are created with it, unless another row is about them."""
        created = [ref for ref in row.cis if ref != row.ref and seen.is_new(seen.uids.get(ref, ""))]
        scope = self._frame.network_scope
        keys = {ref: planned_keys(self._registry, chunk.items[ref], scope) for ref in created}
        return [f"creates {ref.replace(':', ' ', 1)}" for ref in created if not self._planned & set(keys[ref])]

    def _waiting(self, item: Item, uid: str, seen: Seen) -> list[Claim]:
        """Relationships whose other end is not known, neither to the graph nor to the file."""
        led = {lead.type for lead in seen.leads.get(uid, ())}
        return [claim for claim in item.claims if claim.type not in led and not self._is_planned(claim)]

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


def _waits(claim: Claim) -> str:
    target = claim.target
    if isinstance(target, Target):
        target = f"{target.ci_class} {' '.join(str(value) for _, value in target.attributes)}"
    return f"{claim.type} waits: there is no {target} yet"
