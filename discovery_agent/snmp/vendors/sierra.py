"""Sierra Wireless: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Sierra Wireless",
    enterprises=(20542,),
    ci_class="router",
    marks=("Sierra Wireless|AirLink",),
    families=(Family(ci_class="router"),),
)
