"""Digital China Networks: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Digital China Networks",
    enterprises=(6339,),
    ci_class="switch",
    marks=(r"Digital China|\bDCN\b|^DCRS",),
    families=(
        Family(
            description=(
                r"^(?P<model>\S+) Device,.*?SoftWare(?: Package)? Version (?P<version>[^\s(]+(?:\([^)"
                r"]*\))?).*?(?:[Ss]erial (?:No\.?|number):? ?(?P<serial>\w+))"
            ),
            ci_class="switch",
        ),
        Family(
            description=(
                r"^(?P<model>\S+) Device,.*?SoftWare(?: Package)? Version (?P<version>[^\s(]+(?:\([^)" r"]*\))?)"
            ),
            ci_class="switch",
        ),
        Family(description=r"^(?P<model>DC\S+) Series Software, Version (?P<version>[^\s,]+)"),
        Family(ci_class="switch", os_version=(at("1.3.6.1.2.1.47.1.1.1.1.10.1"), at("E.6339.100.1.3"))),
    ),
)
