"""Gigamon: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Gigamon",
    enterprises=(26866,),
    ci_class="network_device",
    marks=("Gigamon|GigaVUE",),
    families=(Family(ci_class="appliance"),),
)
