"""What a device sent by itself, as a part of its history and of that of the interface that it named."""

from collections.abc import Mapping
from typing import Any

import msgspec

from cmdb_server.ci_detail.answers import CIName, Event, TrapTold
from cmdb_server.ci_detail.references import References
from cmdb_server.graph_store.queries import traps as queries
from cmdb_server.timestamps import rfc3339
from discovery_agent.traps.kind import all_kinds

EVENTS = (queries.EVENTS_OF, queries.EVENTS_OF_PART)
COUNTS = (queries.COUNT_EVENTS, queries.COUNT_EVENTS_OF_PART)
NOTIFIED = "notified"
_DETAILS = msgspec.json.Decoder(dict[str, str])


def event_of(stored: Mapping[str, Any], others: References) -> Event:
    """A stored event of traps; `others` holds the interface that it names."""
    kind, part = all_kinds().get(stored["oid"]), others.cis.get(stored["part_uid"])
    told = TrapTold(
        kind.name if kind else stored["oid"],
        kind.meaning if kind else "",
        stored["address"],
        stored["proof"],
        stored["times"],
        stored["unread"],
        rfc3339(stored["last_at"]),
        CIName(part.uid, part.name) if part else None,
        (stored["interface"] or None) if part is None else None,
        _DETAILS.decode(stored["details"]),
    )
    return Event(stored["uid"], rfc3339(stored["recorded_at"]), None, NOTIFIED, None, None, None, (), trap=told)
