"""What the tables of a machine show of others: only a scan says it, since an agent would send it anew every time."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from ipaddress import ip_address, ip_network

from discovery_agent.link_evidence import Shown, add_evidence
from discovery_agent.ssh.lldp import Heard
from discovery_agent.ssh.readings import Readings
from discovery_agent.ssh.recorded_system import REMEDY
from discovery_agent.ssh.sections.privileged import LLDP_SOCKET
from graph_schema.report import Ref, ReportedCI, Section
from graph_schema.telling import is_shared_mac
from graph_schema.values import is_address, mac_address

LINKS = "links"
_FOLDER = "/sys/class/net/"
_MAX_TEXT = 255


def links_of(readings: Readings, interfaces: Mapping[Ref, ReportedCI], kept: Collection[str] = ()) -> Section:
    """The section of those ports that are reported; `kept` are addresses that programs keep with other machines."""
    ports = {ref.partition(":")[2]: ref for ref, ci in interfaces.items() if ci.ci_class == "network_interface"}
    section = Section(LINKS)
    if readings.heard is None and LLDP_SOCKET in readings.present:
        why = "lldpd did not answer" if readings.is_privileged else f"not permitted; {REMEDY}"
        section.outcome, section.reason = "partial", f"who is heard by LLDP: {why}"
    return add_evidence(
        section,
        Shown(
            sorted(
                {str(mac) for link in readings.interfaces if link.name in ports and (mac := _mac(link.mac_address))}
            ),
            ((ports[name], mac) for name, mac in readings.forwarding if name in ports),
            ((ports[name], at, mac) for name, at, mac in readings.resolved if name in ports and is_address(at)),
            list(_neighbours(readings.heard or (), ports)),
            _bonds(readings, ports),
            filter(is_address, readings.gateways),
            ((ports[name], at) for name, at in _virtual(readings, kept) if name in ports),
        ),
    )


def _virtual(readings: Readings, kept: Collection[str]) -> Iterator[tuple[str, str]]:
    """Addresses that are kept with others, by the interfaces that have one of their own in the same network."""
    yield from ((name, at) for name, at in readings.virtual if is_address(at))
    names = {link.number: link.name for link in readings.interfaces}
    shared = {link.number for link in readings.interfaces if is_shared_mac(link.mac_address or "")}
    wanted = [ip_address(at) for at in kept if is_address(at)]
    for own in readings.addresses:
        network = ip_network(f"{own.address}/{own.prefix_length}", strict=False)
        if own.number in shared:
            yield names[own.number], own.address
        elif network.num_addresses > 1:
            yield from ((names[own.number], str(at)) for at in wanted if at in network and own.number in names)


def _neighbours(heard: Iterable[Heard], ports: Mapping[str, Ref]) -> Iterator[dict[str, str]]:
    """Who is heard at reported ports, each once."""
    for entry in dict.fromkeys(heard):
        told = {name: value[:_MAX_TEXT] for name, value in entry._asdict().items() if value}
        if entry.port in ports and told.keys() - {"port", "protocol"}:
            yield {**told, "port": ports[entry.port]}


def _bonds(readings: Readings, ports: Mapping[str, Ref]) -> dict[Ref, list[Ref]]:
    """The bonds with their members."""
    found: dict[Ref, list[Ref]] = {}
    masters = [path for path in readings.links if path.startswith(_FOLDER) and path.endswith("/master")]
    for path in sorted(masters):
        name, _, last = path.removeprefix(_FOLDER).partition("/")
        whole = readings.links[path].rpartition("/")[2]
        is_bond = f"{_FOLDER}{whole}/bonding" in readings.present
        if last == "master" and is_bond and name in ports and whole in ports:
            found.setdefault(ports[whole], []).append(ports[name])
    return found


def _mac(text: str | None) -> str | None:
    try:
        return mac_address(text) if text else None
    except ValueError:
        return None
