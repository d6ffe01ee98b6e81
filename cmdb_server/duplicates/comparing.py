"""Two devices side by side: what speaks for their being one and against it, and what became of that."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from cmdb_server.duplicates.answers import Comparison, IdentityEvidence
from cmdb_server.duplicates.inbox import candidate, reason_of
from cmdb_server.duplicates.reading import Standings, read_standings
from cmdb_server.graph_store.queries import identity as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.ingest.cases import is_asked, without_junk
from cmdb_server.ingest.contested import CROWD
from cmdb_server.ingest.decisions import Decision, read_decisions, verdict_on
from cmdb_server.ingest.records import read_records
from cmdb_server.ingest.scoring import ASK, MATCH, Evidence, balance, rules_of, values_of, weigh
from cmdb_server.ingest.units import Unit
from graph_schema import Registry

MOST_CANDIDATES = 20
_DECIDED = {"one": "a person decided that they are one", "two": "a person decided that they are two"}


def compare_pair(store: GraphStore, registry: Registry, pair: tuple[str, str]) -> Comparison | None:
    """Two CIs compared; None where one of them is none or is not identified by scores."""
    return store.read(lambda tx: next(iter(_compared(tx, registry, pair[0], pair[1:])), None))


def read_candidates(tx: Transaction, registry: Registry, uid: str, records: Sequence[Unit]) -> list[Comparison]:
    """The CIs that have an identifier in common with these records, the highest score first; a crowd is left out."""
    keys = sorted({key.text for unit in records for key in unit.keys})
    row = tx.run(queries.CLAIMANTS, keys=keys)[0]
    found = Counter(other for claimants in row["claimants"] if len(claimants) <= CROWD for other in claimants)
    found.pop(uid, None)
    others = [other for other, _ in sorted(found.items(), key=lambda entry: (-entry[1], entry[0]))]
    compared = _compared(tx, registry, uid, others[:MOST_CANDIDATES])
    return sorted(compared, key=lambda entry: (-entry.score, entry.right.uid))


def _compared(tx: Transaction, registry: Registry, uid: str, others: Sequence[str]) -> list[Comparison]:
    if not others:
        return []
    by_uid: dict[str, list[Unit]] = {}
    for unit in read_records(tx, registry, [uid, *others]):
        by_uid.setdefault(unit.uid, []).append(unit)
    standings = read_standings(tx, [uid, *others])
    decisions = read_decisions(tx)
    return [
        _comparison(registry, standings, decisions, {uid: by_uid[uid], other: by_uid[other]})
        for other in others
        if {uid, other} <= by_uid.keys() & standings.cis.keys()
    ]


def _comparison(
    registry: Registry, standings: Standings, decisions: Iterable[Decision], sides: Mapping[str, Sequence[Unit]]
) -> Comparison:
    (left, mine), (right, theirs) = sides.items()
    rules = rules_of(registry.ci_class(unit.ci_class) for unit in (*mine, *theirs))
    one, other = (values_of(key for unit in units for key in unit.keys) for units in (mine, theirs))
    evidence = weigh(one, other, rules)
    counting = without_junk(evidence, {text for entry in evidence for text in entry.common if standings.is_junk(text)})
    verdict = verdict_on(decisions, {unit.ref_key for unit in mine}, {unit.ref_key for unit in theirs})
    outcome = verdict or ("asked" if is_asked(balance(counting)) else "rejected")
    return Comparison(
        candidate(registry, standings, left),
        candidate(registry, standings, right),
        balance(counting).total,
        MATCH,
        [_evidence(standings, entry, counts=entry in counting) for entry in evidence],
        outcome,
        _DECIDED.get(verdict) or (reason_of(counting) if outcome == "asked" else _too_little(counting)),
    )


def _evidence(standings: Standings, entry: Evidence, *, counts: bool) -> IdentityEvidence:
    is_contested = any(text in standings.claimants for text in entry.common)
    return IdentityEvidence(entry.rule, entry.score if counts else 0, entry.common, is_contested)


def _too_little(evidence: Sequence[Evidence]) -> str:
    if not any(entry.common for entry in evidence):
        return "they have no identifier in common that counts"
    return f"the score is below {ASK}, from which on a person is asked"
