"""Sinetica: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Family, Vendor

vendor = Vendor(
    name="Sinetica",
    enterprises=(3711,),
    ci_class="environment_sensor",
    families=(Family(ci_class="environment_sensor"),),
)
