"""Aerohive: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Aerohive",
    enterprises=(26928,),
    ci_class="wireless_access_point",
    marks=(r"\bHiveOS\b|IQ Engine",),
    families=(
        Family(description=r"^(?P<model>SR\d\S*),? HiveOS (?P<version>.+)", ci_class="switch", os_name="HiveOS"),
        Family(
            description=r"^(?P<model>\S+), (?:HiveOS|IQ Engine) (?P<version>.+)",
            ci_class="wireless_access_point",
            os_name="HiveOS",
            model=(at("E.26928.1.2.6"),),
            serial_number=(at("E.26928.1.2.5"),),
            os_version=(at("E.26928.1.2.12", "(?:HiveOS|IQ Engine) (.+)"),),
        ),
    ),
)
