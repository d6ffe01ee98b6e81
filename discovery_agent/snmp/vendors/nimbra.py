"""Net Insight: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Net Insight",
    enterprises=(2928,),
    ci_class="network_device",
    families=(Family(description=r"(?P<model>Nimbra \S+)", ci_class="network_device"),),
)
