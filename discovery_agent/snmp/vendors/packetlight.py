"""PacketLight: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="PacketLight",
    enterprises=(4515,),
    ci_class="network_device",
    families=(
        Family(
            description=r"^(?P<model>PL-\S+)",
            serial_number=(at("E.4515.1.3.6.1.1.1.7"),),
            os_version=(at("E.4515.1.3.6.1.1.1.5"),),
        ),
    ),
)
