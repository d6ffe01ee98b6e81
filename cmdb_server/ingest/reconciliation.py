"""What a CI is, given everything that is said of it: a pure function of its observations.

Of several claims for one attribute the kind of source with the highest priority wins (`graph_schema.data_sources`),
between equal kinds the later observation where the kind says so, else the smaller source key: arrival order cannot
matter. Reconciliation rules (rules.py) may decide otherwise.

What people say adds to what discovery says of a CI (observations without a class): it makes no CI exist. They may say
that an attribute has no value, that a CI or relationship is retired although somebody reports it, and take any of it
back, so that the others' word counts again.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from cmdb_server.ingest.claims import Claimed, choose
from cmdb_server.ingest.classification import ci_class_of
from cmdb_server.ingest.derivation import derived_facts, derived_type, joined_facts
from cmdb_server.ingest.items import Claim
from cmdb_server.ingest.keys import relationship_uid
from cmdb_server.ingest.rules import NO_RULES, RuleBook
from graph_schema import Registry
from graph_schema.data_sources import MANUAL, kind_of
from graph_schema.declare import AttributeValue

STATUS = "status"
CI_CLASS = "ci_class"  # said by people of a CI that sources take for another class
RETIRED = "retired"
RELEASED = "released"
DERIVED = "derived"


class Said(NamedTuple):
    """One observation of a CI as reconciliation sees it. Without `ci_class` it only adds to what others say.

    An attribute that is None is said to have no value; `released` are those of which the kind of source takes back
    what it said before. `freshness` is what age makes of its source's word (freshness.py); what is gone is absent too.
    """

    source: str
    ref: str
    section: str
    scope: str
    ci_class: str
    attributes: Mapping[str, AttributeValue | None]
    identifiers: tuple[str, ...]
    claims: Sequence[Claim]
    observed_at: int
    is_absent: bool = False
    released: tuple[str, ...] = ()
    freshness: str = ""


@dataclass(frozen=True)
class Projection:
    """What a CI is now: its class, status and attributes, each with the source that won it."""

    ci_class: str
    status: str
    attributes: Mapping[str, AttributeValue]
    winners: Mapping[str, tuple[str, int]]
    sources: tuple[str, ...]


class Bond(NamedTuple):
    """A relationship that should be open: what it is and on whose word."""

    uid: str
    type: str
    source: str
    target: str
    claims: tuple[str, ...]
    facts: Mapping[str, AttributeValue]


class ResolvedTarget(NamedTuple):
    """Where a claim leads: the CI, and the program that provides it when it is an endpoint.

    `databases` are those of that program that the claim names, as far as they are known.
    """

    uid: str
    provider: str = ""
    databases: tuple[str, ...] = ()


Resolve = Callable[[Said, Claim], ResolvedTarget | None]


def rank(registry: Registry, source: str) -> tuple[int, str]:
    """Sort key of a source: the first in order wins."""
    spec = registry.data_sources.get(kind_of(source))
    return (-spec.priority if spec else 0, source)


def _precedence(registry: Registry, said: Said) -> tuple[int, int, str, str, str]:
    spec = registry.data_sources.get(kind_of(said.source))
    if spec is None:
        return (0, 0, said.source, said.section, said.ref)
    return (-spec.priority, -said.observed_at if spec.latest_wins else 0, said.source, said.section, said.ref)


def project(said: Iterable[Said], registry: Registry, book: RuleBook = NO_RULES) -> Projection | None:
    """The projection of a CI from its observations, None when there is none.

    Stale when nobody who would notice sees it any longer, retired when all are absent.
    """
    entries = declared(said, registry)
    ordered = in_order(entries, registry)
    claimed = [entry for entry in entries if entry.ci_class]
    if not claimed:
        return None
    classes = [(entry.source, entry.ci_class) for entry in ordered if entry.ci_class]
    ci_class = _said_class(ordered, registry) or ci_class_of(classes, registry)
    if book.rules and (mine := rules_for(registry, book.of_class(registry, ci_class), ordered)).rules:
        attributes, winners = choose(registry, mine, claims_of(ordered, mine))
    else:
        attributes, winners = _attributes_of(ordered)
    status = attributes.pop(STATUS, _status(claimed, registry))
    attributes.pop(CI_CLASS, None)
    sources = tuple(sorted({entry.source for entry in ordered}))
    return Projection(ci_class, str(status), attributes, winners, sources)


def declared(said: Iterable[Said], registry: Registry) -> list[Said]:
    """The observations without those of a class that no class pack declares any more."""
    return [entry for entry in said if not entry.ci_class or entry.ci_class in registry.classes]


def in_order(said: Iterable[Said], registry: Registry) -> list[Said]:
    """The observations that count, in the order of their sources; of a CI that all withdrew, what was said last."""
    entries = declared(said, registry)
    claimed = [entry for entry in entries if entry.ci_class]
    present = [entry for entry in claimed if not entry.is_absent]
    adding = [entry for entry in entries if not (entry.ci_class or entry.is_absent) and _says(entry)]
    return sorted([*(present or claimed), *adding], key=partial(_precedence, registry))


def rules_for(registry: Registry, book: RuleBook, ordered: Sequence[Said]) -> RuleBook:
    """Of the rules for a class those whose condition holds for what is said of a CI."""
    base = book.unconditional()
    if base.rules == book.rules:
        return book
    attributes, _ = choose(registry, base, claims_of(ordered, base))
    return book.holding(registry, attributes)


def claims_of(ordered: Sequence[Said], book: RuleBook) -> dict[str, list[Claimed]]:
    """What is claimed of each attribute by observations in the order of their sources.

    Where a rule allows null, a source that knows the CI but not the value claims that there is none.
    """
    found: dict[str, list[Claimed]] = {}
    released: set[tuple[str, str]] = set()
    for place, entry in enumerate(ordered):
        kind = kind_of(entry.source)
        for name, value in entry.attributes.items():
            is_released = (kind, name) in released
            claim = Claimed(entry.source, value, entry.observed_at, place, is_released)
            found.setdefault(name, []).append(claim)
        released.update((kind, name) for name in entry.released)
    for rule in book.rules:
        if rule.allow_null and rule.attribute:
            _add_nulls(found, rule.attribute, ordered, book)
    return found


def _add_nulls(found: dict[str, list[Claimed]], name: str, ordered: Sequence[Said], book: RuleBook) -> None:
    knowing = {claim.source for claim in found.get(name, ())}
    for place, entry in enumerate(ordered):
        rule = book.rule_for(entry.source, name)
        if entry.ci_class and entry.source not in knowing and rule is not None and rule.allow_null:
            found.setdefault(name, []).append(Claimed(entry.source, None, entry.observed_at, place))
            knowing.add(entry.source)


def _says(entry: Said) -> bool:
    return bool(entry.attributes or entry.released)


def _attributes_of(ordered: Iterable[Said]) -> tuple[dict[str, AttributeValue], dict[str, tuple[str, int]]]:
    """The value of each attribute and who won it; the first in order wins."""
    attributes: dict[str, AttributeValue] = {}
    winners: dict[str, tuple[str, int]] = {}
    released: set[tuple[str, str]] = set()
    for entry in ordered:
        kind = kind_of(entry.source)
        for name, value in entry.attributes.items():
            if name in winners or (kind, name) in released:
                continue
            winners[name] = (entry.source, entry.observed_at)
            if value is not None:
                attributes[name] = value
        released.update((kind, name) for name in entry.released)
    return attributes, winners


def _said_class(ordered: Iterable[Said], registry: Registry) -> str:
    """The class that a person says a CI has, whatever sources take it for; empty when nobody does any longer."""
    for entry in ordered:
        said = str(entry.attributes.get(CI_CLASS, ""))
        if said in registry.classes or CI_CLASS in entry.released:
            return said
    return ""


def _status(claimed: Sequence[Said], registry: Registry) -> str:
    """What is lost is stale, unless another source that would notice still sees it; files and people would not."""
    present = [entry for entry in claimed if not entry.is_absent]
    if not present:
        return RETIRED
    is_lost = any(entry.freshness for entry in claimed)
    is_seen = any(not entry.freshness and _ages(registry, entry.source) for entry in present)
    return "stale" if is_lost and not is_seen else "active"


def _ages(registry: Registry, source: str) -> bool:
    spec = registry.data_sources.get(kind_of(source))
    return spec is not None and spec.ages


def bonds_of(
    uid: str, said: Iterable[Said], types: Iterable[str], context: tuple[Registry, Resolve], *, is_scanner: bool = False
) -> dict[str, Bond]:
    """The open relationships of one CI of the given types, by uid, from what is claimed and derived."""
    registry, resolve = context
    wanted = set(types)
    found = _Bonds(registry)
    present = (entry for entry in said if not entry.is_absent)
    for entry in sorted(present, key=partial(_precedence, registry)):
        found.by = (f"{entry.source}/{entry.section}",)
        for claim in entry.claims:
            is_wanted, derives = claim.type in wanted, derived_type(claim, is_scanner=is_scanner) in wanted
            resolved = resolve(entry, claim) if is_wanted or derives else None
            if resolved is None:
                continue
            if is_wanted:
                found.add(_bond(registry, uid, resolved.uid, (claim, found.by)), claim.attributes.get(STATUS))
            if derives and resolved.provider not in ("", uid):
                for needed in (resolved.provider, *resolved.databases):
                    found.add(_derived(uid, needed, (claim, found.by)), claim.attributes.get(STATUS))
    return found.open


class _Bonds:
    """The relationships that are claimed, in the order of precedence: the first word on each says whether it is."""

    def __init__(self, registry: Registry) -> None:
        self.open: dict[str, Bond] = {}
        self.by: tuple[str, ...] = ()
        self._latest_wins = {spec.name for spec in registry.data_sources.values() if spec.latest_wins}
        self._retired: set[str] = set()
        self._decided: set[tuple[str, str]] = set()

    def add(self, bond: Bond, status: AttributeValue | None) -> None:
        """Take a claim in; `status` tells one that says the relationship is not, or takes back what was said."""
        kind = kind_of(bond.claims[0])
        if bond.uid in self._retired or (kind, bond.uid) in self._decided:
            return
        if status is None:
            _add(self.open, bond)
        elif status == RETIRED and bond.uid not in self.open:
            self._retired.add(bond.uid)
        if kind in self._latest_wins:
            self._decided.add((kind, bond.uid))


def _bond(registry: Registry, uid: str, target: str, said: tuple[Claim, tuple[str, ...]]) -> Bond:
    claim, by = said
    spec = registry.relationship_types[claim.type]
    apart = [str(claim.attributes.get(name, "")) for name in spec.discriminator]
    return Bond(relationship_uid(uid, claim.type, target, apart), claim.type, uid, target, by, claim.attributes)


def _derived(uid: str, provider: str, said: tuple[Claim, tuple[str, ...]]) -> Bond:
    claim, by = said
    kind = derived_type(claim)
    return Bond(relationship_uid(uid, kind, provider, []), kind, uid, provider, by, derived_facts(claim))


def _add(found: dict[str, Bond], bond: Bond) -> None:
    """Join the claims of one relationship: a person's wins, then a declared one over a derived, hard over soft."""
    known = found.get(bond.uid)
    if known is None:
        found[bond.uid] = bond
        return
    first, second = sorted((known, bond), key=_weight)
    claims = tuple(sorted({*known.claims, *bond.claims}))
    found[bond.uid] = first._replace(claims=claims, facts=joined_facts(first.facts, second.facts))


def _weight(bond: Bond) -> tuple[bool, bool, bool, int]:
    port = bond.facts.get("port", 0)
    return (
        not any(kind_of(claim) == MANUAL.name for claim in bond.claims),
        "derivation" in bond.facts,
        bond.facts.get("strength") == "soft",
        port if isinstance(port, int) else 0,
    )
