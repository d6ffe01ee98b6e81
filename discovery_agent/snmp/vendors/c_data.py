"""C-Data: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="C-Data",
    enterprises=(17409, 34592),
    ci_class="network_device",
    families=(
        Family(
            ci_class="network_device",
            model=(at("E.34592.1.3.1.5.2.1.1.4"),),
            serial_number=(at("E.17409.2.3.1.1.13"),),
            os_version=(at("E.34592.1.3.1.5.2.1.1.5"),),
        ),
    ),
)
