"""Korenix: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Korenix",
    enterprises=(24062,),
    ci_class="switch",
    families=(Family(description=r"(?P<model>Jet\S+ ?\S*\d\S*)", ci_class="switch"),),
)
