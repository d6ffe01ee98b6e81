"""BATS: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="BATS",
    enterprises=(37069,),
    ci_class="wireless_access_point",
    families=(Family(ci_class="wireless_access_point"),),
)
