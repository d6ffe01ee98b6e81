"""Reads what is known of a network scope: the tables of its devices, and who is named in them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

import msgspec

from cmdb_server.graph_store.queries import topology as queries
from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.freshness import GONE, STALE
from cmdb_server.ingest.keys import is_device, uid_of_key
from cmdb_server.ingest.link_evidence import LinkEvidence, decode_evidence, macs_in
from cmdb_server.ingest.stored import ref_key
from cmdb_server.timestamps import OPEN
from cmdb_server.topology.estate import Addressed, Device, Estate, Port, Tables
from cmdb_server.topology.stations import mac_digits, name_keys
from graph_schema import Registry

_AT_ONCE = 2_000
_BODIES_AT_ONCE = 50
_MOST_MACS = 200_000  # of one network scope: those beyond belong to nobody


class _Section(NamedTuple):
    """The evidence of one source of a device; `read_at` is 0 where not all of it was read."""

    device: str
    source: str
    read_at: int
    evidence: LinkEvidence
    is_stale: bool


class Reading:
    """One reading of a network scope."""

    def __init__(self, store: GraphStore, registry: Registry, network_scope: str) -> None:
        """Nothing is read yet."""
        self._store = store
        self._registry = registry
        self._scope = network_scope

    def estate(self) -> Estate:
        """Everything that decisions about the scope look at."""
        sections = self._sections()
        refs = self._refs(sections)
        ports = self._ports(queries.PORTS_OF, "owners", {section.device for section in sections})
        found = [_tables_of(section, refs, ports) for section in sections]
        tables = {device: _merged(device, group) for device, group in _by_device(found).items()}
        ports |= self._ports(queries.PORTS_OF_MACS, "macs", _with_colons(_macs(sections)))
        ports |= self._gateway_ports(sections)
        named = self._column(queries.NAMED, "names", _names(sections), "uid")
        devices = self._devices({*tables, *named, *(port.device for port in ports.values())}, sections)
        kept = {uid: port for uid, port in ports.items() if port.device in devices}
        kept |= self._ports(queries.PORTS_OF, "owners", devices.keys() - tables.keys())
        return Estate(devices, kept, {uid: tables[uid] for uid in tables if uid in devices}, self._addresses(kept))

    def ports(self, uids: Iterable[str]) -> dict[str, Port]:
        """Those of these ports that are there."""
        return self._ports(queries.PORTS, "uids", uids)

    def locations(self, devices: Iterable[str]) -> dict[str, str]:
        """Where these devices stand, as far as that is known (uids)."""
        return dict(_zipped(self._rows(queries.LOCATIONS, "uids", devices, open=OPEN), "uid", "location"))

    def _sections(self) -> list[_Section]:
        row = self._store.read(lambda tx: tx.run(queries.SECTIONS, scope=self._scope))[0]
        names = ("key", "source", "observed_at", "outcome", "manifest")
        known = sorted(zip(*(row[name] for name in names), strict=True))
        sources = self._rows(queries.SOURCES, "keys", {source for _, source, *_ in known}, gone=GONE)
        of = {key: rest for key, *rest in _zipped(sources, "key", "root_uid", "manifest", "pending_at", "freshness")}
        bodies = self._rows(queries.EVIDENCE, "keys", [key for key, *_ in known], at_once=_BODIES_AT_ONCE)
        evidence = {key: decode_evidence(body) for key, body in _zipped(bodies, "key", "body")}
        found: list[_Section] = []
        for key, source, observed_at, outcome, manifest in known:
            if source in of and key in evidence:
                device, latest, pending_at, freshness = of[source]
                # Reports that say the same as before are noted at their source alone (ingest/source_record.py).
                read_at = max(observed_at, pending_at if manifest and manifest == latest else 0)
                whole_at = read_at if outcome == "complete" else 0
                found.append(_Section(device, source, whole_at, evidence[key], freshness == STALE))
        return found

    def _refs(self, sections: Iterable[_Section]) -> dict[str, str]:
        """The port behind each ref of a source."""
        wanted = {ref_key(section.source, ref) for section in sections for ref in _ports_in(section.evidence)}
        rows = self._rows(queries.REFS, "ref_keys", wanted)
        return dict(_zipped(rows, "ref_key", "ci_uid"))

    def _gateway_ports(self, sections: Iterable[_Section]) -> dict[str, Port]:
        addresses = {address for section in sections for address in section.evidence.gateways}
        uids = [uid_of_key(f"ip_address:{self._scope}:{address}") for address in sorted(addresses)]
        return self._ports(
            queries.PORTS, "uids", self._column(queries.PORTS_OF_ADDRESSES, "uids", uids, "uid", open=OPEN)
        )

    def _ports(self, query: Query, name: str, keys: Iterable[str]) -> dict[str, Port]:
        rows = self._rows(query, name, keys)
        return {
            uid: Port(uid, device, text, mac_digits(mac), kind)
            for uid, device, text, mac, kind in _zipped(rows, "uid", "device", "name", "mac", "kind")
        }

    def _devices(self, uids: Iterable[str], sections: Iterable[_Section]) -> dict[str, Device]:
        """Those of them that are devices of this network scope; what a device read of its own addresses is its too."""
        rows = self._rows(queries.DEVICES, "uids", uids)
        kinds = self._registry.classes
        known = [row for row in rows if row["ci_class"] in kinds and is_device(kinds[row["ci_class"]])]
        scopes = {
            row["uid"]: row["scopes"]
            for row in self._rows(queries.NETWORK_SCOPES, "uids", [row["uid"] for row in known])
        }
        hosts = dict(
            _zipped(self._rows(queries.HOSTS, "uids", [row["uid"] for row in known], open=OPEN), "uid", "host")
        )
        own: dict[str, frozenset[str]] = {}
        for section in sections:
            own[section.device] = own.get(section.device, frozenset()) | frozenset(section.evidence.macs)
        return {
            row["uid"]: Device(
                row["uid"],
                row["ci_class"],
                row["name"],
                _digits(row["macs"]) | own.get(row["uid"], frozenset()),
                name_keys(row["name"], row["fqdn"]),
                hosts.get(row["uid"], ""),
            )
            for row in known
            if self._scope in scopes.get(row["uid"], (self._scope,))
        }

    def _addresses(self, ports: Mapping[str, Port]) -> list[Addressed]:
        rows = self._rows(queries.ADDRESSES, "ports", ports, open=OPEN)
        return sorted(Addressed(*entry) for entry in _zipped(rows, "address", "port", "subnet", "cidr"))

    def _column(self, query: Query, name: str, keys: Iterable[str], column: str, **others: Any) -> set[str]:  # noqa: ANN401 - what a query takes is checked by value
        return {value for row in self._rows(query, name, keys, **others) for value in row[column]}

    def _rows(
        self,
        query: Query,
        name: str,
        keys: Iterable[str],
        *,
        at_once: int = _AT_ONCE,
        **others: Any,  # noqa: ANN401 - as above
    ) -> list[dict[str, Any]]:
        """The rows of a query for many keys, some at once."""
        ordered = sorted(set(keys) - {""})
        found: list[dict[str, Any]] = []
        for at in range(0, len(ordered), at_once):
            part = {name: ordered[at : at + at_once], **others}
            found += self._store.read(lambda tx, part=part: tx.run(query, **part))
        return found


def _zipped(rows: Iterable[Mapping[str, Any]], *names: str) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        yield from zip(*(row[name] for name in names), strict=True)


def _ports_in(evidence: LinkEvidence) -> Iterator[str]:
    by_port = (evidence.forwarding, evidence.resolved, evidence.aggregates, evidence.virtual)
    yield from chain(*by_port, *evidence.aggregates.values())
    yield from (heard.port for heard in evidence.neighbours)


def _tables_of(section: _Section, refs: Mapping[str, str], ports: Mapping[str, Port]) -> Tables:
    """The tables of a section with ports as uids; what is said of ports that are not there any more is left out."""

    def at(ref: str) -> str:
        uid = refs.get(ref_key(section.source, ref), "")
        return uid if uid in ports else ""

    said = section.evidence
    return Tables(
        section.device,
        {uid: run for ref, run in said.forwarding.items() if (uid := at(ref))},
        {uid: [_pair(text) for text in pairs] for ref, pairs in said.resolved.items() if (uid := at(ref))},
        [msgspec.structs.replace(heard, port=uid) for heard in said.neighbours if (uid := at(heard.port))],
        {
            uid: [member for ref in members if (member := at(ref))]
            for whole, members in said.aggregates.items()
            if (uid := at(whole))
        },
        said.gateways,
        {uid: addresses for ref, addresses in said.virtual.items() if (uid := at(ref))},
        section.read_at,
        is_stale=section.is_stale,
    )


def _pair(text: str) -> tuple[str, str]:
    address, _, mac = text.partition(" ")
    return address, mac


def _by_device(tables: Iterable[Tables]) -> dict[str, list[Tables]]:
    found: dict[str, list[Tables]] = {}
    for entry in tables:
        found.setdefault(entry.device, []).append(entry)
    return found


def _merged(device: str, group: Sequence[Tables]) -> Tables:
    """What several sources read of one device; of the same port the source counts that comes first."""
    forwarding: dict[str, str] = {}
    resolved: dict[str, Sequence[tuple[str, str]]] = {}
    aggregates: dict[str, Sequence[str]] = {}
    virtual: dict[str, Sequence[str]] = {}
    for entry in reversed(group):
        forwarding |= entry.forwarding
        resolved |= entry.resolved
        aggregates |= entry.aggregates
        virtual |= entry.virtual
    return Tables(
        device,
        forwarding,
        resolved,
        [heard for entry in group for heard in entry.neighbours],
        aggregates,
        sorted({address for entry in group for address in entry.gateways}),
        virtual,
        max(entry.observed_at for entry in group),
        is_stale=all(entry.is_stale for entry in group),
    )


def _macs(sections: Iterable[_Section]) -> set[str]:
    """The addresses that are seen somewhere, so many at most."""
    found: set[str] = set()
    for section in sections:
        said = section.evidence
        for run in said.forwarding.values():
            found.update(macs_in(run))
        found.update(_pair(text)[1] for pairs in said.resolved.values() for text in pairs)
        found.update(mac for heard in said.neighbours for mac in map(mac_digits, (heard.chassis, heard.port_id)) if mac)
        if len(found) >= _MOST_MACS:
            break
    return found


def _digits(macs: Iterable[str]) -> frozenset[str]:
    return frozenset(digits for mac in macs if (digits := mac_digits(mac)))


def _with_colons(macs: Iterable[str]) -> list[str]:
    """As the store writes them."""
    return [":".join(mac[at : at + 2] for at in range(0, len(mac), 2)) for mac in macs]


def _names(sections: Iterable[_Section]) -> set[str]:
    """What those that are heard are called, with and without their domain."""
    names = {heard.name for section in sections for heard in section.evidence.neighbours}
    return names | {name.partition(".")[0] for name in names}
