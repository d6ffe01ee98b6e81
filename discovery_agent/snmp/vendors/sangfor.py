"""Sangfor: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Sangfor",
    enterprises=(35047,),
    ci_class="appliance",
    marks=("Sangfor",),
    families=(Family(ci_class="firewall"),),
)
