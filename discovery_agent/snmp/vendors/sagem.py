"""Sagem: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Sagem",
    enterprises=(1038,),
    ci_class="network_device",
    marks=("^SAGEM",),
    families=(Family(description="SAGEM (?P<model>.+)"),),
)
