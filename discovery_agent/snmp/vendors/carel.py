"""Carel: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Carel",
    enterprises=(9839,),
    ci_class="environment_sensor",
    marks=("pCOWeb",),
    objects=("E.9839.1", "E.9839.2"),
    families=(
        Family(object_ids=("2606",), ci_class="appliance", manufacturer="Rittal"),
        Family(ci_class="environment_sensor"),
    ),
)
