"""Actelis: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Actelis",
    enterprises=(5468,),
    ci_class="network_device",
    families=(Family(description=r"(?P<model>ML\S+)", ci_class="network_device"),),
)
