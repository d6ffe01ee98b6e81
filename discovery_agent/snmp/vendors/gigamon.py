"""Gigamon: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Gigamon",
    enterprises=(26866,),
    ci_class="network_device",
    marks=("Gigamon|GigaVUE",),
    families=(
        Family(
            ci_class="network_device",
            os_name="GigaVUE-OS",
            model=(at("E.26866.2.2"),),
            serial_number=(at("E.26866.2.4"),),
            os_version=(at("E.26866.2.6"),),
        ),
    ),
)
