"""IFOTEC: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="IFOTEC",
    enterprises=(21362,),
    ci_class="switch",
    families=(
        Family(
            description=r"^(?P<model>\S+) ?: .*Switch",
            ci_class="switch",
            serial_number=(at("E.21362.101.1.2.1.5"),),
            os_version=(at("E.21362.101.1.2.1.6", r"\d+\.\d+.*"),),
        ),
        Family(ci_class="switch"),
    ),
)
