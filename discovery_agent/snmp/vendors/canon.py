"""Canon: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Canon",
    enterprises=(1602,),
    ci_class="printer",
    marks=(r"^Canon\b",),
    families=(
        Family(
            ci_class="printer",
            model=(at("E.1602.1.1.1.1"),),
            serial_number=(at("1.3.6.1.2.1.43.5.1.1.17.1"), at("E.1602.1.2.1.4")),
            os_version=(at("E.1602.1.1.1.4"),),
        ),
        Family(description=r"Canon (?P<model>\S+(?: \S+)??)(?: /P|;| \d|$)"),
        Family(description=r"^Canon (?:iR|MF|LBP)\S*.* (?P<version>\d\d\.\d\d)"),
    ),
)
