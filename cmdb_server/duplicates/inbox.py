"""The duplicates inbox: pairs that may be one, as long as what they have in common is worth something."""

from collections.abc import Iterable, Mapping
from typing import Any

from cmdb_server.data_source_names import source_name
from cmdb_server.duplicates.answers import Candidate, DuplicateCase, DuplicatePage, IdentityDecision, IdentityEvidence
from cmdb_server.duplicates.reading import Standings, read_standings
from cmdb_server.graph_store.queries import identity as queries
from cmdb_server.graph_store.store import Transaction
from cmdb_server.ingest.cases import decode_evidence, is_asked, without_junk
from cmdb_server.ingest.scoring import HARD, MATCH, Evidence, balance
from cmdb_server.timestamps import rfc3339
from graph_schema import Registry


def read_inbox(tx: Transaction, registry: Registry, window: tuple[int, int]) -> DuplicatePage:
    """One page (offset, limit) of the open cases."""
    offset, limit = window
    cases = tx.run(queries.OPEN_CASES)[0]["properties"]
    found = shown_cases(tx, registry, cases)
    return DuplicatePage(len(found), found[offset : offset + limit])


def count_open(tx: Transaction, registry: Registry) -> int:
    """How many cases wait for a person."""
    return len(shown_cases(tx, registry, tx.run(queries.OPEN_CASES)[0]["properties"]))


def read_cases_of(tx: Transaction, registry: Registry, uid: str) -> list[DuplicateCase]:
    """The open cases of one CI."""
    row = tx.run(queries.CASES_OF_CI, uid=uid)[0]
    return shown_cases(tx, registry, [*row["lefts"], *row["rights"]])


def shown_cases(tx: Transaction, registry: Registry, cases: Iterable[Mapping[str, Any]]) -> list[DuplicateCase]:
    """Stored cases that are still worth a question, the highest score first."""
    rows = list(cases)
    if not rows:
        return []
    standings = read_standings(tx, {row[side] for row in rows for side in ("left", "right")})
    found = (_shown(registry, standings, row) for row in rows)
    return sorted((case for case in found if case), key=lambda case: (-case.score, case.uid))


def _shown(registry: Registry, standings: Standings, row: Mapping[str, Any]) -> DuplicateCase | None:
    evidence = decode_evidence(row["evidence"])
    junk = {text for entry in evidence for text in entry.common if standings.is_junk(text)}
    left = without_junk(evidence, junk)
    found = balance(left)
    if not is_asked(found) or not {row["left"], row["right"]} <= standings.cis.keys():
        return None
    return DuplicateCase(
        row["case_uid"],
        candidate(registry, standings, row["left"]),
        candidate(registry, standings, row["right"]),
        found.total,
        MATCH,
        [IdentityEvidence(entry.rule, entry.score, entry.common, bool(entry.contested)) for entry in left],
        _reason(left),
        rfc3339(row["opened_at"]),
    )


def candidate(registry: Registry, standings: Standings, uid: str) -> Candidate:
    """A CI as the inbox shows it."""
    ci = standings.cis[uid]
    spec = registry.classes.get(ci["ci_class"])
    seen = standings.last_seen(uid)
    return Candidate(
        uid,
        str(ci.get("name") or ""),
        ci["ci_class"],
        spec.label if spec else ci["ci_class"],
        ci["status"],
        rfc3339(ci["created_at"]),
        rfc3339(seen) if seen else None,
        [source_name(key) for key in sorted(ci.get("sources") or ())],
        sorted(ci.get("identifiers") or ()),
    )


def decision_of(row: Mapping[str, Any]) -> IdentityDecision:
    """A stored decision as it is shown."""
    return IdentityDecision(
        row["uid"],
        row["verdict"],
        row["left_uid"],
        row["right_uid"],
        sorted(row["left"]),
        sorted(row["right"]),
        row.get("reason") or None,
        row["decided_by"],
        rfc3339(row["decided_at"]),
        row["status"] == "withdrawn",
    )


def read_decisions(tx: Transaction) -> list[IdentityDecision]:
    """All decisions, the newest first."""
    rows = tx.run(queries.ALL_DECISIONS)[0]["properties"]
    return [decision_of(row) for row in sorted(rows, key=lambda row: (-row["decided_at"], row["uid"]))]


def _reason(evidence: Iterable[Evidence]) -> str:
    kept = list(evidence)
    if any(entry.score <= -HARD for entry in kept):
        return "an identifier that never changes by itself differs: one machine with a new mainboard, or two"
    if any(entry.contested for entry in kept):
        return "a value in common is claimed by others too"
    if balance(kept).total >= MATCH:
        return "it fits several that are not one about equally well"
    return "what they have in common is too little to be sure"
