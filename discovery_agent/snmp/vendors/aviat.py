"""Aviat: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Aviat",
    enterprises=(2509,),
    ci_class="wireless_access_point",
    marks=(r"\bAviat\b|\bCTR ?\d{4}",),
    families=(Family(ci_class="wireless_access_point"),),
)
