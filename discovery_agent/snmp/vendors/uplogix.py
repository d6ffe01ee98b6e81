"""Uplogix: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Uplogix",
    enterprises=(9852,),
    ci_class="appliance",
    marks=("Uplogix",),
    families=(Family(description=r"(?P<model>Envoy \S+|LM\S+)", ci_class="appliance"),),
)
