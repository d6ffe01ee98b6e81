"""Sumavision: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Sumavision",
    enterprises=(32285,),
    ci_class="network_device",
    families=(
        Family(
            description=r"^(?P<model>\S+);hardware version:V?(?:[\d.]+);software version:V?(?P<version>[^;]+)",
            ci_class="network_device",
            serial_number=(at("E.32285.11.1.1.2.1.1.1.16"),),
        ),
    ),
)
