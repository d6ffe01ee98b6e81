"""What could not be stored waits with its reason until somebody retries or discards it, or it is sent again whole."""

from hashlib import blake2b
from typing import Any

from cmdb_server.graph_store.queries import ingest as queries
from cmdb_server.graph_store.store import Transaction
from cmdb_server.ingest.assignment import Origin, Unplaced
from cmdb_server.ingest.items import Refused
from cmdb_server.ingest.settle import Cause
from cmdb_server.ingest.stored import encode_unplaced

MAX_PARKED = 1000


def refused_of(section: str, entry: Unplaced) -> Refused:
    """The refusal of an item that was valid but could not be placed."""
    return Refused(section, entry.item.ref, entry.field, "", entry.message, entry.remedy, encode_unplaced(entry.item))


def park(tx: Transaction, section_key: str, refused: tuple[Refused, ...], context: tuple[Origin, Cause]) -> None:
    """Park what was refused of a section; what was parked of it before and is not refused again is resolved."""
    origin, cause = context
    before = set(tx.run(queries.PARKED_OF_SECTION, section_key=section_key)[0]["uid"])
    rows = {_uid(section_key, entry): _properties(section_key, entry, origin, cause) for entry in refused[:MAX_PARKED]}
    if rows:
        tx.run(queries.PARK, uids=list(rows), properties=list(rows.values()), at=cause.now)
    if resolved := sorted(before - set(rows)):
        tx.run(queries.UNPARK, uids=resolved, status="resolved", at=cause.now)


def _uid(section_key: str, entry: Refused) -> str:
    text = "\x1f".join((section_key, entry.item, entry.field, entry.content if not entry.item else ""))
    return "pk_" + blake2b(text.encode(), digest_size=13).hexdigest()


def _properties(section_key: str, entry: Refused, origin: Origin, cause: Cause) -> dict[str, Any]:
    return {
        "section_key": section_key,
        "source": origin.source,
        "section": entry.section,
        "item": entry.item,
        "field": entry.field,
        "value": entry.value,
        "reason": entry.message,
        "remedy": entry.remedy,
        "content": entry.content,
        "root_ref": origin.root_ref,
        "root_uid": origin.root_uid,
        "network_scope": origin.scope,
        "observed_at": cause.observed_at,
    }
