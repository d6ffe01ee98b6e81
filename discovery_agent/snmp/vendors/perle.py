"""Perle: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Perle",
    enterprises=(1966,),
    ci_class="network_device",
    marks=(r"^Perle\b",),
    families=(Family(description=r"Perle (?P<model>\S+)"),),
)
