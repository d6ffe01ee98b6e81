"""Teldat: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import DESCRIPTION, Family, Vendor, at

vendor = Vendor(
    name="Teldat",
    enterprises=(2007,),
    ci_class="router",
    marks=("Teldat",),
    families=(
        Family(
            ci_class="router",
            model=(at(DESCRIPTION, r"Router model (\S+)"),),
            serial_number=(at("1.3.6.1.2.1.47.1.1.1.1.11.1"),),
            os_version=(at("1.3.6.1.2.1.47.1.1.1.1.10.1"), at("E.2007.1.2.1.6")),
        ),
        Family(
            description=r"(?P<model>Teldat \S+|ATLAS\S*|Regesta\S*|V\S*).*?CIT (?:software )?(?P<version>\S+)",
            ci_class="router",
        ),
    ),
)
