"""Databases that a claim of a connection names: the program behind it is needed, and these of what it serves."""

from collections.abc import Mapping

from cmdb_server.ingest.derivation import derived_type
from cmdb_server.ingest.items import Claim
from cmdb_server.ingest.keys import keys_of
from graph_schema import Registry
from graph_schema.relationships import DEPENDS_ON

DATABASE = "database"
_NAMED = "databases"  # of CONNECTS_TO


def names_databases(claim: Claim) -> bool:
    """Whether a claim names databases. A replica copies all of them, whatever it names."""
    return bool(claim.attributes.get(_NAMED)) and derived_type(claim) == DEPENDS_ON.name


def databases_of(registry: Registry, claim: Claim, known: Mapping[str, set[str]]) -> tuple[str, ...]:
    """The uids of those that a claim names; `known` are the ones of the program by their identifiers."""
    names = claim.attributes.get(_NAMED)
    if not known or not isinstance(names, list) or not names_databases(claim):
        return ()
    keys = (key.text for name in names for key in keys_of(registry.ci_class(DATABASE), {"name": name}, ""))
    return tuple(min(known[key]) for key in keys if len(known.get(key, ())) == 1)
