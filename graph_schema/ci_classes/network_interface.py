"""CI class network_interface."""

from graph_schema.ci_classes.part import Part
from graph_schema.declare import attribute, ci_class, identified_by
from graph_schema.values import MacAddress, Text


@ci_class(
    identification=(identified_by("name", within="PART_OF"),),
)
class NetworkInterface(Part):
    """A network interface of a device, physical or logical."""

    mac_address: MacAddress | None = attribute(
        "Hardware address.", default=None, group="network", indexed=True, searchable=True, column=True
    )
    mtu: int | None = attribute("Largest packet.", default=None, unit="bytes")
    speed_bps: int | None = attribute("Link speed.", default=None, unit="bit/s")
    is_up: bool | None = attribute("Whether the link is up.", default=None)
    interface_type: Text | None = attribute(
        "ethernet, loopback, bridge, bond, vlan, tunnel, wireless or other.", default=None, facet=True
    )
    aggregate: Text | None = attribute("The aggregate (LAG, bond) that it is a member of.", default=None)
