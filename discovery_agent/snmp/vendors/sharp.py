"""Sharp: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Sharp",
    enterprises=(2385,),
    ci_class="printer",
    marks=(r"^SHARP\b",),
    families=(
        Family(os_version=(at("E.2385.2.1.1.2.1.2"),)),
        Family(description=r"SHARP (?P<model>\S+)", model=(at("1.3.6.1.2.1.25.3.2.1.3.1", r"SHARP (\S+)"),)),
        Family(ci_class="printer", serial_number=(at("1.3.6.1.2.1.43.5.1.1.17.1"),)),
    ),
)
