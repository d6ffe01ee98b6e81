"""Teleste: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Teleste",
    enterprises=(3715,),
    ci_class="network_device",
    families=(Family(description="(?P<model>Luminato)", ci_class="appliance"),),
)
