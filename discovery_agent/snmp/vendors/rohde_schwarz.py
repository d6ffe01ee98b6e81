"""Rohde & Schwarz: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Rohde & Schwarz",
    enterprises=(2566,),
    ci_class="network_device",
    families=(
        Family(ci_class="network_device", serial_number=(at("SELF.1.1.1.2"),), os_version=(at("SELF.1.1.1.4"),)),
        Family(
            ci_class="network_device",
            model=(at("1.3.6.1.2.1.1.1"),),
            serial_number=(at("E.2566.127.1.2.167.1.1.1.2"),),
            os_version=(at("E.2566.127.1.2.167.1.1.1.4"),),
        ),
    ),
)
