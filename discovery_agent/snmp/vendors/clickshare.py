"""Barco's ClickShare."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Barco",
    enterprises=(7312,),
    ci_class="appliance",
    marks=("ClickShare",),
    families=(Family(ci_class="appliance"),),
)
