"""What a CI is, given everything that is said of it: a pure function of its observations.

Of several claims for one attribute the kind of source with the highest priority wins (`graph_schema.data_sources`),
between equal kinds the smaller source key: a rule without time, so that arrival order cannot matter.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from cmdb_server.ingest.items import Claim
from cmdb_server.ingest.keys import relationship_uid
from graph_schema import Registry
from graph_schema.data_sources import kind_of
from graph_schema.declare import AttributeValue

DERIVED = "derived"
_DERIVED_CONFIDENCE = 0.9


class Said(NamedTuple):
    """One observation of a CI as reconciliation sees it. Without `ci_class` it only adds claims."""

    source: str
    ref: str
    section: str
    scope: str
    ci_class: str
    attributes: Mapping[str, AttributeValue]
    identifiers: tuple[str, ...]
    claims: Sequence[Claim]
    observed_at: int
    is_absent: bool = False


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
    """Where a claim leads: the CI, and the program that provides it when it is an endpoint."""

    uid: str
    provider: str = ""


Resolve = Callable[[Said, Claim], ResolvedTarget | None]


def rank(registry: Registry, source: str) -> tuple[int, str]:
    """Sort key of a source: the first in order wins."""
    spec = registry.data_sources.get(kind_of(source))
    return (-spec.priority if spec else 0, source)


def _precedence(registry: Registry, said: Said) -> tuple[tuple[int, str], str, str]:
    return (rank(registry, said.source), said.section, said.ref)


def project(said: Iterable[Said], registry: Registry) -> Projection | None:
    """The projection of a CI from its observations; retired when all are absent, None when there is none."""
    claimed = [entry for entry in said if entry.ci_class]
    present = [entry for entry in claimed if not entry.is_absent]
    existing = sorted(present or claimed, key=partial(_precedence, registry))
    if not existing:
        return None
    attributes: dict[str, AttributeValue] = {}
    winners: dict[str, tuple[str, int]] = {}
    for entry in existing:
        for name, value in entry.attributes.items():
            if name not in attributes:
                attributes[name] = value
                winners[name] = (entry.source, entry.observed_at)
    return Projection(
        existing[0].ci_class,
        "active" if present else "retired",
        attributes,
        winners,
        tuple(sorted({entry.source for entry in existing})),
    )


def bonds_of(
    uid: str, said: Iterable[Said], types: Iterable[str], context: tuple[Registry, Resolve]
) -> dict[str, Bond]:
    """The open relationships of one CI of the given types, by uid, from what is claimed and derived."""
    registry, resolve = context
    wanted = set(types)
    found: dict[str, Bond] = {}
    present = (entry for entry in said if not entry.is_absent)
    for entry in sorted(present, key=partial(_precedence, registry)):
        for claim in entry.claims:
            resolved = resolve(entry, claim) if claim.type in wanted or _derives(claim, wanted) else None
            if resolved is None:
                continue
            if claim.type in wanted:
                _add(found, _bond(registry, uid, resolved.uid, entry, claim))
            if _derives(claim, wanted) and resolved.provider not in ("", uid):
                _add(found, _derived(uid, resolved.provider, entry, claim))
    return found


def _derives(claim: Claim, wanted: set[str]) -> bool:
    return claim.type == "CONNECTS_TO" and "DEPENDS_ON" in wanted


def _bond(registry: Registry, uid: str, target: str, entry: Said, claim: Claim) -> Bond:
    spec = registry.relationship_types[claim.type]
    apart = [str(claim.attributes.get(name, "")) for name in spec.discriminator]
    made_of = relationship_uid(uid, claim.type, target, apart)
    return Bond(made_of, claim.type, uid, target, (f"{entry.source}/{entry.section}",), claim.attributes)


def _derived(uid: str, provider: str, entry: Said, claim: Claim) -> Bond:
    facts: dict[str, AttributeValue] = {
        "derivation": "connection",
        "confidence": _DERIVED_CONFIDENCE,
        "strength": claim.attributes.get("strength", "hard"),
    }
    if "port" in claim.attributes:
        facts["port"] = claim.attributes["port"]
    made_of = relationship_uid(uid, "DEPENDS_ON", provider, [])
    return Bond(made_of, "DEPENDS_ON", uid, provider, (f"{entry.source}/{entry.section}",), facts)


def _add(found: dict[str, Bond], bond: Bond) -> None:
    """Join the claims of one relationship; a declared dependency wins over a derived one, hard over soft."""
    known = found.get(bond.uid)
    if known is None:
        found[bond.uid] = bond
        return
    first, second = sorted((known, bond), key=_weight)
    claims = tuple(sorted({*known.claims, *bond.claims}))
    found[bond.uid] = first._replace(claims=claims, facts={**second.facts, **first.facts})


def _weight(bond: Bond) -> tuple[bool, bool, int]:
    port = bond.facts.get("port", 0)
    return ("derivation" in bond.facts, bond.facts.get("strength") == "soft", port if isinstance(port, int) else 0)
