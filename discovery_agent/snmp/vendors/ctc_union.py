"""CTC Union: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="CTC Union",
    enterprises=(4756,),
    ci_class="switch",
    families=(Family(description=r"^(?P<model>\S+) .*Switch", ci_class="switch"),),
)
