"""Dantherm: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Dantherm",
    enterprises=(46651,),
    ci_class="network_device",
    marks=("Dantherm", "^FreeCooling Controller"),
    families=(Family(ci_class="appliance"),),
)
