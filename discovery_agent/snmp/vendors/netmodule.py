"""NetModule: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="NetModule",
    enterprises=(31496,),
    ci_class="router",
    families=(Family(description=r"^(?P<model>NB\d+)", ci_class="router"),),
)
