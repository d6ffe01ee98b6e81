"""What calls may mean, read in a fixed number of statements, however large the estate is."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from cmdb_server.graph_store.queries import traces as queries
from cmdb_server.graph_store.store import Transaction
from cmdb_server.ingest.keys import keys_of
from cmdb_server.ingest.stored import read_listeners, read_named
from cmdb_server.timestamps import OPEN
from cmdb_server.traces.calls import Call
from cmdb_server.traces.joining import Known, Program
from cmdb_server.traces.spans import Party
from graph_schema import Registry
from graph_schema.values import host_name, is_address, machine_id

_FAMILY, _MACHINE = "running_software", "server"
_NAMES = ("name", "process_name", "unit_name", "instance_name")
_MACHINE_NAMES = (("machine_id", machine_id), ("fqdn", host_name), ("name", host_name))
Ports = Mapping[str, frozenset[int]]


def look_up(tx: Transaction, registry: Registry, network_scope: str, calls: Iterable[Call]) -> Known:
    """What some calls of a network scope may mean."""
    asked = list(calls)
    parties = {party for call in asked for party in (call.caller, call.callee) if party is not None}
    peers = {call.peer for call in asked if call.peer is not None and not is_address(call.peer.address)}
    hosts = {text for party in parties for text in (party.host, party.host_id)} | {peer.address for peer in peers}
    machines = _machines(tx, registry, network_scope, hosts - {""})
    uids = {uid for found in machines.values() for uid in found}
    ports = {party.port for party in parties} | {peer.port for peer in peers}
    listening = _listening(tx, uids, ports - {0})
    classes = [name for name, spec in registry.classes.items() if spec.family == _FAMILY]
    row = tx.run(queries.PROGRAMS_ON, machines=sorted(uids), classes=classes)[0]
    return Known(
        machines=machines,
        programs=_programs(row, row["place"], listening),
        inside=_inside(tx, parties),
        called=_called(tx, registry, {party.service for party in parties if not _has_place(party)} - {""}),
    )


def _machines(
    tx: Transaction, registry: Registry, network_scope: str, hosts: Iterable[str]
) -> dict[str, tuple[str, ...]]:
    """Machines by what they are called, in lower case."""
    keys: dict[str, list[str]] = {}
    spec = registry.ci_class(_MACHINE)
    for host in hosts:
        # Of a name with a domain the first part alone tells nothing: pay.internal need not be the machine pay.
        names = _MACHINE_NAMES[:-1] if "." in host else _MACHINE_NAMES
        told = {name: value for name, read in names if (value := _read(read, host))}
        keys[host.casefold()] = [key.text for name in told for key in keys_of(spec, {name: told[name]}, network_scope)]
    named = read_named(tx, {key for found in keys.values() for key in found}).claimants
    claimed = {host: [named[key] for key in found if named.get(key)] for host, found in keys.items()}
    return {host: tuple(uids[0]) for host, uids in claimed.items() if uids}


def _listening(tx: Transaction, machines: Iterable[str], ports: Iterable[int]) -> Ports:
    """At which of some ports each program listens."""
    found: dict[str, set[int]] = {}
    for listeners in read_listeners(tx, sorted(machines), sorted(ports)).values():
        for listener in listeners:
            found.setdefault(listener.provider, set()).add(listener.port)
    return {uid: frozenset(numbers) for uid, numbers in found.items()}


def _programs(row: Mapping[str, Any], places: Iterable[str], listening: Ports) -> dict[str, list[Program]]:
    found: dict[str, list[Program]] = {}
    number = len(row["uid"])
    containers, machines = row.get("container", [""] * number), row.get("machine", [""] * number)
    columns = (row["uid"], containers, machines, row["user"], row["arguments"], *(row[name] for name in _NAMES))
    for place, uid, container, machine, user, arguments, *names in zip(places, *columns, strict=True):
        called = frozenset(name.casefold().removesuffix(".service") for name in names if name)
        of_process = (container, machine, user, frozenset(arguments.split()))
        program = Program(uid, called, names[1].casefold(), listening.get(uid, frozenset()), *of_process)
        found.setdefault(place, []).append(program)
    found.pop("", None)
    return found


def _inside(tx: Transaction, parties: Iterable[Party]) -> dict[str, list[Program]]:
    """The programs in containers, by what parties call these; what several are called tells of none."""
    told = list(parties)
    asked = (
        (queries.PROGRAMS_IN_ID, {party.container_id for party in told}),
        (queries.PROGRAMS_IN_POD, {party.pod_uid for party in told}),
        (queries.PROGRAMS_IN_HOST, {name for party in told for name in (party.pod, party.host)}),
        (queries.PROGRAMS_IN_NAMED, {party.container for party in told}),
    )
    found: dict[str, list[Program]] = {}
    for query, names in asked:
        row = tx.run(query, names=sorted(names - {""}), open=OPEN)[0]
        # Names of containers are given on many machines; other ones mean a container, or all those of a pod.
        within = row["machine"] if query is queries.PROGRAMS_IN_NAMED else [""] * len(row["machine"])
        which = row["place"] if query is queries.PROGRAMS_IN_NAMED else row["pod"]
        meant: dict[tuple[str, str], set[str]] = {}
        for name, machine, one in zip(row["told"], within, which, strict=True):
            meant.setdefault((name, machine), set()).add(one)
        places = [
            name if len(meant[name, machine]) == 1 else "" for name, machine in zip(row["told"], within, strict=True)
        ]
        for place, programs in _programs(row, places, {}).items():
            found.setdefault(place, programs)
    return found


def _called(tx: Transaction, registry: Registry, names: Iterable[str]) -> dict[str, list[str]]:
    """Programs and services of the whole estate by name: all that is known of who tells no machine."""
    classes = [name for name, spec in registry.classes.items() if spec.family == _FAMILY or spec.is_service]
    row = tx.run(queries.PROGRAMS_CALLED, names=sorted(names), classes=classes)[0]
    found: dict[str, list[str]] = {}
    for name, uid in zip(row["name"], row["uid"], strict=True):
        found.setdefault(name, []).append(uid)
    return found


def _read(read: Callable[[str], str | None], text: str) -> str | None:
    try:
        return read(text)
    except ValueError:
        return None


def _has_place(party: Party) -> bool:
    return bool(party.host or party.host_id) or party.is_contained
