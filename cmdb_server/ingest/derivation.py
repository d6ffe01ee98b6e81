"""What a connection tells of the two programs at its ends, by what it is for."""

from collections.abc import Mapping

from cmdb_server.ingest.connections import is_local
from cmdb_server.ingest.items import Claim
from graph_schema.declare import AttributeValue
from graph_schema.relationships import CONNECTS_TO, DEPENDS_ON, POOL, REPLICATES_FROM, REPLICATION

DERIVED_TYPES = frozenset((DEPENDS_ON.name, REPLICATES_FROM.name))
IS_SCANNER, MONITORING = "is_scanner", "monitoring"
_CONFIDENCE = 0.9
_TIMING = "timing"
_KEPT = ("port", "strength_reason", _TIMING)


def derived_type(claim: Claim, *, is_scanner: bool = False) -> str:
    """The type of the relationship that follows; "" where it is told otherwise, as by the group of a pool.

    A scanner needs only what its configuration names, other than to look at it, and what is on its own machine.
    """
    if claim.type != CONNECTS_TO.name:
        return ""
    purpose = claim.attributes.get("purpose")
    if purpose == POOL or (is_scanner and _only_looks(claim)):
        return ""
    return REPLICATES_FROM.name if purpose == REPLICATION else DEPENDS_ON.name


def _only_looks(claim: Claim) -> bool:
    if "configured_in" in claim.attributes:
        return claim.attributes.get("purpose") == MONITORING
    address = "" if isinstance(claim.target, str) else dict(claim.target.attributes).get("address")
    return not (isinstance(address, str) and address and is_local(address))


def derived_facts(claim: Claim) -> Mapping[str, AttributeValue]:
    """The attributes of what follows from a connection; without a word on its strength it is taken for hard."""
    if derived_type(claim) != DEPENDS_ON.name:
        return {}
    kept = {name: claim.attributes[name] for name in _KEPT if name in claim.attributes}
    strength = claim.attributes.get("strength", "hard")
    return {"derivation": "connection", "confidence": _CONFIDENCE, "strength": strength, **kept}


def joined_facts(
    first: Mapping[str, AttributeValue], second: Mapping[str, AttributeValue]
) -> dict[str, AttributeValue]:
    """The attributes of a relationship that two claims make; what the first says wins, the reason with its strength.

    What both use at some times only is used at such times, and at any time where one of them does not say.
    """
    joined = {**second, **first}
    if first.get(_TIMING) != second.get(_TIMING):
        joined.pop(_TIMING, None)
    if joined.get("strength") != second.get("strength") and "strength_reason" not in first:
        joined.pop("strength_reason", None)
    return joined
