"""Toshiba: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Toshiba",
    enterprises=(1129,),
    ci_class="printer",
    marks=(r"^TOSHIBA\b(?!.*UPS)", r"stm24_\S+spear3xx"),
    families=(
        Family(description="st[mM]24_.*spear3xx", ci_class="ups"),
        Family(description=r"TOSHIBA (?P<model>e-STUDIO\S+)", serial_number=(at("1.3.6.1.2.1.43.5.1.1.17.1"),)),
        Family(description="^TOSHIBA (?P<model>.+?)(?:;|$)"),
        Family(ci_class="printer", serial_number=(at("1.3.6.1.2.1.43.5.1.1.17.1"),)),
    ),
)
