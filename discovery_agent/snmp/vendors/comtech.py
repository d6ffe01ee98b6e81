"""Comtech: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Comtech",
    enterprises=(6247,),
    ci_class="network_device",
    families=(Family(description=r"(?P<model>CDM\S+|CRS\S+|SLM\S+)", ci_class="network_device"),),
)
