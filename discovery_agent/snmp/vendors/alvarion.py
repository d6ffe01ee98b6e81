"""Alvarion: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Alvarion",
    enterprises=(12394,),
    ci_class="wireless_access_point",
    marks=("BreezeACCESS|BreezeNET|Alvarion",),
    families=(Family(description=r"(?P<model>Breeze\S+)", ci_class="wireless_access_point"),),
)
