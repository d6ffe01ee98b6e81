"""Microwave Networks: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Microwave Networks",
    enterprises=(3323,),
    ci_class="wireless_access_point",
    families=(
        Family(
            description=r"Microwave Networks (?P<model>[^,]+),.*NET v(?P<version>[\d.]+)",
            ci_class="wireless_access_point",
        ),
    ),
)
