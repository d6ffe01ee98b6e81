"""Cumulus Networks: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Cumulus Networks",
    enterprises=(40310,),
    ci_class="switch",
    marks=("Cumulus[ -]Linux",),
    families=(
        Family(
            description=r"Cumulus[ -]Linux (?:version )?(?P<version>\S+) running on (?P<model>.+)",
            ci_class="switch",
            os_name="Cumulus Linux",
        ),
        Family(ci_class="switch", os_name="Cumulus Linux"),
    ),
)
