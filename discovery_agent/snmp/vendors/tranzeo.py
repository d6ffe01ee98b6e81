"""Tranzeo: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Tranzeo",
    enterprises=(24575,),
    ci_class="wireless_access_point",
    marks=("^Tranzeo",),
    families=(
        Family(
            description="Tranzeo (?P<model>[^,]+), OS (?P<os>[^,]+), FW (?P<version>[^,]+)",
            ci_class="wireless_access_point",
        ),
    ),
)
