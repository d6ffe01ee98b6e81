"""OKI: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="OKI",
    enterprises=(2001,),
    ci_class="printer",
    marks=(r"^OKI\b|OkiLAN",),
    families=(
        Family(
            description=r"Attached to (?P<model>\S+) Rev\.(?P<version>[\d.]+)",
            model=(at(DESCRIPTION, r"Attached to (\S+)"),),
        ),
        Family(description=r"^OKI (?P<model>\S+)"),
        Family(ci_class="printer", serial_number=(at("1.3.6.1.2.1.43.5.1.1.17.1"),)),
    ),
)
