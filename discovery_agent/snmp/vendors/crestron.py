"""Crestron: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Crestron",
    enterprises=(3212,),
    ci_class="appliance",
    marks=("Crestron",),
    families=(Family(ci_class="appliance"),),
)
