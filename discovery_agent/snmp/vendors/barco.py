"""Barco: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Barco",
    enterprises=(12612,),
    ci_class="appliance",
    marks=("^Barco|ClickShare",),
    families=(Family(ci_class="appliance"),),
)
