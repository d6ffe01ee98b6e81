"""Furukawa: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Furukawa",
    enterprises=(246,),
    ci_class="network_device",
    families=(Family(description=r"(?P<model>FITELnet-\S+|LW\S+)(?:.*?Version (?P<version>\S+))?", ci_class="router"),),
)
