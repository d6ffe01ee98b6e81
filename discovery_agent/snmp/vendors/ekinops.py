"""Ekinops: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Ekinops",
    enterprises=(20044,),
    ci_class="network_device",
    families=(
        Family(
            description="Ekinops 360 Platform, (?P<model>[^,]+), (?P<version>.+)",
            serial_number=(at("E.20044.7.6.1", r"Serial Number *: *(\w+)"),),
        ),
    ),
)
