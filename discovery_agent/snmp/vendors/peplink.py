"""Peplink: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Peplink",
    enterprises=(23695,),
    ci_class="router",
    marks=("^Peplink|^Pepwave",),
    families=(
        Family(
            description="(?P<model>(?:Peplink|Pepwave) .+)",
            ci_class="router",
            model=(at("E.23695.200.1.1.1.1.1"),),
            serial_number=(at("E.23695.200.1.1.1.1.2"),),
            os_version=(at("E.23695.200.1.1.1.1.3"),),
        ),
    ),
)
