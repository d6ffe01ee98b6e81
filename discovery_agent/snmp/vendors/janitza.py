"""Janitza: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Janitza",
    enterprises=(34278,),
    ci_class="appliance",
    marks=("^Janitza",),
    families=(Family(ci_class="appliance"),),
)
