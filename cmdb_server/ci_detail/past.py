"""The questions about one CI, answered as it was at a time. What others claimed then is not kept, what won is."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from cmdb_server.ci_detail import relationships
from cmdb_server.ci_detail.answers import (
    CICounts,
    CIDetail,
    CIRefStatus,
    ConnectionPage,
    EventPage,
    InstalledSoftware,
    RelationshipPage,
    SoftwarePage,
)
from cmdb_server.ci_detail.attributes import attributes_of
from cmdb_server.ci_detail.connections import connection_of, in_order
from cmdb_server.ci_detail.detail import class_path, other_than
from cmdb_server.ci_detail.history import count_events, read_history
from cmdb_server.ci_detail.references import References, time_text
from cmdb_server.ci_detail.relationships import BOTH, IN, OUT, SOFTWARE_TYPE, Bond, relationship_of, shown_of
from cmdb_server.ci_detail.software import page_of
from cmdb_server.data_source_names import source_name
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.history import instants
from cmdb_server.history.past import PastBond
from cmdb_server.history.reading import Past
from cmdb_server.timestamps import rfc3339
from graph_schema import Registry

T = TypeVar("T")
_PROGRAM, _ENDPOINT = "software_instance", "endpoint"
_CONNECTION, _ANSWERED_BY = "CONNECTS_TO", "PROVIDED_BY"


class _Now(NamedTuple):
    """The past that is asked, and the CI in question as it was."""

    tx: Transaction
    past: Past
    ci: Mapping[str, Any]


class PastCIDetails:
    """As CIDetails, of a time; None also for a CI that was not there yet."""

    def __init__(self, store: GraphStore, registry: Registry, at: int) -> None:
        """`at` in microseconds, a time that has come."""
        instants.settle(store, at)
        self._store, self._registry, self._at = store, registry, at

    def ci(self, uid: str) -> CIDetail | None:
        """The CI itself."""
        return self._ask(uid, self._detail)

    def relationships(
        self, uid: str, direction: str, types: Sequence[str], window: tuple[int, int]
    ) -> RelationshipPage | None:
        """One page (offset, limit) of the relationships that were open; `direction` is out, in or both."""
        offset, limit = window

        def read(now: _Now) -> RelationshipPage:
            properties = _bonds(now, direction)
            bonds = shown_of(properties, types)
            shown = bonds[offset : offset + limit]
            others = _references(now.past, {bond.other for bond in shown})
            named = [bond._replace(name=others.cis[bond.other].name) for bond in shown if bond.other in others.cis]
            said = [(bond, properties[bond._replace(name="")]) for bond in named]
            items = [relationship_of(self._registry, bond, stored, (others, {})) for bond, stored in said]
            return RelationshipPage(len(bonds), items)

        return self._ask(uid, read)

    def software(self, uid: str, q: str, window: tuple[int, int]) -> SoftwarePage | None:
        """One page (offset, limit) of what was installed on it."""
        return self._ask(uid, lambda now: page_of(_software(now), q, window))

    def connections(self, uid: str, window: tuple[int, int]) -> ConnectionPage | None:
        """One page (offset, limit) of the connections that were known."""
        return self._ask(uid, lambda now: _connection_page(now, window))

    def history(self, uid: str, cursor: str, limit: int) -> EventPage | None:
        """What had happened to it before a cursor. Raises BadCursorError."""
        return self._ask(uid, lambda now: read_history(now.tx, uid, cursor, limit, self._at))

    def _ask(self, uid: str, read: Callable[[_Now], T]) -> T | None:
        def work(tx: Transaction) -> T | None:
            past = Past(tx, self._at)
            ci = past.cis([uid]).get(uid)
            return None if ci is None or ci["ci_class"] not in self._registry.classes else read(_Now(tx, past, ci))

        return self._store.read(work)

    def _detail(self, now: _Now) -> CIDetail:
        ci, uid = now.ci, now.ci["uid"]
        spec = self._registry.ci_class(ci["ci_class"])
        named = _references(now.past, {str(ci.get(name) or "") for name in ("owner_uid", "root_uid")} - {"", uid})
        changed_at = max(now.past.last_changes([uid]).get(uid, 0), ci["created_at"])
        return CIDetail(
            uid,
            ci.get("name") or "",
            spec.name,
            spec.label,
            class_path(self._registry, spec),
            ci["status"],
            ci["revision"],
            rfc3339(ci["created_at"]),
            rfc3339(changed_at),
            rfc3339(changed_at) if ci["status"] == "active" else None,
            list(ci.get("identifiers") or ()),
            [source_name(key) for key in ci.get("sources") or ()],
            other_than(named.ci(ci.get("owner_uid") or ""), uid),
            other_than(named.ci(ci.get("root_uid") or ""), uid),
            attributes_of(spec, ci, ()),
            _counts(now),
            ci.get("merged_into") or None,
        )


def _counts(now: _Now) -> CICounts:
    bonds = _bonds(now, BOTH)
    software = sum((bond.type, bond.direction) == (SOFTWARE_TYPE, OUT) for bond in bonds)
    return CICounts(
        relationships=len(bonds) - software,
        software=software,
        connections=len(_connection_rows(now)),
        history=count_events(now.tx, now.ci["uid"], now.past.at),
        parts=sum(part["status"] == "active" for part in now.past.parts(now.ci["uid"]).values()),
    )


def _bonds(now: _Now, direction: str) -> dict[Bond, Mapping[str, Any]]:
    """The relationships of the CI with their attributes; their other ends are not named yet."""
    uid = now.ci["uid"]
    found: dict[Bond, Mapping[str, Any]] = {}
    if direction in (OUT, BOTH):
        for bond in now.past.outgoing([uid]):
            found[Bond(bond.type, OUT, "", bond.target, bond.properties["uid"])] = bond.properties
    if direction in (IN, BOTH):
        for bond in now.past.incoming([uid]):
            found[Bond(bond.type, IN, "", bond.source, bond.properties["uid"])] = bond.properties
    return found


def _references(past: Past, uids: Collection[str]) -> References:
    cis = past.cis(uids)
    return References(
        {
            uid: CIRefStatus(uid, ci.get("name") or "", ci["ci_class"], ci.get("status") or "")
            for uid, ci in cis.items()
        },
        {uid: ci.get("root_uid") or "" for uid, ci in cis.items()},
    )


def _software(now: _Now) -> list[InstalledSoftware]:
    bonds = now.past.outgoing([now.ci["uid"]], [relationships.SOFTWARE_TYPE])
    releases = now.past.cis({bond.target for bond in bonds})
    return [_installed(bond, releases[bond.target]) for bond in bonds if bond.target in releases]


def _installed(bond: PastBond, release: Mapping[str, Any]) -> InstalledSoftware:
    said = bond.properties
    return InstalledSoftware(
        bond.target,
        release.get("product") or release.get("name") or "",
        release.get("version") or None,
        release.get("publisher") or None,
        said.get("package_name") or None,
        said.get("package_version") or None,
        time_text(said.get("first_seen_at") or 0),
        said["uid"],
    )


def _connection_page(now: _Now, window: tuple[int, int]) -> ConnectionPage:
    offset, limit = window
    rows = _connection_rows(now)
    shown = rows[offset : offset + limit]
    named = _references(now.past, {row[name] for _, row in shown for name in ("program", "peer", "provider")} - {""})
    computers = _references(now.past, {root for root in named.roots.values() if root})
    return ConnectionPage(len(rows), [connection_of(way, row, (named, computers), {}) for way, row in shown])


def _connection_rows(now: _Now) -> list[tuple[str, Mapping[str, Any]]]:
    uid, past = now.ci["uid"], now.past
    parts = {part: ci["ci_class"] for part, ci in past.parts(uid).items() if ci["status"] == "active"}
    programs = {uid, *(part for part, kind in parts.items() if kind == _PROGRAM)}
    endpoints = {uid, *(part for part, kind in parts.items() if kind == _ENDPOINT)}
    endpoints |= {bond.source for bond in past.incoming([uid], [_ANSWERED_BY])}
    out, into = past.outgoing(programs, [_CONNECTION]), past.incoming(endpoints, [_CONNECTION])
    peers = {bond.target for bond in (*out, *into)}
    known = past.cis(peers), {bond.source: bond.target for bond in past.outgoing(peers, [_ANSWERED_BY])}
    return [
        *in_order(OUT, [_row(bond, *known) for bond in out]),
        *in_order(IN, [_row(bond, *known) for bond in into]),
    ]


def _row(bond: PastBond, peers: Mapping[str, Mapping[str, Any]], providers: Mapping[str, str]) -> dict[str, Any]:
    said, peer = bond.properties, peers.get(bond.target, {})
    return {
        "program": bond.source,
        "peer": bond.target,
        "provider": providers.get(bond.target, ""),
        "address": said.get("address") or peer.get("address") or "",
        "port": said.get("port") or peer.get("port") or 0,
        "protocol": said.get("protocol") or peer.get("protocol") or "",
        "first_seen_at": said["first_seen_at"],
        "last_seen_at": said["last_seen_at"],
        "sightings": said.get("sightings"),
        "days": said.get("days") or 0,
        "first_seen_on": said.get("first_seen_on") or "",
        "sources": said.get("sources"),
    }
