"""From entry points to the CIs that answer there, as far as they are known."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from cmdb_server.graph_store.queries import service_mapping as queries
from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest import stored
from cmdb_server.ingest.connections import Listener, Peer, listener_of
from cmdb_server.network_scope_names import scope_of
from cmdb_server.service_mapping.entries import EntryPoint
from cmdb_server.service_mapping.estate import SnapshotEstate
from cmdb_server.timestamps import OPEN
from graph_schema import Registry
from graph_schema.values import is_address

_DEVICE = "device"
_SHOWN = 5


class Resolved(NamedTuple):
    """The CIs that an entry point leads to; `problem` says why to none."""

    uids: tuple[str, ...]
    problem: str = ""


def resolve(
    store: GraphStore, registry: Registry, estate: SnapshotEstate, points: Iterable[EntryPoint]
) -> dict[EntryPoint, Resolved]:
    """Where each entry point leads now; it is looked up for all of them together."""
    wanted = set(points)
    hosts = {point.host for point in wanted if point.port}
    found = _hosts(store, registry, hosts) if hosts else {}
    computers = {uid for uids in found.values() for uid in uids}
    ports = {point.port for point in wanted}
    listeners = store.read(lambda tx: stored.read_listeners(tx, computers, ports))
    networks = _networks_of(store, hosts)

    def resolved(point: EntryPoint) -> Resolved:
        if not point.port:
            return _named(estate, point)
        if len(scopes := networks.get(point.host, [])) > 1:
            problem = f"{point.host} is an address in several networks ({', '.join(scopes)}); give the machine's name"
            return Resolved((), problem)
        return _listening(estate, point, found.get(point.host, ()), listeners)

    return {point: resolved(point) for point in wanted}


def _hosts(store: GraphStore, registry: Registry, hosts: set[str]) -> dict[str, set[str]]:
    """The computers and groups that are called so or have that address."""
    addresses = {host for host in hosts if is_address(host)}
    names, devices = sorted(hosts - addresses), sorted(registry.descendants[_DEVICE])
    lowered = sorted({name.lower() for name in names})
    found: dict[str, set[str]] = {}
    if names:
        _collect(found, names, _rows(store, queries.HOSTS_BY_NAME, hosts=names, classes=devices))
        _collect(found, names, _rows(store, queries.HOSTS_BY_FQDN, hosts=lowered))
    if addresses:
        _collect(found, addresses, _rows(store, queries.HOSTS_BY_ADDRESS, hosts=sorted(addresses), open=OPEN))
    return found


def _networks_of(store: GraphStore, hosts: Iterable[str]) -> dict[str, list[str]]:
    """The network scopes in which an address is somebody's: it may be that of other machines elsewhere."""
    asked = sorted(filter(is_address, hosts))
    row = store.read(lambda tx: tx.run(queries.HOSTS_BY_ADDRESS, hosts=asked, open=OPEN))[0] if asked else {}
    found: dict[str, set[str]] = {}
    for host, identifiers in zip(row["host"], row["identifiers"], strict=True) if row else ():
        found.setdefault(host, set()).add(scope_of(identifiers))
    return {host: sorted(scopes) for host, scopes in found.items()}


def _rows(store: GraphStore, query: Query, **parameters: list[str] | int) -> list[tuple[str, str]]:
    row = store.read(lambda tx: tx.run(query, **parameters))[0]
    return list(zip(row["host"], row["uid"], strict=True))


def _collect(found: dict[str, set[str]], hosts: Iterable[str], rows: Iterable[tuple[str, str]]) -> None:
    told: dict[str, set[str]] = {}
    for host, uid in rows:
        told.setdefault(host.lower(), set()).add(uid)
    for host in hosts:
        found.setdefault(host, set()).update(told.get(host.lower(), ()))


def _listening(
    estate: SnapshotEstate, point: EntryPoint, hosts: Iterable[str], listeners: Mapping[str, Sequence[Listener]]
) -> Resolved:
    where = f"{point.port}/{point.protocol}"
    known = sorted(hosts)
    if not known:
        return Resolved((), f"no CI is called {point.host} or has that address")
    groups = [uid for uid in known if estate.is_part(uid)]
    if groups:
        return Resolved(tuple(groups))
    address = point.host if is_address(point.host) else ""
    answering = [_answering(listeners.get(uid, ()), point, address) for uid in known]
    providers = sorted({entry.provider for entry in answering if entry and entry.provider})
    if providers:
        return Resolved(tuple(providers))
    if any(answering):
        return Resolved((), f"something listens at {where} of {point.host}, but it is not known which program")
    return Resolved((), f"no program is known to listen at {where} of {point.host}")


def _answering(listeners: Sequence[Listener], point: EntryPoint, address: str) -> Listener | None:
    """Who answers there; of a host that is named the first one at that port."""
    if address:
        return listener_of(Peer(address, point.port, point.protocol), listeners)
    fitting = [entry for entry in listeners if (entry.port, entry.protocol) == (point.port, point.protocol)]
    return min(fitting, key=lambda entry: (not entry.provider, entry.endpoint), default=None)


def _named(estate: SnapshotEstate, point: EntryPoint) -> Resolved:
    by_uid = sorted(filter(estate.is_part, estate.in_use((point.host,))))
    if by_uid:
        return Resolved(tuple(by_uid))
    found = estate.parts_called(point.host)
    if len(found) == 1:
        return Resolved(tuple(found))
    if found:
        shown = ", ".join(found[:_SHOWN])
        return Resolved((), f"{len(found)} programs or groups are called so; give the uid of one: {shown}")
    return Resolved((), "no program or group is called so; of a machine give the port too (name:443)")
