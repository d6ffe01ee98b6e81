"""Sensatronics: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Sensatronics",
    enterprises=(16174,),
    ci_class="environment_sensor",
    families=(Family(ci_class="environment_sensor"),),
)
