"""The duplicates inbox: pairs that may be one, as long as what they have in common is worth something."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from cmdb_server.data_source_names import source_name
from cmdb_server.duplicates.answers import (
    Candidate,
    Deferral,
    DuplicateCase,
    DuplicatePage,
    IdentityEvidence,
)
from cmdb_server.duplicates.reading import Standings, read_standings
from cmdb_server.graph_store.queries import identity as queries
from cmdb_server.graph_store.store import Transaction
from cmdb_server.ingest.cases import decode_evidence, is_asked, without_junk
from cmdb_server.ingest.scoring import HARD, MATCH, Evidence, balance
from cmdb_server.timestamps import OPEN, rfc3339
from graph_schema import Registry

_REASONS = {
    "contradiction": "an identifier that never changes by itself differs: one machine with a new mainboard, or two",
    "contested": "a value in common is claimed by others too",
    "ambiguous": "it fits several that are not one about equally well",
    "weak": "what they have in common is too little to be sure",
}
_OF_THE_PAST = "one has an identifier that the other had before"


class Window(NamedTuple):
    """Which of the open cases are asked for: some of them, and whether those that are deferred are among them."""

    offset: int
    limit: int
    with_deferred: bool


def read_inbox(tx: Transaction, registry: Registry, window: Window, now: int) -> DuplicatePage:
    """One page of the open cases; `now` in microseconds."""
    found = shown_cases(tx, registry, tx.run(queries.OPEN_CASES)[0]["properties"], now)
    listed = [case for case in found if window.with_deferred or case.deferral is None]
    deferred = sum(case.deferral is not None for case in found)
    return DuplicatePage(len(listed), deferred, listed[window.offset : window.offset + window.limit])


def count_open(tx: Transaction, registry: Registry, now: int) -> int:
    """How many cases wait for a person."""
    cases = shown_cases(tx, registry, tx.run(queries.OPEN_CASES)[0]["properties"], now)
    return sum(case.deferral is None for case in cases)


def read_cases_of(tx: Transaction, registry: Registry, uid: str, now: int) -> list[DuplicateCase]:
    """The open cases of one CI."""
    row = tx.run(queries.CASES_OF_CI, uid=uid)[0]
    return shown_cases(tx, registry, [*row["lefts"], *row["rights"]], now)


def shown_cases(
    tx: Transaction, registry: Registry, cases: Iterable[Mapping[str, Any]], now: int
) -> list[DuplicateCase]:
    """Stored cases that are still worth a question, the highest score first."""
    rows = list(cases)
    if not rows:
        return []
    standings = read_standings(tx, {row[side] for row in rows for side in ("left", "right")})
    found = (_shown(registry, standings, row, now) for row in rows)
    return sorted((case for case in found if case), key=lambda case: (-case.score, case.uid))


def _shown(registry: Registry, standings: Standings, row: Mapping[str, Any], now: int) -> DuplicateCase | None:
    evidence = decode_evidence(row["evidence"])
    junk = {text for entry in evidence for text in entry.common if standings.is_junk(text)}
    left = without_junk(evidence, junk)
    if not is_asked(left) or not {row["left"], row["right"]} <= standings.cis.keys():
        return None
    return DuplicateCase(
        row["case_uid"],
        candidate(registry, standings, row["left"]),
        candidate(registry, standings, row["right"]),
        balance(left).total,
        MATCH,
        [IdentityEvidence(entry.rule, entry.score, entry.common, bool(entry.contested)) for entry in left],
        kind_of_case(left),
        reason_of(left),
        rfc3339(row["opened_at"]),
        _deferral(row, now),
    )


def _deferral(row: Mapping[str, Any], now: int) -> Deferral | None:
    until = int(row.get("deferred_until") or 0)
    if until <= now:
        return None
    return Deferral(None if until == OPEN else rfc3339(until), str(row["deferred_by"]))


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


def kind_of_case(evidence: Iterable[Evidence]) -> str:
    """Why a person is asked, as a word."""
    kept = list(evidence)
    if any(entry.score <= -HARD for entry in kept):
        return "contradiction"
    if any(entry.contested for entry in kept):
        return "contested"
    return "ambiguous" if balance(kept).total >= MATCH else "weak"


def reason_of(evidence: Iterable[Evidence]) -> str:
    """Why a person is asked, as a sentence."""
    kept = list(evidence)
    kind = kind_of_case(kept)
    return _OF_THE_PAST if kind == "weak" and any(entry.is_past for entry in kept) else _REASONS[kind]
