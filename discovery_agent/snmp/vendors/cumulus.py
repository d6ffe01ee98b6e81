"""Cumulus Networks: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor, at

vendor = Vendor(
    name="Cumulus Networks",
    enterprises=(40310,),
    ci_class="switch",
    marks=("Cumulus[ -]Linux",),
    families=(
        Family(description="Cumulus[ -]Linux", model=(at("1.3.6.1.2.1.47.1.1.1.1.2.1"),)),
        Family(
            description=r"Cumulus[ -]Linux (?:version )?(?P<version>\S+) running on (?P<model>.+)",
            ci_class="switch",
            os_name="Cumulus Linux",
        ),
        Family(ci_class="switch", os_name="Cumulus Linux"),
    ),
)
