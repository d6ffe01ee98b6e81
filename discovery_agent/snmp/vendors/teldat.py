"""Teldat: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Teldat",
    enterprises=(2007,),
    ci_class="router",
    marks=("Teldat",),
    families=(
        Family(
            description=r"(?P<model>Teldat \S+|ATLAS\S*|Regesta\S*|V\S*).*?CIT (?:software )?(?P<version>\S+)",
            ci_class="router",
        ),
        Family(ci_class="router"),
    ),
)
