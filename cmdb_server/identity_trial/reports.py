"""What sources say of a machine, each in its own words and with its own gaps."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from cmdb_server.identity_trial.machines import Machine
from graph_schema.ci_classes.network_device import NetworkDevice
from graph_schema.ci_classes.server import Server
from graph_schema.ci_classes.virtual_machine import VirtualMachine
from graph_schema.ci_classes.workstation import Workstation
from graph_schema.report import Ref, Report, Root, Section, ref_of

_CLASSES = {"server": Server, "laptop": Workstation, "virtual_machine": VirtualMachine}


class Sent(NamedTuple):
    """A report, and the truth about each of its records: ref -> number of the machine."""

    report: Report
    truth: dict[Ref, int]


def by_agent(machine: Machine, at: datetime) -> Sent:
    """The agent on the machine; not as root it cannot read the firmware."""
    made = _CLASSES[machine.kind](
        name=machine.name,
        fqdn=machine.fqdn,
        machine_id=machine.machine_id,
        manufacturer=machine.maker[0],
        serial_number=machine.serial if machine.is_readable else None,
        system_uuid=machine.uuid if machine.is_readable else None,
        mac_addresses=tuple(machine.seen_macs),
        ip_addresses=(machine.address, "172.17.0.1"),
    )
    return _sent(f"agent:{machine.agent}", machine, at, (made, "self", (f"agent_key:{machine.agent}",)))


def by_login(machine: Machine, at: datetime) -> Sent:
    """A scan that logs in to whatever answers at an address."""
    made = Server(
        name=machine.name,
        fqdn=machine.fqdn,
        machine_id=machine.machine_id,
        mac_addresses=tuple(machine.seen_macs),
        ip_addresses=(machine.address,),
    )
    return _sent(f"ssh:{machine.site}-{machine.address}", machine, at, (made, "host", ()))


def by_snmp(machine: Machine, at: datetime) -> Sent:
    """A scan over SNMP, which takes everything for some network device."""
    made = NetworkDevice(name=machine.name, mac_addresses=tuple(machine.seen_macs), management_address=machine.address)
    return _sent(f"snmp:{machine.site}-{machine.address}", machine, at, (made, "device", ()))


def by_asset_list(machine: Machine, at: datetime) -> Sent:
    """A row of the asset management, in its own words for the maker."""
    made = Server(
        name=machine.name.upper(),
        fqdn=machine.fqdn.upper(),
        manufacturer=machine.maker[1],
        serial_number=machine.serial.lower(),
    )
    return _sent(f"import:assets-{machine.number}", machine, at, (made, "row", ()))


def by_hypervisor(host: Machine, guests: Iterable[Machine], at: datetime) -> Sent:
    """The hypervisor of a host: the machines on it, with UUIDs in the other byte order.

    One product lists the network cards of the host too, the other does not.
    """
    section = Section("guests", enumerates=("virtual_machine",))
    root = section.add(
        Server(
            name=host.name,
            manufacturer=host.maker[0],
            serial_number=host.serial,
            system_uuid=host.uuid,
            mac_addresses=tuple(host.macs) if host.number % 2 else None,
        ),
        ref="host",
    )
    truth = {root: host.number}
    for guest in guests:
        made = VirtualMachine(name=guest.name, system_uuid=swapped(guest.uuid), mac_addresses=tuple(guest.macs))
        truth[section.add(made, ref=f"vm-{guest.number}")] = guest.number
    source = f"api:hypervisor-{host.number}"
    return Sent(Report(f"{source}-{at}", source, at.isoformat(), Root(root, "server"), (section,), host.site), truth)


def swapped(uuid: str) -> str:
    """A UUID in the other byte order."""
    fields = uuid.split("-")
    turned = [bytes.fromhex(field)[::-1].hex() for field in fields[:3]]
    return "-".join([*turned, *fields[3:]])


def _sent(source: str, machine: Machine, at: datetime, said: tuple[object, str, tuple[str, ...]]) -> Sent:
    made, name, identifiers = said
    section = Section("computer")
    ref = section.add(made, ref=name)
    root = Root(ref, section.cis[ref].ci_class, identifiers)
    report = Report(f"{source}-{at}", source, at.isoformat(), root, (section,), machine.site)
    return Sent(report, {ref_of(*ref.split(":", 1)): machine.number})
