"""Konica Minolta: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Konica Minolta",
    enterprises=(18334, 2590),
    ci_class="printer",
    marks=("KONICA ?MINOLTA|^Develop ineo",),
    families=(
        Family(description="Develop (?P<model>.+)", manufacturer="Develop"),
        Family(
            description=r"(?:KONICA ?MINOLTA|Generic) (?P<model>[\w/ .+-]*\d\w*(?: \w+)?)",
            serial_number=(at("1.3.6.1.2.1.43.5.1.1.17.1"),),
        ),
        Family(ci_class="printer", serial_number=(at("1.3.6.1.2.1.43.5.1.1.17.1"),)),
    ),
)
