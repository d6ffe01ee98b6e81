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
from cmdb_server.ingest.decisions import read_decisions, verdict_on
from cmdb_server.ingest.identification import Knowledge
from cmdb_server.ingest.memory import recall_telling
from cmdb_server.ingest.records import read_records
from cmdb_server.ingest.scoring import (
    ASK,
    MATCH,
    Evidence,
    Values,
    balance,
    past_values,
    rules_of,
    values_of,
    weigh_all,
)
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
    units = [unit for found in by_uid.values() for unit in found]
    knowledge = Knowledge(
        rules_of(registry.ci_class(unit.ci_class) for unit in units),
        frozenset(standings.claimants),
        read_decisions(tx),
        ever=recall_telling(tx, {unit.ref_key for unit in units}),
    )
    return [
        _comparison(registry, standings, knowledge, {uid: by_uid[uid], other: by_uid[other]})
        for other in others
        if {uid, other} <= by_uid.keys() & standings.cis.keys()
    ]


def _comparison(
    registry: Registry, standings: Standings, knowledge: Knowledge, sides: Mapping[str, Sequence[Unit]]
) -> Comparison:
    (left, mine), (right, theirs) = sides.items()
    one, other = (values_of(key for unit in units for key in unit.keys) for units in (mine, theirs))
    past = (_past_of(mine, one, knowledge), _past_of(theirs, other, knowledge))
    evidence = weigh_all((one, other), past, knowledge.rules)
    counting = without_junk(evidence, {text for entry in evidence for text in entry.common if standings.is_junk(text)})
    verdict = verdict_on(knowledge.decisions, {unit.ref_key for unit in mine}, {unit.ref_key for unit in theirs})
    outcome = verdict or ("asked" if is_asked(counting) else "rejected")
    return Comparison(
        candidate(registry, standings, left),
        candidate(registry, standings, right),
        balance(counting).total,
        MATCH,
        [_evidence(standings, entry, counts=entry in counting) for entry in evidence],
        outcome,
        _DECIDED.get(verdict) or (reason_of(counting) if outcome == "asked" else _too_little(counting)),
    )


def _past_of(units: Iterable[Unit], now: Values, knowledge: Knowledge) -> Values:
    ever = {key for unit in units for key in knowledge.ever.get(unit.ref_key, ())}
    return past_values(ever, now, knowledge.ignored)


def _evidence(standings: Standings, entry: Evidence, *, counts: bool) -> IdentityEvidence:
    is_contested = any(text in standings.claimants for text in entry.common)
    return IdentityEvidence(entry.rule, entry.score if counts else 0, entry.common, is_contested)


def _too_little(evidence: Sequence[Evidence]) -> str:
    if not any(entry.common for entry in evidence):
        return "they have no identifier in common that counts"
    return f"the score is below {ASK}, from which on a person is asked"
