"""IMCO Power: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="IMCO Power",
    enterprises=(818,),
    ci_class="ups",
    marks=(r"^IMCO\b",),
    families=(
        Family(
            ci_class="ups",
            model=(at("E.2185.1.3.11.1.2"),),
            serial_number=(at("E.2185.1.3.11.2.1.1.3"),),
            os_version=(at("E.2185.1.3.11.1.3"),),
        ),
    ),
)
