"""Outgoing connections of programs in a reading, those of containers among them."""

from collections.abc import Iterator

from discovery_agent.host.activity import Activity
from discovery_agent.host.listening import listeners_of, owners_of
from discovery_agent.host.local_networks import local_networks_of
from discovery_agent.host.program_names import is_relay
from discovery_agent.host.system import Socket

Use = tuple[str, str, int, str]
_OWN = ""


def seen_connections(activity: Activity) -> Iterator[Use]:
    """Program (by key), address, port and protocol: connections whose local port is none that anybody listens on.

    In place of an address that leads into a container of this machine stands the key of the program in it. What only
    passes on what others say is no program that connects.
    """
    networks = local_networks_of(activity)
    owners = owners_of(activity)
    relayed = {inode for process in activity["processes"] if is_relay(process) for inode in process["sockets"]}
    for network, listening, entry in _outgoing(activity):
        address = entry["remote_address"]
        program = owners.program_of([entry]) if entry["inode"] not in relayed else None
        if address is None or program is None or (entry["protocol"], entry["port"]) in listening:
            continue
        reached = networks.reached(address, entry["remote_port"], entry["protocol"], network)
        if reached is None:
            yield program.key, address, entry["remote_port"], entry["protocol"]
        elif reached not in ("", program.key):
            yield program.key, reached, entry["remote_port"], entry["protocol"]


def listening_ports(activity: Activity) -> set[tuple[str, int]]:
    """Protocol and port of what listens in the machine's own network."""
    return {(listener.protocol, listener.port) for listener in listeners_of(activity)}


def _outgoing(activity: Activity) -> Iterator[tuple[str, set[tuple[str, int]], Socket]]:
    """The connections of each network namespace with the ports that are listened on in it."""
    own = listening_ports(activity)
    yield from ((_OWN, own, entry) for entry in activity["sockets"] if entry["remote_address"] is not None)
    for name, network in activity.get("networks", {}).items():
        sockets = network["sockets"]
        there = {(entry["protocol"], entry["port"]) for entry in sockets if entry["remote_address"] is None}
        yield from ((name, there, entry) for entry in sockets if entry["remote_address"] is not None)
