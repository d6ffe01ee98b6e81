"""Virtual machines that libvirt runs here, by what it keeps of each that is on."""

from discovery_agent.host.collector import Answer, Collector, NotAvailable, Reading
from discovery_agent.host.files import UnsuitableFileError, decode
from discovery_agent.host.later import later
from discovery_agent.host.machine import Machine
from graph_schema.ci_classes.virtual_machine import VirtualMachine
from graph_schema.relationships import HOSTED_ON
from graph_schema.report import Ref, Section

_FOLDER = "/run/libvirt/qemu"
_MOST_BYTES = 1 << 20
_MOST_GUESTS = 1000
# The first ones of a domain are its own; further ones are those of networks and volumes.
_NAME = later(r"<domain [^>]{0,500}>\s*<name>([^<]{1,200})</name>\s*<uuid>([0-9a-fA-F-]{36})</uuid>")
_CARD = later(r"<mac address=['\"]([0-9a-fA-F:]{17})['\"]")

Facts = dict[str, tuple[str, list[str]]]


def read(machine: Machine) -> Answer[Facts]:
    """Name and addresses of network cards of each guest, by its UUID."""
    found: Facts = {}
    gaps: list[str] = []
    try:
        names = [name for name in machine.system.names_in(_FOLDER) if name.endswith(".xml")]
    except PermissionError:
        return NotAvailable(f"what libvirt runs here may not be read; {machine.system.remedy}")
    for name in names[:_MOST_GUESTS]:
        try:
            text = decode(machine.system.read_regular(f"{_FOLDER}/{name}", _MOST_BYTES) or b"")
        except (PermissionError, UnsuitableFileError) as error:
            gaps.append(f"a guest of libvirt was not read ({_FOLDER}/{name}: {error})")
            continue
        known = _NAME().search(text)
        if known is not None:
            found[known[2].lower()] = (known[1], sorted(set(map(str.lower, _CARD().findall(text)))))
    is_there = bool(names) or machine.system.exists(_FOLDER)
    return Reading(found, tuple(gaps)) if is_there else NotAvailable("there is no libvirt with guests here")


def interpret(facts: Facts, section: Section, root: Ref) -> None:
    """One virtual machine for each, which an agent inside knows by the same UUID."""
    for uuid, (name, cards) in facts.items():
        guest = section.add(VirtualMachine(name=name, system_uuid=uuid, mac_addresses=tuple(cards) or None), uuid)
        section.relate(guest, HOSTED_ON, root)


collector = Collector(name="guests", enumerates=(VirtualMachine,), read=read, interpret=interpret)
