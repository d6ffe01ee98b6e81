"""CI class computer."""

from graph_schema.ci_classes.device import Device
from graph_schema.declare import attribute, ci_class
from graph_schema.values import Address, HostName, MachineId, ProductText, Text, Uuid


@ci_class(
    is_abstract=True,
)
class Computer(Device):
    """A machine that runs an operating system."""

    os_name: Text | None = attribute(
        "Operating system, as os-release NAME.", default=None, facet=True, column=True, watched=True
    )
    os_version: Text | None = attribute(
        "Version of it, as os-release VERSION_ID.", default=None, facet=True, column=True, watched=True
    )
    os_family: Text | None = attribute("Kernel family: linux, bsd, windows, darwin.", default=None, facet=True)
    kernel_version: Text | None = attribute("Release of the running kernel.", default=None, watched=True)
    architecture: Text | None = attribute("Processor architecture, as uname -m.", default=None, facet=True)
    fqdn: HostName | None = attribute(
        "Fully qualified host name.", default=None, group="network", searchable=True, indexed=True
    )
    machine_id: MachineId | None = attribute(
        "machine-id(5) of the installation.", default=None, group="identity", searchable=True
    )
    system_uuid: Uuid | None = attribute(
        "Platform UUID of the firmware (SMBIOS type 1).", default=None, group="identity", searchable=True
    )
    cloud_instance_id: ProductText | None = attribute(
        "Instance id in its cloud.", default=None, group="identity", searchable=True
    )
    memory_bytes: int | None = attribute("Installed memory.", default=None, unit="bytes", watched=True)
    processor_count: int | None = attribute("Logical processors.", default=None, watched=True)
    virtualisation: Text | None = attribute(
        "Hypervisor or container technology it runs in, where it can tell.", default=None, facet=True
    )
    bios_version: ProductText | None = attribute("Firmware version.", default=None, watched=True)
    time_zone: Text | None = attribute("Configured time zone.", default=None)
    ip_addresses: tuple[Address, ...] | None = attribute(
        "Addresses configured on it, without loopback and link-local.",
        default=None,
        group="network",
        searchable=True,
        column=True,
    )
