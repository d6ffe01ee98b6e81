"""Digital China Networks: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

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
    ),
)
