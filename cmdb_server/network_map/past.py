"""The facts of a network map as they were at a time: walked back from what is stored now.

The network scopes of sources are those of now: no history of them is kept.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from cmdb_server.graph_store.queries import network_map as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.history import instants
from cmdb_server.history.past import PastBond
from cmdb_server.history.reading import Past
from cmdb_server.network_map.facts import Address, Cable, Device, Facts, Port, Subnet, Vlan
from cmdb_server.network_map.reading import contacts, gathered, last_seen, rows, scopes, windows
from cmdb_server.network_scope_names import scope_of
from cmdb_server.permissions.sight import Place, Places
from graph_schema.relationships import ASSIGNED_TO, CONNECTED_TO, IN_SUBNET, IN_VLAN, ROUTED_BY

_NO_PLACE = Place("", None)
_RETIRED = "retired"
CIs = Mapping[str, Mapping[str, Any]]


def read_past_facts(store: GraphStore, asked: Sequence[str], places: Places, at: int) -> Facts:
    """As `reading.read_facts`, of a time that has come (microseconds); `places` are those of that time."""
    instants.settle(store, at)
    return store.read(lambda tx: _PastReading(tx, at).facts(asked, places))


class _PastReading:
    def __init__(self, tx: Transaction, at: int) -> None:
        self._tx = tx
        self._past = Past(tx, at)

    def facts(self, asked: Sequence[str], places: Places) -> Facts:
        ports = self._ports(asked)
        bonds = {bond.properties["uid"]: bond for bond in self._linked(ports, CONNECTED_TO.name)}
        ends = {end for bond in bonds.values() for end in (bond.source, bond.target)}
        known = {**ports, **self._there(ends - ports.keys())}
        cables = [_cable(bonds[uid]) for uid in sorted(bonds) if known.keys() >= {bonds[uid].source, bonds[uid].target}]
        owners = {_text(known[end], "owner_uid") for cable in cables for end in (cable.port, cable.peer)} - {""}
        mine = sorted({*asked, *owners})
        ports = {**ports, **self._ports(sorted(owners - set(asked)))}
        vlans, vlans_of = self._vlans(ports)
        addresses, subnets = self._addresses(ports)
        gateways, left = self._gateways(ports)
        seen = {key: min(at, self._past.at) for key, at in contacts(self._tx, cables).items()}
        return Facts(
            devices=_devices(self._there(mine), places(mine), frozenset(asked)),
            ports={uid: _port(uid, properties) for uid, properties in {**ports, **known}.items()},
            cables=tuple(last_seen(cable, seen) for cable in cables),
            vlans=vlans,
            vlans_of=vlans_of,
            subnets={**subnets, **left},
            addresses=addresses,
            gateways=gateways,
            scopes=scopes(self._tx, mine),
        )

    def _vlans(self, ports: CIs) -> tuple[dict[str, Vlan], dict[str, frozenset[str]]]:
        bonds = self._outgoing(ports, IN_VLAN.name)
        found = self._there({bond.target for bond in bonds})
        vlans = {uid: _vlan(uid, entry) for uid, entry in found.items()}
        return vlans, gathered((bond.source, bond.target) for bond in bonds if bond.target in vlans)

    def _addresses(self, ports: CIs) -> tuple[tuple[Address, ...], dict[str, Subnet]]:
        bonds = self._incoming(ports, ASSIGNED_TO.name)
        there = self._there({bond.source for bond in bonds})
        found = {uid: entry for uid, entry in there.items() if _text(entry, "address")}
        within = self._outgoing(found, IN_SUBNET.name)
        subnets = self._subnets(bond.target for bond in within)
        subnet_of = {bond.source: bond.target for bond in within if bond.target in subnets}
        addresses = (
            Address(
                bond.source,
                _text(ports[bond.target], "owner_uid"),
                _text(found[bond.source], "address"),
                _scope(found[bond.source]),
                subnet_of.get(bond.source, ""),
            )
            for bond in bonds
            if bond.source in found
        )
        return tuple(addresses), subnets

    def _gateways(self, ports: CIs) -> tuple[dict[str, frozenset[str]], dict[str, Subnet]]:
        bonds = self._incoming(ports, ROUTED_BY.name)
        subnets = self._subnets(bond.source for bond in bonds)
        pairs = ((_text(ports[bond.target], "owner_uid"), bond.source) for bond in bonds if bond.source in subnets)
        return gathered(pairs), subnets

    def _subnets(self, uids: Iterable[str]) -> dict[str, Subnet]:
        found = self._there(set(uids))
        return {uid: Subnet(uid, _text(entry, "cidr"), _scope(entry)) for uid, entry in found.items()}

    def _ports(self, devices: Sequence[str]) -> dict[str, Mapping[str, Any]]:
        stored = {row["uid"] for row in rows(self._tx, queries.PORTS, devices)}
        owners = set(devices)
        return {uid: entry for uid, entry in self._there(stored).items() if entry.get("owner_uid") in owners}

    def _there(self, uids: Collection[str]) -> dict[str, Mapping[str, Any]]:
        """Those of some CIs that were there and not retired."""
        found = (self._past.cis(window) for window in windows(sorted(uids)))
        return {uid: entry for part in found for uid, entry in part.items() if entry.get("status") != _RETIRED}

    def _linked(self, uids: Collection[str], kind: str) -> list[PastBond]:
        return [*self._outgoing(uids, kind), *self._incoming(uids, kind)]

    def _outgoing(self, uids: Collection[str], kind: str) -> list[PastBond]:
        return [bond for window in windows(sorted(uids)) for bond in self._past.outgoing(window, (kind,))]

    def _incoming(self, uids: Collection[str], kind: str) -> list[PastBond]:
        return [bond for window in windows(sorted(uids)) for bond in self._past.incoming(window, (kind,))]


def _devices(found: CIs, places: Mapping[str, Place], asked: frozenset[str]) -> dict[str, Device]:
    return {
        uid: Device(
            uid,
            _text(entry, "name"),
            entry["ci_class"],
            entry["status"],
            places.get(uid, _NO_PLACE).site,
            uid in asked,
            bool(entry.get("is_inferred")),
        )
        for uid, entry in found.items()
    }


def _port(uid: str, entry: Mapping[str, Any]) -> Port:
    kind, speed = _text(entry, "interface_type"), entry.get("speed_bps") or 0
    return Port(uid, _text(entry, "name"), _text(entry, "owner_uid"), entry["status"], kind, speed)


def _vlan(uid: str, entry: Mapping[str, Any]) -> Vlan:
    return Vlan(uid, entry.get("vlan_id") or 0, _text(entry, "name"), _scope(entry))


def _cable(bond: PastBond) -> Cable:
    return Cable(bond.source, bond.target, bond.properties)


def _text(entry: Mapping[str, Any], name: str) -> str:
    return str(entry.get(name) or "")


def _scope(entry: Mapping[str, Any]) -> str:
    return scope_of(entry.get("identifiers") or ())
