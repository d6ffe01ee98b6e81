"""Lexmark: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Lexmark",
    enterprises=(641,),
    ci_class="printer",
    marks=(r"^Lexmark\b",),
    families=(
        Family(
            description=r"Lexmark (?P<model>\S+(?: \S*\d\S*)?).*?(?:version|FW:?) ?(?P<version>\S+)",
            model=(at("E.641.2.1.2.1.2"),),
            serial_number=(at("E.641.2.1.2.1.6"),),
            os_version=(at("E.641.2.1.2.1.4"),),
        ),
        Family(ci_class="printer", serial_number=(at("1.3.6.1.2.1.43.5.1.1.17.1"),)),
    ),
)
