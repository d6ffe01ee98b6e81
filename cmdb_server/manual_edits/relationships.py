"""One relationship as people edit it: which one is meant, how it is now, what people say of it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from cmdb_server.errors import CmdbError
from cmdb_server.graph_store.store import Transaction
from cmdb_server.ingest import stored
from cmdb_server.ingest.keys import relationship_uid
from cmdb_server.ingest.reconciliation import STATUS, Said
from cmdb_server.ingest.stored_bonds import read_bonds
from cmdb_server.timestamps import OPEN
from graph_schema import RelationshipSpec
from graph_schema.data_sources import MANUAL, kind_of
from graph_schema.declare import AttributeValue

Facts = Mapping[str, AttributeValue]


class Ends(NamedTuple):
    """A relationship by its type, its ends (uids) and the attributes that tell it apart from others between them."""

    spec: RelationshipSpec
    source: str
    target: str
    apart: Facts

    @property
    def uid(self) -> str:
        """The uid of the relationship in the graph."""
        apart = [str(self.apart.get(name, "")) for name in self.spec.discriminator]
        return relationship_uid(self.source, self.spec.name, self.target, apart)


class NoSuchRelationshipError(CmdbError):
    """A relationship that somebody wants to change is not there, or is ended."""

    def __init__(self, ends: Ends) -> None:
        """404, naming type and target."""
        name = f"{ends.spec.name} to {ends.target}"
        super().__init__(f"there is no relationship {name} now; relate the CIs, or restore it", 404, "not_found")


def telling_apart(spec: RelationshipSpec, facts: Mapping[str, AttributeValue | None]) -> dict[str, AttributeValue]:
    """Those of the attributes that tell relationships between the same ends apart."""
    found = {name: facts.get(name) for name in spec.discriminator}
    return {name: value for name, value in found.items() if value is not None}


def read_facts(tx: Transaction, ends: Ends) -> tuple[dict[str, Any], bool]:
    """The lasting attributes of a relationship as it is or last was, and whether it is there now."""
    bond = read_bonds(tx, [ends.source], [ends.spec.name]).get(ends.uid)
    if bond is None:
        return {}, False
    facts: dict[str, Any] = msgspec.json.decode(bond.facts)
    known = {name for name in ends.spec.attributes if name not in ends.spec.volatile}
    return {name: value for name, value in facts.items() if name in known}, bond.valid_to == OPEN


def read_said(tx: Transaction, ends: Ends) -> Facts:
    """The attributes that people say of a relationship now; their latest word on it counts as a whole."""
    entries = stored.Observed(tx).of([ends.source])[ends.source].values()
    manual = [entry for entry in entries if kind_of(entry.source) == MANUAL.name and not entry.is_absent]
    claims = [claim for entry in _latest_first(manual) for claim in entry.claims if claim.type == ends.spec.name]
    named = {claim.target for claim in claims if isinstance(claim.target, str)}
    current = stored.read_current(tx, named) if named else {}
    for claim in claims:
        target = current.get(claim.target, claim.target) if isinstance(claim.target, str) else None
        if target == ends.target and telling_apart(ends.spec, claim.attributes) == ends.apart:
            return {} if STATUS in claim.attributes else claim.attributes
    return {}


def _latest_first(entries: Iterable[Said]) -> Sequence[Said]:
    """The order in which people's words count."""
    return sorted(entries, key=lambda entry: (-entry.observed_at, entry.source, entry.section, entry.ref))
