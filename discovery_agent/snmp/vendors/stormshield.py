"""Stormshield: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Stormshield",
    enterprises=(11256,),
    ci_class="firewall",
    marks=("NS-BSD",),
    families=(
        Family(
            description=r"NS-BSD (?P<serial>\S+) (?:\S+)$",
            ci_class="firewall",
            os_name="SNS",
            model=(at("E.11256.1.0.1"),),
            serial_number=(at("E.11256.1.0.3"),),
            os_version=(at("E.11256.1.0.2"),),
        ),
        Family(
            ci_class="firewall",
            os_name="SNS",
            model=(at("E.11256.1.0.1"),),
            serial_number=(at("E.11256.1.0.3"),),
            os_version=(at("E.11256.1.0.2"),),
        ),
    ),
)
