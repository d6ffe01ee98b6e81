"""Ascom: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Ascom",
    enterprises=(27614,),
    ci_class="wireless_access_point",
    families=(
        Family(
            description=r"^(?P<version>\S+\[[^\]]+\], Bootcode\[[^\]]+\]), Hardware\[(?P<model>[^\]]+)\]",
            ci_class="wireless_access_point",
        ),
    ),
)
