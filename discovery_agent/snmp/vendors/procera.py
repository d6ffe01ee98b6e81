"""Procera: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Procera",
    enterprises=(15397,),
    ci_class="network_device",
    families=(
        Family(
            ci_class="network_device",
            model=(at("E.15397.2.40.1.1.1.1"),),
            serial_number=(at("E.15397.2.40.1.1.3.1"),),
            os_version=(at("E.15397.2.40.1.1.4.1"),),
        ),
    ),
)
