"""Overture: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Overture",
    enterprises=(8550,),
    ci_class="network_device",
    families=(Family(description=r"^(?P<model>HN\d\S*)"),),
)
