"""Duplicate cases: pairs of devices that may be one. A person is asked, with the score of each identifier."""

from collections.abc import Collection, Iterable, Sequence
from hashlib import blake2b
from itertools import combinations, product
from typing import NamedTuple

import msgspec

from cmdb_server.graph_store.queries import identity as queries
from cmdb_server.graph_store.store import Transaction
from cmdb_server.ingest.decisions import verdict_on
from cmdb_server.ingest.identification import Cluster, Knowledge
from cmdb_server.ingest.scoring import (
    ASK,
    MATCH,
    Evidence,
    Values,
    balance,
    past_values,
    values_of,
    weigh_all,
)
from cmdb_server.timestamps import OPEN

_FEW = 3


class Case(NamedTuple):
    """Two CIs that may be one: `left` is the smaller uid."""

    left: str
    right: str
    evidence: tuple[Evidence, ...]

    @property
    def uid(self) -> str:
        """Its uid: a digest of both."""
        return "du_" + blake2b(f"{self.left}|{self.right}".encode(), digest_size=13).hexdigest()


_EVIDENCE = msgspec.json.Decoder(tuple[Evidence, ...])


def decode_evidence(text: str) -> tuple[Evidence, ...]:
    """The evidence of a case from their stored form."""
    return _EVIDENCE.decode(text)


def encode_evidence(evidence: tuple[Evidence, ...]) -> str:
    """The stored form of the evidence of a case."""
    return msgspec.json.encode(evidence).decode()


def is_asked(evidence: Iterable[Evidence]) -> bool:
    """Whether what two devices have in common, now or in turn, is worth a question."""
    entries = list(evidence)
    now = balance(entry for entry in entries if not entry.is_past)
    return now.agreement >= MATCH or balance(entries).total >= ASK


def cases_of(clusters: Sequence[Cluster], names: Sequence[str], knowledge: Knowledge) -> list[Case]:
    """The pairs that may be one. Contested values count too, unless more than a few devices claim them."""
    all_values = [values_of(key for unit in cluster.units for key in unit.keys) for cluster in clusters]
    past = [_past_of(cluster, values, knowledge) for cluster, values in zip(clusters, all_values, strict=True)]
    by_text = _positions(all_values)
    junk = {text for text in knowledge.ignored if len(by_text.get(text, ())) > _FEW or text in knowledge.junk}
    pairs = {pair for text, positions in by_text.items() if text not in junk for pair in combinations(positions, 2)}
    for text, positions in _positions(past).items():
        pairs |= {(min(pair), max(pair)) for pair in product(positions, by_text.get(text, ())) if pair[0] != pair[1]}
    kept = [{rule: texts - junk for rule, texts in values.items()} for values in all_values]
    found: list[Case] = []
    for one, other in sorted(pairs):
        evidence = weigh_all((kept[one], kept[other]), (past[one], past[other]), knowledge.rules)
        is_decided = verdict_on(knowledge.decisions, clusters[one].ref_keys, clusters[other].ref_keys)
        if is_asked(evidence) and not is_decided:
            left, right = sorted((names[one], names[other]))
            found.append(Case(left, right, _marked(evidence, knowledge.ignored)))
    return found


def _positions(all_values: Iterable[Values]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for position, values in enumerate(all_values):
        for text in {text for texts in values.values() for text in texts}:
            found.setdefault(text, []).append(position)
    return found


def _past_of(cluster: Cluster, now: Values, knowledge: Knowledge) -> dict[str, set[str]]:
    ever = {key for ref_key in cluster.ref_keys for key in knowledge.ever.get(ref_key, ())}
    return past_values(ever, now, knowledge.ignored)


def save_cases(tx: Transaction, uids: Iterable[str], cases: Sequence[Case], at: int) -> None:
    """Make the open cases of these CIs those that are given; what they were is kept, as a version that is closed.

    Of the sections that one commit stores each may change a case; only what it is in the end is a version.
    """
    known: dict[str, str] = {}
    for row in tx.run(queries.CASES_OF, uids=sorted(uids)):
        known |= dict(zip(row["lefts"], row["of_lefts"], strict=True))
        known |= dict(zip(row["rights"], row["of_rights"], strict=True))
    wanted = {case.uid: case for case in cases}
    evidence = {uid: encode_evidence(case.evidence) for uid, case in wanted.items()}
    if closed := sorted(uid for uid, text in known.items() if evidence.get(uid) != text):
        tx.run(queries.CLOSE_CASES, case_uids=closed, at=at)
    if new := [uid for uid, text in evidence.items() if known.get(uid) != text]:
        tx.run(
            queries.SAVE_CASES,
            uids=[f"{uid}.{at}" for uid in new],
            case_uids=new,
            open=OPEN,
            left=[wanted[uid].left for uid in new],
            right=[wanted[uid].right for uid in new],
            score=[balance(wanted[uid].evidence).total for uid in new],
            evidence=[evidence[uid] for uid in new],
            at=at,
        )


def _marked(evidence: Iterable[Evidence], contested: frozenset[str]) -> tuple[Evidence, ...]:
    return tuple(
        entry._replace(contested=tuple(text for text in entry.common if text in contested)) for entry in evidence
    )


def without_junk(evidence: Iterable[Evidence], junk: Collection[str]) -> tuple[Evidence, ...]:
    """The evidence of a case that remain when some values are junk."""
    return tuple(entry for entry in evidence if not entry.common or any(text not in junk for text in entry.common))
