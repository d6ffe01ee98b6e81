"""What a device sent by itself, as a part of its history and of that of the interface that it named.

Of a CI with which others were merged that is what those sent too; unmerged, they have it again.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from cmdb_server.ci_detail.answers import CIName, Event, TrapTold
from cmdb_server.ci_detail.references import References
from cmdb_server.graph_store.queries import traps as queries
from cmdb_server.graph_store.queries.identity import ALIASES_OF
from cmdb_server.graph_store.store import Transaction
from cmdb_server.timestamps import rfc3339
from discovery_agent.traps.kind import all_kinds

_EVENTS = (queries.EVENTS_OF, queries.EVENTS_OF_PART)
_COUNTS = (queries.COUNT_EVENTS, queries.COUNT_EVENTS_OF_PART)
NOTIFIED = "notified"
_DETAILS = msgspec.json.Decoder(dict[str, str])


def read_events(tx: Transaction, asked: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The rows of `asked` (what the history of a CI is asked by)."""
    known = _with_aliases(tx, asked)
    return [row for query in _EVENTS for row in tx.run(query, **known)]


def count_events(tx: Transaction, asked: Mapping[str, Any]) -> int:
    """How many there are of what is asked."""
    known = _with_aliases(tx, asked)
    return sum(tx.run(query, **known)[0]["events"] for query in _COUNTS)


def _with_aliases(tx: Transaction, asked: Mapping[str, Any]) -> dict[str, Any]:
    rest = {name: value for name, value in asked.items() if name != "uid"}
    return {**rest, "uids": [asked["uid"], *sorted(tx.run(ALIASES_OF, uid=asked["uid"])[0]["uid"])]}


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
