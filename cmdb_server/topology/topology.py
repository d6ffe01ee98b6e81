"""When the topology of a network scope is decided anew, and what it came to."""

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import msgspec

from cmdb_server.errors import CmdbError
from cmdb_server.graph_store.queries import topology as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.ingest.ageing_rules import read_rules, rule_of
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.topology.deriving import derive
from cmdb_server.topology.estate import ACCESS, UPLINK, Derived, Estate, Link, Port, UnmanagedSwitch
from cmdb_server.topology.link_ageing import Witnesses, with_missing
from cmdb_server.topology.reading import Reading
from cmdb_server.topology.seen import seen_addresses
from cmdb_server.topology.stations import Stations, network_gear, stations_of
from cmdb_server.topology.unknown import unknown_stations
from cmdb_server.topology.writing import SWITCH, Inferred, TopologyWriter, known_scopes
from cmdb_server.unknown_stations import UnknownStation, encoded
from graph_schema import Registry

_SECOND = 1_000_000
_QUIET, _LONGEST_WAIT, _AT_LEAST_EVERY = 10 * _SECOND, 120 * _SECOND, 600 * _SECOND


class Seen(NamedTuple):
    """A network scope in which tables are read: of how many devices, and when something new was last told."""

    network_scope: str
    devices: int
    recorded_at: int


@dataclass(frozen=True)
class Derivation:
    """What the topology of a network scope came to at a time (microseconds); `missing` links are not seen now."""

    network_scope: str
    derived_at: int
    devices: int
    links: int
    missing: int
    unmanaged_switches: int
    gateways: int
    changed: int


class NoTablesError(CmdbError):
    """There is nothing to decide from in a network scope."""

    def __init__(self, network_scope: str) -> None:
        """404 with the remedy."""
        message = f"no tables of devices are known in the network scope {network_scope!r}; scan its switches over SNMP"
        super().__init__(message, 404, "not_found")


_DERIVATION = msgspec.json.Decoder(Derivation)


class Topology:
    """Decides who is wired to whom; safe to use from several threads, which decide one after the other."""

    def __init__(self, store: GraphStore, registry: Registry, ingest: Ingest, clock: Callable[[], int]) -> None:
        """`clock` in microseconds."""
        self._store, self._registry, self._ingest, self._clock = store, registry, ingest, clock
        self._deriving = threading.Lock()

    def derivations(self) -> list[Derivation]:
        """The last derivation of each network scope in which tables are read; one that is yet to come is empty."""
        seen = self._seen()
        known = self._known({entry.network_scope for entry in seen})
        empty = {entry.network_scope: Derivation(entry.network_scope, 0, entry.devices, *[0] * 5) for entry in seen}
        return [entry for _, entry in sorted({**empty, **known}.items())]

    def run(self) -> list[Derivation]:
        """Derive what is due: once reports have stopped coming for a while, at the latest every few minutes.

        What is not told by tables changes too (a machine is inventoried at last), so now and then all is looked at.
        """
        now, seen = self._clock(), self._seen()
        known = self._known({entry.network_scope for entry in seen})
        due = [entry for entry in seen if _is_due(entry, known.get(entry.network_scope), now)]
        return [self.derive(entry.network_scope) for entry in due]

    def derive(self, network_scope: str) -> Derivation:
        """Decide the topology of a scope from all that is known now. Raises NoTablesError."""
        with self._deriving:
            return self._derived(network_scope)

    def _derived(self, network_scope: str) -> Derivation:
        now = self._clock()
        if network_scope not in {entry.network_scope for entry in self._seen()}:
            raise NoTablesError(network_scope)
        reading = Reading(self._store, self._registry, network_scope)
        estate = reading.estate()
        writer = TopologyWriter(self._store, self._registry, self._ingest, network_scope)
        derived, before, former = derive(estate), writer.known_links(), writer.known_switches()
        at, stations = {estate.ports[switch.at].device for switch in derived.switches}, stations_of(estate)
        wired = _with_inferred(writer, stations, derived, reading.locations(at))
        ends = {port for link in (*before, *wired.links) for port in link.ends}
        ports = {**estate.ports, **reading.ports(ends - estate.ports.keys())}
        links = with_missing(wired.links, before, self._witnesses(estate, ports, (*former, *wired.switches)))
        devices = {uid: port.device for uid, port in ports.items()}
        changed = writer.write_links(links, derived.gateways, devices)
        writer.note_contact(now)
        in_use = {devices[port] for link in links for port in link.ends}
        for left in former:
            if left.uid not in in_use:
                writer.retire_switch(left)
        found = Derivation(
            network_scope,
            now,
            len(estate.tables),
            sum(not link.missing_since for link in links),
            sum(bool(link.missing_since) for link in links),
            len(wired.switches),
            len(derived.gateways),
            changed,
        )
        self._save(found, seen_addresses(estate), unknown_stations(stations))
        return found

    def _save(self, found: Derivation, seen: list[str], unknown: list[UnknownStation]) -> None:
        """Keep what it came to, and who is seen on the wire, whether or not anybody has scanned it or knows it."""
        body, addresses = (msgspec.json.encode(said).decode() for said in (found, seen))

        def save(tx: Transaction) -> None:
            tx.run(queries.SAVE_DERIVATION, key=_key(found.network_scope), body=body)
            tx.run(queries.SAVE_SEEN, scope=found.network_scope, body=addresses)
            tx.run(queries.SAVE_UNKNOWN, scope=found.network_scope, body=encoded(unknown))

        self._store.write(save)

    def _witnesses(self, estate: Estate, ports: Mapping[str, Port], switches: Iterable[Inferred]) -> Witnesses:
        """Of an inferred switch, the device at whose port it is would see its links."""
        read_at = {uid: tables.observed_at for uid, tables in estate.tables.items()}
        classes = {uid: device.ci_class for uid, device in estate.devices.items()}
        for switch in switches:
            at = estate.ports.get(switch.at)
            read_at[switch.uid] = read_at.get(at.device, 0) if at else 0
            classes[switch.uid] = SWITCH
        found = self._store.read(read_rules)
        by_class = {name: rule_of(self._registry, found, name).rule for name in set(classes.values())}
        rules = {uid: by_class[name] for uid, name in classes.items()}
        stale = frozenset(uid for uid, tables in estate.tables.items() if tables.is_stale)
        return Witnesses({uid: port.device for uid, port in ports.items()}, read_at, rules, stale)

    def _seen(self) -> list[Seen]:
        """The scopes with tables, and those of which links are known: when all tables are withdrawn, so are they."""
        rows = self._store.read(lambda tx: tx.run(queries.SCOPES))
        found = {row["scope"]: Seen(row["scope"], row["devices"], row["recorded_at"]) for row in rows}
        said = self._store.read(known_scopes)
        return [*found.values(), *(Seen(scope, 0, 0) for scope in sorted(said - found.keys()))]

    def _known(self, network_scopes: Iterable[str]) -> dict[str, Derivation]:
        keys = sorted(map(_key, network_scopes))
        rows = self._store.read(lambda tx: tx.run(queries.DERIVATIONS, keys=keys)) if keys else []
        found = [_DERIVATION.decode(body) for row in rows for body in row["body"]]
        return {entry.network_scope: entry for entry in found}


class _Wired(NamedTuple):
    """The links, those to inferred switches among them, and these."""

    links: list[Link]
    switches: list[Inferred]


def _with_inferred(
    writer: TopologyWriter, stations: Stations, derived: Derived, locations: Mapping[str, str]
) -> _Wired:
    """Store the inferred switches, so that links can lead to their ports: each where the device is that names it."""
    wired = _Wired(list(derived.links), [])
    for switch in derived.switches:
        names = {member: stations.name_of(member) for member in switch.members}
        location = locations.get(stations.estate.ports[switch.at].device, "")
        uid, placed = writer.write_switch(switch, names, location)
        wired.switches.append(Inferred(switch.at, uid))
        wired.links.extend(_to_inferred(stations, switch, (member, placed[member])) for member in switch.members)
    return wired


def _to_inferred(stations: Stations, switch: UnmanagedSwitch, pair: tuple[str, str]) -> Link:
    member, port = pair
    is_gear = network_gear(stations.estate.devices[stations.estate.ports[member].device])
    source, target = (port, member) if is_gear else (member, port)
    kind = UPLINK if is_gear else ACCESS
    return Link(source, target, kind, (switch.evidence,), switch.confidence, switch.explanation)


def _is_due(seen: Seen, last: Derivation | None, now: int) -> bool:
    since = last.derived_at if last else 0
    is_new = seen.recorded_at >= since
    is_quiet = now - seen.recorded_at >= _QUIET or now - since >= _LONGEST_WAIT
    return (is_new and is_quiet) or now - since >= _AT_LEAST_EVERY


def _key(network_scope: str) -> str:
    return f"topology:{network_scope}"
