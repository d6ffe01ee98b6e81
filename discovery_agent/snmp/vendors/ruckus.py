"""Ruckus: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Ruckus",
    enterprises=(25053,),
    ci_class="wireless_access_point",
    marks=(r"^Ruckus\b(?!.*ICX)",),
    families=(
        Family(
            evidence="E.25053.1.2.1.1.1.1.9",
            ci_class="wireless_controller",
            model=(at("E.25053.1.2.1.1.1.1.9"),),
            serial_number=(at("E.25053.1.2.1.1.1.1.15"),),
            os_version=(at("E.25053.1.2.1.1.1.1.18"),),
        ),
        Family(
            evidence="E.25053.1.15.1.1.1.1.9",
            ci_class="wireless_access_point",
            model=(at("E.25053.1.15.1.1.1.1.9"),),
            serial_number=(at("E.25053.1.15.1.1.1.1.15"),),
            os_version=(at("E.25053.1.15.1.1.1.1.18"),),
        ),
        Family(
            evidence="E.25053.1.1.2.1.1.1.1",
            ci_class="wireless_access_point",
            model=(at("E.25053.1.1.2.1.1.1.1"),),
            serial_number=(at("E.25053.1.1.2.1.1.1.2"),),
            os_version=(at("E.25053.1.1.3.1.1.1.1.1.3"),),
        ),
        Family(description=r"(?P<model>SmartZone \S+|SZ\d+\S*|vSZ\S*|ZD\d+|SCG\S*)", ci_class="wireless_controller"),
        Family(description=r"Ruckus Wireless(?:,? Inc\.?)? (?P<model>\S+)"),
    ),
)
