"""What subjects may mean, read in a fixed number of statements, however many they are and however large the estate."""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from cmdb_server.graph_store.queries import signals as queries
from cmdb_server.graph_store.queries import traces
from cmdb_server.graph_store.store import Transaction
from cmdb_server.ingest.keys import address_key, keys_of
from cmdb_server.ingest.stored import read_current, read_listeners, read_named
from cmdb_server.signals.bindings import read_bound
from cmdb_server.signals.matching import Answering, Known, OnMachine
from cmdb_server.signals.subjects import Subject
from graph_schema import Registry
from graph_schema.values import host_name

_MACHINE, _FAMILY = "server", "running_software"
_NAMES = ("name", "process_name", "unit_name", "instance_name")
_UNIT = ".service"


class _Places(NamedTuple):
    hosts: dict[str, list[str]]
    addresses: dict[str, list[str]]
    bound: dict[str, str]

    def machines(self) -> set[str]:
        """All that a program may be looked for on."""
        several = (*self.hosts.values(), *self.addresses.values())
        return {uids[0] for uids in several if len(uids) == 1} | set(self.bound.values())


def look_up(tx: Transaction, registry: Registry, network_scope: str, subjects: Iterable[Subject]) -> Known:
    """What some subjects of a network scope may mean."""
    asked = list(subjects)
    bound = read_bound(tx, network_scope, {subject.place for subject in asked if subject.place and not subject.uid})
    hosts, addresses = _machines(tx, registry, network_scope, asked)
    named = _named(tx, registry, asked)
    current = _current(tx, {subject.uid for subject in asked if subject.uid} | set(bound.values()))
    places = _Places(hosts, addresses, {place: current[uid] for place, uid in bound.items() if uid in current})
    machines = places.machines()
    on_machine = _on_machine(tx, registry, machines) if any(subject.program for subject in asked) else {}
    ports = {subject.port for subject in asked if subject.port and not subject.program}
    return Known(current, places.bound, hosts, addresses, named, on_machine, _answering(tx, machines, ports))


def _current(tx: Transaction, uids: Collection[str]) -> dict[str, str]:
    """The CIs in use that have the place of these."""
    current = read_current(tx, uids) if uids else {}
    in_use = set(tx.run(queries.STATUS, uids=sorted(set(current.values())))[0]["uid"]) if current else set[str]()
    return {uid: now for uid, now in current.items() if now in in_use}


def _machines(
    tx: Transaction, registry: Registry, network_scope: str, subjects: Iterable[Subject]
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Devices by the host name and the address that they have in a network scope."""
    spec = registry.ci_class(_MACHINE)
    keys: dict[str, list[str]] = {}
    addresses: set[str] = set()
    for subject in subjects:
        if subject.host:
            # Of a name with a domain the first part alone tells nothing: pay.internal need not be the machine pay.
            name = _host_name(subject.host)
            told = {"fqdn": name} if "." in subject.host else {"fqdn": name, "name": name}
            found = (keys_of(spec, {rule: value}, network_scope) for rule, value in told.items() if value)
            keys[subject.host] = [key.text for many in found for key in many]
        elif subject.address:
            addresses.add(subject.address)
    held = {address: address_key(network_scope, address) for address in addresses}
    claimants = read_named(tx, {key for many in keys.values() for key in many} | set(held.values())).claimants
    nobody: list[str] = []
    hosts = {host: next((claimants[key] for key in many if claimants.get(key)), nobody) for host, many in keys.items()}
    return hosts, {address: claimants.get(key, []) for address, key in held.items()}


def _named(tx: Transaction, registry: Registry, subjects: Iterable[Subject]) -> dict[tuple[str, str], list[str]]:
    """Services by their name, and CIs of a class by theirs."""
    asked = [subject for subject in subjects if subject.service and not (subject.host or subject.address)]
    if not asked:
        return {}
    services = {name for name, spec in registry.classes.items() if spec.is_service}
    classes = services | {subject.ci_class for subject in asked if subject.ci_class}
    row = tx.run(queries.NAMED, names=sorted({subject.service for subject in asked}), classes=sorted(classes))[0]
    found: dict[tuple[str, str], list[str]] = {}
    for name, uid, ci_class in zip(row["name"], row["uid"], row["ci_class"], strict=True):
        for kind in (ci_class, "") if ci_class in services else (ci_class,):
            found.setdefault((kind, name), []).append(uid)
    return found


def _on_machine(tx: Transaction, registry: Registry, machines: Collection[str]) -> dict[str, list[OnMachine]]:
    """The programs and containers in use on some machines."""
    classes = [name for name, spec in registry.classes.items() if spec.family == _FAMILY]
    found: dict[str, list[OnMachine]] = {}
    row = tx.run(traces.PROGRAMS_ON, machines=sorted(machines), classes=classes)[0]
    for place, uid, *names in zip(row["place"], row["uid"], *(row[name] for name in _NAMES), strict=True):
        called = frozenset(name.casefold().removesuffix(_UNIT) for name in names if name)
        found.setdefault(place, []).append(OnMachine(uid, called))
    row = tx.run(queries.CONTAINERS_ON, machines=sorted(machines))[0]
    for place, uid, name in zip(row["place"], row["uid"], row["name"], strict=True):
        found.setdefault(place, []).append(OnMachine(uid, frozenset((name.casefold(),))))
    return found


def _answering(
    tx: Transaction, machines: Collection[str], ports: Collection[int]
) -> Mapping[tuple[str, int], Answering]:
    """The one program that listens at a port of a machine."""
    listening = read_listeners(tx, machines, ports)
    providers: dict[tuple[str, int], set[str]] = {}
    for machine, entries in listening.items():
        for entry in entries:
            if entry.provider:
                providers.setdefault((machine, entry.port), set()).add(entry.provider)
    alone = {place: next(iter(uids)) for place, uids in providers.items() if len(uids) == 1}
    row = tx.run(queries.PROCESS_NAMES, uids=sorted(set(alone.values())))[0]
    names: dict[str, str] = dict(zip(row["uid"], row["name"], strict=True))
    return {place: Answering(uid, names.get(uid, "")) for place, uid in alone.items()}


def _host_name(text: str) -> str:
    try:
        return host_name(text) or ""
    except ValueError:
        return ""
