"""Sixnet: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Sixnet",
    enterprises=(20540,),
    ci_class="switch",
    families=(Family(description=r"^(?P<model>SL\S+|EL\S+)", ci_class="switch"),),
)
