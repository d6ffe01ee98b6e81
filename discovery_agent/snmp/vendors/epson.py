"""Epson: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Epson",
    enterprises=(1248,),
    ci_class="printer",
    marks=(r"^EPSON\b",),
    families=(
        Family(serial_number=(at("E.1248.1.1.3.1.1.1"),), os_version=(at("E.1248.1.1.3.1.21.1.1.2"),)),
        Family(
            description="EPSON.*",
            ci_class="printer",
            model=(at("E.1248.1.1.3.1.3.8", ".+"), at("1.3.6.1.2.1.25.3.2.1.3.1", "(?:EPSON )?(.+?)(?: Series)?$")),
            serial_number=(at("1.3.6.1.2.1.43.5.1.1.17.1"),),
        ),
        Family(ci_class="printer", serial_number=(at("1.3.6.1.2.1.43.5.1.1.17.1"),)),
    ),
)
