"""Accedian: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Accedian",
    enterprises=(22420,),
    ci_class="network_device",
    families=(
        Family(
            description=r"^(?P<model>\S+)",
            model=(at("E.22420.1.1.1"),),
            serial_number=(at("E.22420.1.1.4"),),
            os_version=(at("E.22420.1.1.3"),),
        ),
    ),
)
