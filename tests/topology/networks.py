"""Networks whose wiring is known, and what their devices have seen of each other."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from cmdb_server.ingest.link_evidence import Heard
from cmdb_server.topology.estate import Addressed, Derived, Device, Estate, Port, Tables

Cable = tuple[str, str]


@dataclass
class Network:
    """Devices and cables; a port is `device:name`, each has an address of its own, and so has each device.

    Switches whose name begins with `hub` are seen by nobody. Names tell the class: `sw`, `hub`, `rtr`, else a server.
    """

    cables: list[Cable] = field(default_factory=list[Cable])
    classes: dict[str, str] = field(default_factory=dict[str, str])
    hosts: dict[str, str] = field(default_factory=dict[str, str])
    kinds: dict[str, str] = field(default_factory=dict[str, str])
    virtual: set[str] = field(default_factory=set[str])
    heard: list[tuple[str, Heard]] = field(default_factory=list[tuple[str, Heard]])
    addresses: list[Addressed] = field(default_factory=list[Addressed])

    def devices(self) -> list[str]:
        """All of them, the unmanaged ones too."""
        return sorted({end.partition(":")[0] for cable in self.cables for end in cable})

    def mac(self, name: str) -> str:
        """The address of a device or port."""
        names = sorted({*self.devices(), *(end for cable in self.cables for end in cable)})
        device = name.partition(":")[0]
        return f"{'525400' if device in self.virtual else '001a2b'}{names.index(name):06x}"

    def neighbours(self, device: str) -> Iterator[tuple[str, str]]:
        """The ports of a device with the port at the other end."""
        for first, second in self.cables:
            for near, far in ((first, second), (second, first)):
                if near.partition(":")[0] == device:
                    yield near, far

    def path(self, start: str, goal: str) -> list[tuple[str, str]]:
        """The cables from one device to another, each as the port it leaves and the port it enters."""
        came: dict[str, list[tuple[str, str]]] = {start: []}
        queue = deque([start])
        while queue:
            at = queue.popleft()
            for near, far in self.neighbours(at):
                there = far.partition(":")[0]
                if there not in came and (at == start or _forwards(at)):
                    came[there] = [*came[at], (near, far)]
                    queue.append(there)
        return came.get(goal, [])


def _forwards(device: str) -> bool:
    return device.startswith(("sw", "hub"))


def class_of(network: Network, device: str) -> str:
    """The CI class of a device by its name."""
    usual = "switch" if device.startswith("sw") else "router" if device.startswith("rtr") else "server"
    return network.classes.get(device, usual)


def lldp(network: Network, *ports: str, capabilities: str = "") -> None:
    """Let ports hear who is at the other end of their cable, or speaks through a hub there."""
    for device in network.devices():
        for near, far in network.neighbours(device):
            for end in _speakers(network, far) if near in ports else ():
                other, _, name = end.partition(":")
                said = Heard(
                    near, "lldp", name=other, interface=name, chassis=network.mac(other), capabilities=capabilities
                )
                network.heard.append((near, said))


def _speakers(network: Network, end: str) -> Iterator[str]:
    """Who is heard over a cable that leads to a port: devices whose names begin with `dumb` say nothing."""
    device = end.partition(":")[0]
    if device.startswith("hub"):
        for near, far in network.neighbours(device):
            if near != end:
                yield from _speakers(network, far)
    elif not device.startswith("dumb"):
        yield end


def talk(network: Network, pairs: Iterable[tuple[str, str]]) -> dict[str, dict[str, set[str]]]:
    """The forwarding tables of the switches after these pairs have talked: by switch and port."""
    tables: dict[str, dict[str, set[str]]] = {}
    for start, goal in pairs:
        for sender, receiver in ((start, goal), (goal, start)):
            path = network.path(sender, receiver)
            if not path:
                continue
            first = path[0][0]
            address = network.mac(sender) if _forwards(sender) else network.mac(first)
            for _, entered in path:
                switch = entered.partition(":")[0]
                if switch.startswith("sw"):
                    tables.setdefault(switch, {}).setdefault(entered, set()).add(address)
    return tables


def estate_of(network: Network, pairs: Iterable[tuple[str, str]], *, unknown: Iterable[str] = ()) -> Estate:
    """What is known of a network after these pairs have talked; `unknown` devices are in no inventory."""
    known = [name for name in network.devices() if not name.startswith("hub") and name not in set(unknown)]
    ports = {end: end.partition(":") for cable in network.cables for end in cable}
    forwarding = talk(network, pairs)
    heard: dict[str, list[Heard]] = {}
    for port, said in network.heard:
        heard.setdefault(port.partition(":")[0], []).append(said)
    readers = sorted({*forwarding, *heard} & set(known))
    return Estate(
        {
            name: Device(
                name,
                class_of(network, name),
                name,
                frozenset((network.mac(name),)) if _forwards(name) else frozenset(),
                frozenset((name,)),
                network.hosts.get(name, ""),
            )
            for name in known
        },
        {
            end: Port(end, device, name, network.mac(end), network.kinds.get(end, "ethernet"))
            for end, (device, _, name) in ports.items()
            if device in known
        },
        {
            name: Tables(
                name,
                {port: "".join(sorted(macs)) for port, macs in forwarding.get(name, {}).items()},
                neighbours=heard.get(name, []),
                observed_at=1,
            )
            for name in readers
        },
        network.addresses,
    )


def wires(derived: Derived) -> set[frozenset[str]]:
    """The links without their direction."""
    return {link.ends for link in derived.links}


def cables(network: Network) -> set[frozenset[str]]:
    """The cables that can be known: both ends are of something that is read or seen."""
    return {frozenset(cable) for cable in network.cables if not any(end.startswith("hub") for end in cable)}


def everybody_to(network: Network, scanner: str) -> list[tuple[str, str]]:
    """The scanner has asked every device."""
    return [(scanner, other) for other in network.devices() if other != scanner and not other.startswith("hub")]
