"""Proxim: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Proxim",
    enterprises=(11898,),
    ci_class="wireless_access_point",
    marks=("ORiNOCO|Tsunami MP",),
    families=(
        Family(
            description=r"(?P<model>(?:AP|MP|MB|Tsunami)\S*) v?(?P<version>\d[\d.()]+).*?SN-?:? ?(?P<serial>\w+)",
            ci_class="wireless_access_point",
        ),
        Family(ci_class="wireless_access_point"),
    ),
)
