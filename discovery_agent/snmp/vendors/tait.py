"""Tait: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Tait",
    enterprises=(3570,),
    ci_class="network_device",
    marks=("^Tait Communications",),
    families=(
        Family(serial_number=(at("SELF.2.1.2.2.1.1.2"),), os_version=(at("SELF.2.1.2.2.1.1.4"),)),
        Family(
            description=r"Tait Communications, (?P<model>[^,]+),.*Version: (?P<version>\S+)",
            serial_number=(at("E.3570.2.2.2.1.2.2.1.1.2"),),
        ),
    ),
)
