"""SMC: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="SMC",
    enterprises=(202,),
    ci_class="switch",
    marks=(r"\bSMC\d",),
    families=(Family(description=r"^(?P<model>SMC\S+|\S+)", ci_class="switch"),),
)
