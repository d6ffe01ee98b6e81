"""Greenbone: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Greenbone",
    enterprises=(35847,),
    ci_class="appliance",
    marks=("Greenbone",),
    families=(Family(ci_class="appliance"),),
)
