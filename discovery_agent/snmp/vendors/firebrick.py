"""FireBrick: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="FireBrick",
    enterprises=(24693,),
    ci_class="router",
    families=(Family(description=r"^(?P<model>FB\S+) .*\((?P<version>V\S+) ", ci_class="router"),),
)
