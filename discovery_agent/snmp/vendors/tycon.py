"""Tycon Systems: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Tycon Systems",
    enterprises=(45621,),
    ci_class="appliance",
    families=(Family(description=r"^(?P<model>TPDIN\S*)", ci_class="appliance"),),
)
