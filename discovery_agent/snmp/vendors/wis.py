"""WIS: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="WIS",
    enterprises=(62821,),
    ci_class="wireless_access_point",
    families=(Family(ci_class="wireless_access_point"),),
)
