"""WISI: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="WISI",
    enterprises=(7465,),
    ci_class="network_device",
    families=(
        Family(
            ci_class="network_device",
            model=(at("E.7465.20.2.9.1.2.1.3.1.2"),),
            serial_number=(at("E.7465.20.2.9.1.2.1.3.1.5"),),
            os_version=(at("E.7465.20.2.9.1.2.1.3.1.4"),),
        ),
    ),
)
