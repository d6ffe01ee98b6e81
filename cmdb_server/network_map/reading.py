"""The facts of a network map out of the graph, read in windows and in one transaction."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from cmdb_server.graph_store.queries import network_map as queries
from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.network_map.facts import Address, Cable, Device, Facts, Port, Subnet, Vlan
from cmdb_server.network_scope_names import scope_of
from cmdb_server.permissions.sight import Place, Places
from cmdb_server.timestamps import OPEN, microseconds

_WINDOW = 1_000
_PORT_COLUMNS = ("uid", "name", "device", "status", "kind", "speed_bps")
_NO_PLACE = Place("", None)


def read_facts(store: GraphStore, asked: Sequence[str], places: Places) -> Facts:
    """The facts of some devices and, as far as cables lead there, of what they are linked to."""
    return store.read(lambda tx: _Reading(tx, places).facts(asked))


class _Reading:
    def __init__(self, tx: Transaction, places: Places) -> None:
        self._tx = tx
        self._places = places
        self._ports: dict[str, Port] = {}
        self._subnets: dict[str, Subnet] = {}

    def facts(self, asked: Sequence[str]) -> Facts:
        cables = {cable.properties["uid"]: cable for cable in self._cables(asked)}
        owners = {port.device for port in self._ports.values()} - {""}
        mine = sorted(set(asked) | owners)
        vlans, vlans_of = self._vlans(mine)
        seen = contacts(self._tx, cables.values())
        addresses = tuple(self._addresses(mine))
        gateways = gathered((row["device"], self._subnet(row)) for row in self._rows(queries.GATEWAYS, mine))
        return Facts(
            devices=self._devices(mine, frozenset(asked)),
            ports=self._ports,
            cables=tuple(last_seen(cables[uid], seen) for uid in sorted(cables)),
            vlans=vlans,
            vlans_of=vlans_of,
            subnets=self._subnets,
            addresses=addresses,
            gateways=gateways,
            scopes=scopes(self._tx, mine),
        )

    def _devices(self, uids: Sequence[str], asked: frozenset[str]) -> dict[str, Device]:
        places = self._places(uids)
        found: dict[str, Device] = {}
        for row in self._rows(queries.DEVICES, uids):
            site = places.get(row["uid"], _NO_PLACE).site
            found[row["uid"]] = Device(**row, site=site, is_asked=row["uid"] in asked)
        return found

    def _cables(self, devices: Sequence[str]) -> Iterator[Cable]:
        for query in (queries.CABLES_OUT, queries.CABLES_IN):
            for row in self._rows(query, devices):
                here = self._port(row[name] for name in _PORT_COLUMNS)
                there = self._port(row[f"peer_{name}"] for name in _PORT_COLUMNS)
                yield Cable(here, there, row["properties"])

    def _port(self, values: Iterable[Any]) -> str:
        port = Port(*values)
        self._ports[port.uid] = port
        return port.uid

    def _vlans(self, devices: Sequence[str]) -> tuple[dict[str, Vlan], Mapping[str, frozenset[str]]]:
        vlans: dict[str, Vlan] = {}
        pairs: list[tuple[str, str]] = []
        for row in self._rows(queries.VLANS, devices):
            uid = row["vlan_uid"]
            vlans[uid] = Vlan(uid, row["vlan_id"], row["vlan_name"], scope_of(row["identifiers"]))
            pairs.append((self._port(row[name] for name in _PORT_COLUMNS), uid))
        return vlans, gathered(pairs)

    def _addresses(self, devices: Sequence[str]) -> Iterator[Address]:
        for row in self._rows(queries.ADDRESSES, devices):
            subnet = self._subnet(row) if row["subnet_uid"] else ""
            yield Address(row["uid"], row["device"], row["address"], scope_of(row["identifiers"]), subnet)

    def _subnet(self, row: Mapping[str, Any]) -> str:
        uid: str = row["subnet_uid"]
        self._subnets.setdefault(uid, Subnet(uid, row["cidr"], scope_of(row["identifiers"])))
        return uid

    def _rows(self, query: Query, uids: Sequence[str]) -> Iterator[dict[str, Any]]:
        yield from rows(self._tx, query, uids)


def windows(uids: Sequence[str]) -> Iterator[list[str]]:
    """As many uids at a time as one statement takes."""
    return (list(uids[start : start + _WINDOW]) for start in range(0, len(uids), _WINDOW))


def rows(tx: Transaction, query: Query, uids: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The packed columns that a query answers for uids, row by row."""
    times = {"open": OPEN} if "$open" in query.text else {}
    for window in windows(uids):
        columns: Mapping[str, list[Any]] = tx.run(query, uids=window, **times)[0]
        for values in zip(*columns.values(), strict=True):
            yield dict(zip(columns, values, strict=True))


def contacts(tx: Transaction, cables: Iterable[Cable]) -> dict[str, int]:
    """When the sources of cables last made contact."""
    keys = sorted({key for cable in cables for key in cable.properties.get("sources") or ()})
    return {row["source"]: row["seen_at"] for row in rows(tx, queries.CONTACTS, keys)}


def scopes(tx: Transaction, devices: Sequence[str]) -> dict[str, frozenset[str]]:
    """The network scopes whose sources tell of devices."""
    return gathered((row["device"], row["network_scope"]) for row in rows(tx, queries.SCOPES, devices))


def last_seen(cable: Cable, contacts: Mapping[str, int]) -> Cable:
    """The cable as fresh as the last contact of its sources: what they say again is not written again."""
    said = cable.properties
    if since := said.get("missing_since"):
        seen = microseconds(since)
    else:
        seen = max(said.get("last_seen_at") or 0, *(contacts.get(key, 0) for key in said.get("sources") or ()), 0)
    return cable._replace(properties={**said, "last_seen_at": seen})


def gathered(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """All values of each key."""
    found: dict[str, set[str]] = {}
    for key, value in pairs:
        found.setdefault(key, set()).add(value)
    return {key: frozenset(values) for key, values in found.items()}
