"""CI class device."""

from graph_schema.ageing import ages
from graph_schema.ci_classes.ci import CI
from graph_schema.declare import attribute, ci_class, identified_by
from graph_schema.telling import (
    telling_address,
    telling_host_name,
    telling_mac,
    telling_named_mac,
    telling_place,
    uuid_in_either_order,
    uuid_in_serial,
)
from graph_schema.values import Address, HostName, MacAddress, MachineId, ProductText, SerialNumber, Text, Uuid


@ci_class(
    # Equal values add their weight, different ones take it away: 60 is a match, what falls short of it is asked. What
    # the firmware tells is copied together, and so is what lies on a disk: neither counts twice.
    identification=(
        identified_by("system_uuid", weight=100, contradicts=100, tells=uuid_in_either_order, kin="hardware"),
        identified_by("manufacturer", "serial_number", weight=100, kin="hardware"),
        identified_by("serial_number", name="serial", weight=80, contradicts=100, kin="hardware"),
        identified_by(
            "serial_number", name="system_uuid", weight=100, contradicts=100, tells=uuid_in_serial, kin="hardware"
        ),
        identified_by("cloud_instance_id", weight=100, contradicts=100, kin="hardware"),
        identified_by("machine_id", weight=80, contradicts=60, kin="installation"),
        identified_by("agent_key", weight=100, contradicts=30, kin="installation"),
        identified_by("mac_addresses", name="mac", weight=60, contradicts=40, tells=telling_mac),
        # A reimaged machine keeps both; alone a local address tells nothing, and a name little.
        identified_by(
            "name",
            "mac_addresses",
            within="network_scope",
            name="named_mac",
            weight=60,
            # Local hardware addresses change, and names do; where both and all else differ, a copied disk is likelier.
            contradicts=20,
            tells=telling_named_mac,
            kin="mac",
        ),
        # Two sources that read a machine at one address tell one local hardware address too, whatever name they know.
        identified_by(
            "mac_addresses",
            "ip_addresses",
            within="network_scope",
            name="placed_mac",
            weight=80,
            tells=telling_place,
            kin="mac",
        ),
        identified_by("fqdn", within="network_scope", weight=60, contradicts=20, kin="installation"),
        identified_by("name", within="network_scope", weight=20, tells=telling_host_name, kin="installation"),
        identified_by("ip_addresses", within="network_scope", name="address", weight=20, tells=telling_address),
        identified_by("management_address", within="network_scope", name="address", weight=20, tells=telling_address),
    ),
    family="device",
    is_abstract=True,
    ageing=ages(stale_days=7, stale_attempts=3, retired_days=90, retired_attempts=10),
)
class Device(CI):
    """A physical or virtual box with an identity of its own.

    Whatever runs an operating system can be logged in to, so every device has the attributes of one.
    """

    manufacturer: ProductText | None = attribute("Who made it.", default=None, facet=True, column=True)
    model: ProductText | None = attribute("Model as the maker names it.", default=None, facet=True, column=True)
    serial_number: SerialNumber | None = attribute(
        "Chassis serial number.",
        default=None,
        group="identity",
        indexed=True,
        searchable=True,
        column=True,
        watched=True,
    )
    asset_tag: ProductText | None = attribute(
        "The owner's inventory number.", default=None, group="identity", searchable=True
    )
    management_address: Address | None = attribute(
        "Address it is managed at.", default=None, searchable=True, indexed=True
    )
    location: Text | None = attribute("Where it stands, in the source's words.", default=None)
    mac_addresses: tuple[MacAddress, ...] | None = attribute(
        "Lasting hardware addresses of its interfaces.", default=None, group="network", searchable=True
    )
    os_name: Text | None = attribute(
        "Operating system or firmware, as os-release NAME.", default=None, facet=True, column=True, watched=True
    )
    os_version: Text | None = attribute(
        "Version of it, as os-release VERSION_ID or the firmware tells.",
        default=None,
        facet=True,
        column=True,
        watched=True,
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
        watched=True,
    )
