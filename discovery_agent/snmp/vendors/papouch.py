"""Papouch: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Papouch",
    enterprises=(18248,),
    ci_class="environment_sensor",
    marks=("^Quidos? |Papouch|^TH2E",),
    objects=("E.18248",),
    families=(Family(description=r"^(?P<model>TME\S*|TH2E|Quido\S*|Papago\S*)", ci_class="environment_sensor"),),
)
