"""Exinda: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Exinda",
    enterprises=(21091,),
    ci_class="appliance",
    marks=("EXINDA",),
    families=(Family(description=r"-(?P<version>\d+)EXINDA", ci_class="appliance"),),
)
