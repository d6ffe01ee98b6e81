"""Fujifilm: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Fujifilm",
    enterprises=(297,),
    ci_class="printer",
    marks=("^FUJIFILM|^FUJI ?XEROX",),
    families=(
        Family(description=r"(?P<maker>FUJIFILM|FUJI XEROX|Fuji Xerox) (?P<model>\S.*?)(?:;|$| v ?\d)"),
        Family(ci_class="printer", serial_number=(at("1.3.6.1.2.1.43.5.1.1.17.1"),)),
    ),
)
