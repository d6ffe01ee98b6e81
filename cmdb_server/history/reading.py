"""Reading the graph as it was. What is read first is what is stored now, then what happened since (see `history`)."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import msgspec

from cmdb_server.graph_store.queries import history as queries
from cmdb_server.graph_store.store import Transaction
from cmdb_server.history.past import PastBond, PastEvent, bond_at, ci_at, in_order
from cmdb_server.timestamps import OPEN

_CHANGES = msgspec.json.Decoder(list[dict[str, Any]])
_COLUMNS = ("uid", "ci_uid", "recorded_at", "sequence", "kind", "changes", "recorded_from")
Row = Mapping[str, Any]


class Past:
    """CIs and relationships as they were at a time, read in one transaction."""

    def __init__(self, tx: Transaction, at: int) -> None:
        """`at` in microseconds; a time to which nothing can be added any more (instants.py)."""
        self._tx = tx
        self.at = at

    def cis(self, uids: Collection[str]) -> dict[str, dict[str, Any]]:
        """The properties of CIs by uid; those that were not there are left out."""
        if not uids:
            return {}
        stored = self._tx.run(queries.CIS, uids=sorted(uids))[0]["properties"]
        changed = [entry["uid"] for entry in stored if entry["updated_at"] > self.at]
        return rewound(stored, events_of(self._tx, changed, self.at), self.at)

    def outgoing(self, uids: Collection[str], types: Iterable[str] = ()) -> list[PastBond]:
        """The relationships that left these CIs, of all types or of some."""
        return self._bonds((queries.OUTGOING, queries.OUTGOING_OF_TYPE), uids, types)

    def incoming(self, uids: Collection[str], types: Iterable[str] = ()) -> list[PastBond]:
        """The relationships that led to these CIs, of all types or of some."""
        return self._bonds((queries.INCOMING, queries.INCOMING_OF_TYPE), uids, types)

    def parts(self, uid: str) -> dict[str, dict[str, Any]]:
        """What lay within a CI, without the CI itself."""
        found = self.cis(set(self._tx.run(queries.PARTS, uids=[uid])[0]["uid"]) - {uid})
        return {part: properties for part, properties in found.items() if properties.get("owner_uid") == uid}

    def last_changes(self, uids: Collection[str]) -> dict[str, int]:
        """When each CI had last changed by then, in microseconds."""
        row = self._tx.run(queries.LAST_EVENTS, uids=sorted(uids), at=self.at)[0]
        return dict(zip(row["uid"], row["last"], strict=True))

    def _bonds(self, texts: tuple[Any, Any], uids: Collection[str], types: Iterable[str]) -> list[PastBond]:
        if not uids:
            return []
        wanted = [texts[1].of_type(kind) for kind in types] or [texts[0]]
        asked = sorted(uids)
        stored = [bond for query in wanted for bond in bonds_of(self._tx.run(query, uids=asked, at=self.at)[0])]
        written = {bond.source for bond in stored if bond.properties["last_seen_at"] > self.at}
        return open_then(stored, events_of(self._tx, written, self.at), self.at)


def bonds_of(row: Row) -> list[PastBond]:
    """Relationships out of packed columns."""
    columns = (row[name] for name in ("type", "source", "target", "properties"))
    return [PastBond(*entry) for entry in zip(*columns, strict=True)]


def rewound(stored: Iterable[Mapping[str, Any]], since: Iterable[PastEvent], at: int) -> dict[str, dict[str, Any]]:
    """CIs as they were, by uid, given all their events since then; those that were not there are left out."""
    by_ci: dict[str, list[PastEvent]] = {}
    for event in in_order(since):
        by_ci.setdefault(event.ci_uid, []).append(event)
    past = ((entry["uid"], ci_at(entry, by_ci.get(entry["uid"], ()), at)) for entry in stored)
    return {uid: properties for uid, properties in past if properties is not None}


def open_then(stored: Iterable[PastBond], since: Iterable[PastEvent], at: int) -> list[PastBond]:
    """The relationships that were open, as they were, given all events of their sources since then."""
    changes = changes_of_bonds(since)
    past = (bond_at(bond, changes.get(bond.properties["uid"], ()), at) for bond in stored)
    found = [bond for bond in past if bond is not None]
    return sorted(found, key=lambda bond: (bond.source, bond.type, bond.target, bond.properties["uid"]))


def changes_of_bonds(events: Iterable[PastEvent]) -> dict[str, list[Mapping[str, Any]]]:
    """The changes of each relationship in their order."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for event in in_order(events):
        for change in event.changes:
            if "relationship_uid" in change:
                found.setdefault(change["relationship_uid"], []).append(change)
    return found


def events_of(tx: Transaction, uids: Collection[str], since: int, until: int = OPEN) -> list[PastEvent]:
    """The events of some CIs after one time and until another, in their order."""
    if not uids:
        return []
    return _events(tx.run(queries.EVENTS_OF, uids=sorted(uids), since=since, until=until)[0])


def events_between(tx: Transaction, since: int, until: int = OPEN) -> list[PastEvent]:
    """All events after one time and until another, in their order."""
    return _events(tx.run(queries.EVENTS_BETWEEN, since=since, until=until)[0])


def created_between(tx: Transaction, since: int, until: int = OPEN) -> list[str]:
    """The CIs that came after one time and until another; those that only their name makes have no event of it."""
    return list(tx.run(queries.CREATED_BETWEEN, since=since, until=until)[0]["uid"])


def changed_since(tx: Transaction, at: int) -> set[str]:
    """The CIs that are not now as they were at a time, they themselves or what leaves them."""
    return {event.ci_uid for event in events_between(tx, at)} | set(created_between(tx, at))


def _events(row: Row) -> list[PastEvent]:
    found: list[PastEvent] = []
    for entry in zip(*(row[name] for name in _COLUMNS), strict=True):
        uid, ci_uid, recorded_at, sequence, kind, changes, recorded_from = entry
        # What is neither, as an item of a report that was given up, changed nothing that could be walked back.
        walked = [one for one in _CHANGES.decode(changes or "[]") if "attribute" in one or "relationship_uid" in one]
        found.append(PastEvent(uid, ci_uid, recorded_at, sequence, kind, walked, recorded_from))
    return in_order(found)
