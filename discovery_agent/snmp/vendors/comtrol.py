"""Comtrol: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Comtrol",
    enterprises=(2882,),
    ci_class="switch",
    families=(Family(description=r"(?P<model>(?:ES|RocketLinx )\S+)", ci_class="switch"),),
)
