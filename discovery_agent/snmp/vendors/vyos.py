"""VyOS: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="VyOS",
    enterprises=(44641,),
    ci_class="router",
    marks=(r"\bVyOS\b",),
    families=(Family(description=r"VyOS (?P<version>\S+)", ci_class="router", os_name="VyOS"),),
)
