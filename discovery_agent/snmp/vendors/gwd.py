"""GWD: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="GWD",
    enterprises=(10072,),
    ci_class="network_device",
    families=(
        Family(
            ci_class="network_device",
            model=(at("E.10072.2.20.1.1.1.1.1.9"),),
            serial_number=(at("E.10072.2.20.1.1.2.1.1.18"),),
            os_version=(at("E.10072.2.20.1.1.1.1.1.8"),),
        ),
    ),
)
