"""Infinera: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Infinera",
    enterprises=(21296, 42229),
    ci_class="network_device",
    families=(
        Family(object_ids=(".1.3.6.1.4.1.42229.6",), ci_class="network_device", manufacturer="Coriant"),
        Family(object_ids=(".1.3.6.1.4.1.42229",), ci_class="network_device", os_version=(at("E.42229.1801.3.4"),)),
    ),
)
