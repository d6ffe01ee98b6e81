"""Spectracom: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Spectracom",
    enterprises=(18837,),
    ci_class="appliance",
    marks=("Spectracom|SecureSync",),
    families=(Family(description=r"(?P<model>SecureSync|NetClock \S*)", ci_class="appliance"),),
)
