"""Riverbed: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Riverbed",
    enterprises=(17163,),
    ci_class="appliance",
    marks=(r"\bRiverbed\b|Steelhead",),
    families=(
        Family(
            ci_class="appliance",
            model=(at("E.17163.1.1.1.1"),),
            serial_number=(at("E.17163.1.1.1.2"),),
            os_version=(at("E.17163.1.1.1.3"),),
        ),
    ),
)
