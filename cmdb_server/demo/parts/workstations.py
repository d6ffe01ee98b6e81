"""The workstations of the offices."""

from collections.abc import Iterator

from cmdb_server.demo.chance import Chance
from cmdb_server.demo.desk_programs import programs_of, running
from cmdb_server.demo.desks import Desk, desks
from cmdb_server.demo.estate import Estate, Part
from cmdb_server.demo.geography import DOMAIN, Segment, site_target
from cmdb_server.demo.hardware import identity
from cmdb_server.demo.machine import GIBIBYTE
from cmdb_server.demo.packages import WINDOWS, installed, workstation_extras
from cmdb_server.demo.wiring import GIGABIT, assign
from graph_schema.ci_classes.network_interface import NetworkInterface
from graph_schema.ci_classes.workstation import Workstation
from graph_schema.relationships import CONNECTED_TO, DEPENDS_ON, LOCATED_IN, PART_OF
from graph_schema.report import Ref, Report, Section, target

_MODELS = (
    ("Lenovo", "ThinkPad T14 Gen 5", "PF"),
    ("Lenovo", "ThinkCentre M70q Gen 4", "MJ"),
    ("HP", "EliteBook 840 G11", "5CG"),
    ("Dell Inc.", "OptiPlex 7020", ""),
)


def _reports(estate: Estate) -> Iterator[Report]:
    for desk in desks():
        yield _workstation(estate, desk)


def _workstation(estate: Estate, desk: Desk) -> Report:
    chance = estate.chance
    computer = Section("computer")
    ref = computer.add(_computer(estate, desk), desk.name)
    computer.relate(ref, LOCATED_IN, site_target(desk.place))
    switch = identity(chance, desk.switch)
    computer.relate(ref, DEPENDS_ON, switch, strength="hard", confidence=0.9, derivation="cable")
    extras = workstation_extras(chance, desk.name)
    packages = installed(ref, (*WINDOWS.releases, *extras))
    programs = running(ref, programs_of(chance, desk.name, extras))
    return estate.report(ref, (computer, _network(estate, desk, ref), packages, programs))


def model_of(chance: Chance, desk: Desk) -> tuple[str, str, str]:
    """Maker, model and how its serial number begins, of what stands on a desk."""
    return chance.pick(f"model:{desk.name}", _MODELS)


def _computer(estate: Estate, desk: Desk) -> Workstation:
    chance = estate.chance
    manufacturer, model, prefix = model_of(chance, desk)
    return Workstation(
        name=desk.name,
        manufacturer=manufacturer,
        model=model,
        serial_number=chance.serial_number(desk.name, prefix),
        asset_tag=f"NH-{chance.number(f'tag:{desk.name}', 100_000, 999_999)}",
        system_uuid=chance.system_uuid(desk.name),
        fqdn=f"{desk.name}.{DOMAIN}",
        os_name=WINDOWS.name,
        os_version=WINDOWS.version,
        os_family="windows",
        architecture="x86_64",
        memory_bytes=chance.pick(f"memory:{desk.name}", (8, 16, 16, 32)) * GIBIBYTE,
        processor_count=chance.pick(f"processors:{desk.name}", (8, 12, 16)),
        environment="production",
        ip_addresses=(_address(desk),),
    )


def _network(estate: Estate, desk: Desk, computer: Ref) -> Section:
    section = Section("network", enumerates=("network_interface", "ip_address", "subnet"))
    key = f"{desk.name}/Ethernet"
    interface = section.add(
        NetworkInterface(
            name="Ethernet",
            mac_address=estate.chance.mac_address(key),
            speed_bps=GIGABIT,
            is_up=True,
            interface_type="ethernet",
        ),
        key,
    )
    section.relate(interface, PART_OF, computer)
    port = target(NetworkInterface(name=desk.port), within=identity(estate.chance, desk.switch))
    section.relate(interface, CONNECTED_TO, port)
    assign(section, interface, _address(desk), Segment(desk.place, "office"))
    return section


def _address(desk: Desk) -> str:
    return desk.place.address("office", desk.index)


part = Part("workstations", _reports)
