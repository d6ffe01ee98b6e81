"""Venus: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Venus",
    enterprises=(15227,),
    ci_class="firewall",
    families=(Family(description=r"(?P<os>VSOS)-(?P<version>\S+)", ci_class="firewall"),),
)
