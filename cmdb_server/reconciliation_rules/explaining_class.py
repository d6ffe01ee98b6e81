"""Why a CI is of its class: what every source takes it for, by what each claim was weighed, and how that changed."""

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from cmdb_server.graph_store.store import Transaction
from cmdb_server.history.classes import read_classes
from cmdb_server.ingest import stored
from cmdb_server.ingest.classification import BY_EDIT, BY_PERSON, EXACT, ONE_USE, ROUGH, class_rank
from cmdb_server.ingest.reconciliation import CI_CLASS, Said, claims_of, declared, in_order, rank
from cmdb_server.ingest.rules import NO_RULES
from cmdb_server.reconciliation_rules.explaining import (
    ABSENT,
    COUNTS,
    NOT_SAID,
    OUTRANKED,
    RELEASED,
    ClaimVerdict,
    Why,
    signatures_of,
)
from graph_schema import Registry

_LABEL = "Class"
_UNDECLARED = 0
WEIGHED = {
    BY_EDIT: "a person says so",
    BY_PERSON: "a person created it so",
    ONE_USE: "exact, a class of one use",
    EXACT: "exact, a computer for any use",
    ROUGH: "says only roughly what it is",
    _UNDECLARED: "no class pack declares it",
}
_Order = tuple[bool, int, int]


class _Ranked(NamedTuple):
    """A claim of a class with its place in the order; the first counts."""

    order: _Order
    said: Said
    ci_class: str
    rank: int
    verdict: str = ""


def why_class(tx: Transaction, registry: Registry, uid: str) -> Why | None:
    """Why a CI is of its class; None when there is no such CI."""
    ci = stored.read_cis(tx, [uid]).get(uid)
    if ci is None:
        return None
    entries = stored.Observed(tx).of([uid])[uid]
    ordered = in_order(entries.values(), registry)
    told = _without_repeats(sorted([*_edits(ordered, registry), *_of_sources(ordered, registry)], key=itemgetter(0)))
    absent = [one for one in declared(entries.values(), registry) if one not in ordered and one.ci_class]
    told += _without_repeats(
        _Ranked((True, 0, place), one, one.ci_class, 0, ABSENT) for place, one in enumerate(absent)
    )
    signed = signatures_of(tx, uid, entries)
    claims = [_verdict(registry, entry, signed.get(id(entry.said), {}), place) for place, entry in enumerate(told)]
    return Why(CI_CLASS, _LABEL, ci["ci_class"], _in_words(registry, told), claims, read_classes(tx, uid))


def _edits(ordered: Sequence[Said], registry: Registry) -> Iterable[_Ranked]:
    """What people say of a CI that sources take for another class; it comes before all else."""
    for claim in claims_of(ordered, NO_RULES).get(CI_CLASS, ()):
        ci_class = str(claim.value)
        is_declared = ci_class in registry.classes
        weight = BY_EDIT if is_declared else _UNDECLARED
        verdict = RELEASED if claim.is_released else ""
        order = (claim.is_released, -weight, claim.place)
        yield _Ranked(order, ordered[claim.place], ci_class, weight, verdict)


def _of_sources(ordered: Sequence[Said], registry: Registry) -> Iterable[_Ranked]:
    claimed = {entry.ci_class for entry in ordered if entry.ci_class}
    for place, entry in enumerate(ordered):
        if entry.ci_class:
            weight = class_rank((entry.source, entry.ci_class), claimed, registry)
            yield _Ranked((False, -weight, place), entry, entry.ci_class, weight)


def _without_repeats(claims: Iterable[_Ranked]) -> list[_Ranked]:
    """The claims without what a source says once more in another section of its report."""
    found: dict[tuple[str, str, str], _Ranked] = {}
    for claim in claims:
        found.setdefault((claim.said.source, claim.ci_class, claim.verdict), claim)
    return list(found.values())


def _verdict(registry: Registry, entry: _Ranked, signed: Mapping[str, Any], place: int) -> ClaimVerdict:
    said = entry.said
    return ClaimVerdict(
        said.source,
        entry.ci_class,
        said.observed_at,
        entry.verdict or (OUTRANKED if place or not entry.rank else COUNTS),
        -rank(registry, said.source)[0],
        None,
        signed.get("actor") or "",
        signed.get("reason") or "",
        signed.get("expires_at") or 0,
        entry.rank,
        WEIGHED[entry.rank] if entry.rank or not entry.verdict else "",
    )


def _in_words(registry: Registry, told: Sequence[_Ranked]) -> str:
    """What decided between the claims."""
    counting = [entry for entry in told if entry.rank and not entry.verdict]
    if not counting:
        return NOT_SAID
    first, others = counting[0], [entry for entry in counting if entry.ci_class != counting[0].ci_class]
    if not others:
        return "the only claim" if len(counting) == 1 else "all that count say so"
    second = others[0]
    if first.order[1] != second.order[1]:
        return f"{WEIGHED[first.rank]}: rank {first.rank} of {BY_EDIT} against {second.rank}"
    weights = [-rank(registry, entry.said.source)[0] for entry in (first, second)]
    both = f"both are of rank {first.rank} ({WEIGHED[first.rank]})"
    if weights[0] != weights[1]:
        return f"{both}, so the source counts: priority {weights[0]} against {weights[1]}"
    return f"{both} and of priority {weights[0]}, so the order of sources decides"
