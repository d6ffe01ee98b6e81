"""Network Technologies: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Network Technologies",
    enterprises=(3699,),
    ci_class="environment_sensor",
    marks=("ENVIROMUX",),
    families=(Family(description=r"(?P<model>E-\S+|ENVIROMUX\S*)", ci_class="environment_sensor"),),
)
