"""BDCOM: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="BDCOM",
    enterprises=(3320,),
    ci_class="switch",
    marks=(r"\bBDCOM\b",),
    families=(
        Family(
            description=r"BDCOM\(tm\) (?P<model>\S+) Software, Version (?P<version>\S+)",
            ci_class="switch",
            serial_number=(at(DESCRIPTION, r"Serial num:? ?(\w+)"),),
        ),
    ),
)
